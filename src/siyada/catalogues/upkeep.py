"""Keeps the catalogues true to the source: what is missing, what does not fit, and the built files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from siyada.catalogues.keys import Fault, Key, collect_keys, places

PACKAGE = Path(__file__).parent.parent
LOCALES = PACKAGE / "locales"
COMPLETE = ("fr", "ar")
"""The languages in which everything is said; the others say what is sure and fall back."""


def check_catalogues(package: Path = PACKAGE, locales: Path = LOCALES) -> list[str]:
    """What a translator or a programmer must mend, one line each; empty where all is well."""
    found = list(collect_keys(package))
    findings = [f"{fault.where}: {fault.message}" for fault in found if isinstance(fault, Fault)]
    keys = _first_uses(found)
    for path in sorted(locales.glob("*.po")):
        catalog = _read(path)
        if path.stem in COMPLETE:
            findings += [f"{path.name}: lacks {key.id!r} of {key.where}" for key in _missing(catalog, keys)]
        findings += [f"{path.name}: {fault}" for message in catalog if message.id for fault in _misfits(message)]
        if _said(catalog) != _built(path.with_suffix(".mo")):
            findings.append(f"{path.name}: {path.stem}.mo is not built from it (python -m siyada.catalogues build)")
    return findings


def update_catalogues(package: Path = PACKAGE, locales: Path = LOCALES) -> int:
    """Add the keys that the source uses to the complete languages, untranslated; returns how many were added."""
    keys = _first_uses(list(collect_keys(package)))
    added = 0
    for language in COMPLETE:
        catalog = _read(locales / f"{language}.po")
        for key in _missing(catalog, keys):
            if key.id not in catalog:
                catalog.add(key.id)
                added += 1
        _write(locales / f"{language}.po", catalog)
    return added


def build_catalogues(locales: Path = LOCALES) -> None:
    """Write each language's `.mo` from its `.po`."""
    for path in sorted(locales.glob("*.po")):
        with path.with_suffix(".mo").open("wb") as opened:
            write_mo(opened, _read(path))


def unused_keys(package: Path = PACKAGE, locales: Path = LOCALES) -> list[str]:
    """Sentences that are translated into a complete language and said nowhere."""
    used = {key.one for key in _first_uses(list(collect_keys(package)))}
    known = {_ids(message)[0] for language in COMPLETE for message in _read(locales / f"{language}.po") if message.id}
    return sorted(known - used)


def _first_uses(found: Sequence[Key | Fault]) -> list[Key]:
    first: dict[str | tuple[str, str], Key] = {}
    for key in found:
        if isinstance(key, Key):
            first.setdefault(key.id, key)
    return list(first.values())


def _missing(catalog: Catalog, keys: Sequence[Key]) -> Iterator[Key]:
    for key in keys:
        message = catalog.get(key.one)
        if message is None or not all(_strings(message)) or _ids(message)[1:] != ((key.many,) if key.many else ()):
            yield key


def _misfits(message: Message) -> Iterator[str]:
    """Translations whose places are not those of the key."""
    ids, strings = _ids(message), [text for text in _strings(message) if text]
    for text in strings:
        try:
            extra = places(text) ^ places(ids[0])
        except ValueError:
            yield f"{text!r} has a brace that does not close"
            continue
        # A language may say "one document" without the figure.
        if extra and not (len(ids) > 1 and extra <= {"count"}):
            yield f"{text!r} differs from {ids[0]!r} in {', '.join(sorted(extra))}"


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _read(path: Path) -> Catalog:
    with path.open("rb") as opened:
        return read_po(opened)


def _write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as opened:
        write_po(opened, catalog, width=0, sort_output=True, no_location=True)


def _built(path: Path) -> dict[tuple[str, ...], tuple[str, ...]]:
    if not path.is_file():
        return {}
    with path.open("rb") as opened:
        return _said(read_mo(opened))


def _said(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What a catalogue says, without its header, which names the version of Babel that wrote it."""
    return {_ids(message): _strings(message) for message in catalog if message.id and message.string}


__all__ = ["build_catalogues", "check_catalogues", "unused_keys", "update_catalogues"]
