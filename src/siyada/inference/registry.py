"""The registry: the models of this installation, a folder each with the weights and their card.

    models/{name}/model.gguf
    models/{name}/card.json

A model whose weights are not those of its card does not load.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from siyada.errors import ModelError, UserError
from siyada.inference.cards import UNKNOWN, Card, format_card, load_catalogue, parse_card
from siyada.inference.gguf import GgufFacts, read_gguf
from siyada.outbound import Outbound
from siyada.outbound.download import Progress, download, hash_file
from siyada.types import Finding

WEIGHTS, CARD = "model.gguf", "card.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}\Z")


class Registry:
    """The models below one folder. Several processes may read it while one changes it."""

    def __init__(self, folder: Path, catalogue: Mapping[str, Card] | None = None) -> None:
        self._folder = folder
        self._catalogue = load_catalogue() if catalogue is None else catalogue
        self._verified: dict[Path, tuple[int, int, str]] = {}

    def __iter__(self) -> Iterator[Card]:
        """The cards of the models that are here, by name."""
        for path in sorted(self._folder.glob(f"*/{CARD}")):
            yield parse_card(path.read_text(encoding="utf-8"))

    def __contains__(self, name: str) -> bool:
        """Whether a model of this name is here."""
        return _NAME.match(name) is not None and (self._folder / name / CARD).is_file()

    def show(self, name: str) -> Card:
        """The card of a model that is here, else the catalogue's. Raises UserError."""
        if name in self:
            return parse_card((self._folder / name / CARD).read_text(encoding="utf-8"))
        if name in self._catalogue:
            return self._catalogue[name]
        raise UserError("There is no model {name!r}.", hint="List the models with: siyada model list", name=name)

    # Taking in

    def add(self, file: Path, name: str = "", *, sha256: str = "", origin: str = "") -> Card:
        """Take in a file, from a USB stick for example. Nobody has approved it yet. Raises ModelError, UserError."""
        name = self._free_name(name or file.stem.lower())
        facts = read_gguf(file)
        folder = self._incoming(name)
        shutil.copyfile(file, folder / WEIGHTS)
        found = hash_file(folder / WEIGHTS)
        if sha256 and found != sha256.lower():
            shutil.rmtree(folder)
            raise ModelError(
                "{file} has the SHA-256 {found}, not {wanted}: it was not added.",
                hint="Copy it again, or ask the publisher for the right hash.",
                file=file.name,
                found=found,
                wanted=sha256,
            )
        return self._keep(folder, self._described(name, facts, found, origin or f"file {file.name}"))

    def pull(self, outbound: Outbound, url: str, name: str, *, sha256: str, progress: Progress | None = None) -> Card:
        """Load a file from a hub, where the policy allows its host; resumed after an interruption.

        The hash must be known beforehand, from the publisher. Raises OutboundError, ModelError, UserError.
        """
        name = self._free_name(name)
        if not _SHA256.match(sha256):
            raise UserError(
                "{sha256!r} is no SHA-256.", hint="Copy the 64 characters from the publisher's page.", sha256=sha256
            )
        folder = self._incoming(name)
        download(outbound, url, folder / WEIGHTS, sha256=sha256, progress=progress)
        facts = read_gguf(folder / WEIGHTS)
        return self._keep(folder, self._described(name, facts, sha256.lower(), url))

    def remove(self, name: str) -> None:
        """Forget a model and its weights. Raises UserError."""
        self._installed(name)
        shutil.rmtree(self._folder / name)

    # Answering for a model

    def approve(self, name: str, by: str) -> Card:
        """Put a person's name to a model whose weights are those of its card. Raises ModelError, UserError."""
        if not by.strip():
            raise UserError("An approval needs a name.", hint="Say who approves: --by NAME")
        self.path(name)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return self._write(replace(self._installed(name), approved_by=by.strip(), approved_on=now))

    def evaluated(self, name: str, on: str, result: str) -> Card:
        """Note on the card what a model was evaluated on here. Raises UserError."""
        card = self._installed(name)
        return self._write(replace(card, evaluated={**card.evaluated, on: result}))

    def check(self, name: str) -> list[Finding]:
        """What stands against using a model: 1 weights, 2 approval, 3 licence, 4 evaluation. Raises UserError."""
        card, findings = self._installed(name), []
        try:
            self.path(name)
        except ModelError as error:
            findings.append(Finding(1, error.message, error.values))
        if not card.approved_by:
            findings.append(Finding(2, "Nobody has approved the model {name}.", {"name": name}))
        if card.licence == UNKNOWN:
            findings.append(Finding(3, "The licence of the model {name} is unknown.", {"name": name}))
        if not card.evaluated:
            findings.append(Finding(4, "The model {name} was not evaluated here.", {"name": name}))
        return findings

    def path(self, name: str) -> Path:
        """The weights of a model, once they are found to be those of its card. Raises ModelError, UserError."""
        card, path = self._installed(name), self._folder / name / WEIGHTS
        if not path.is_file():
            raise ModelError("The weights of {name} are missing.", hint="Add the model again.", name=name)
        if self._hash(path) != card.sha256:
            raise ModelError(
                "The weights of {name} are not those of its card: it is not loaded.",
                hint="Find out who changed them, then remove the model and add it again.",
                name=name,
            )
        return path

    def _hash(self, path: Path) -> str:
        """Gigabytes are hashed once in the life of a process, and again when the file changed."""
        state = path.stat()
        known = self._verified.get(path)
        if known is None or known[:2] != (state.st_mtime_ns, state.st_size):
            known = self._verified[path] = (state.st_mtime_ns, state.st_size, hash_file(path))
        return known[2]

    # Folders and cards

    def _installed(self, name: str) -> Card:
        if name not in self:
            raise UserError(
                "There is no model {name!r} here.", hint="List the models with: siyada model list", name=name
            )
        return self.show(name)

    def _free_name(self, name: str) -> str:
        if not _NAME.match(name):
            raise UserError(
                "{name!r} is no name for a model.", hint="Use small letters, digits, dots and hyphens.", name=name
            )
        if name in self:
            raise UserError("The model {name!r} is here already.", hint="Remove it first, or choose a name.", name=name)
        return name

    def _incoming(self, name: str) -> Path:
        """The folder where a model is put together; a name with a dot in front is no model's."""
        folder = self._folder / f".{name}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _keep(self, folder: Path, card: Card) -> Card:
        """The whole model at once, so that nobody meets a half."""
        (folder / CARD).write_text(format_card(card), encoding="utf-8")
        folder.rename(self._folder / card.name)
        return card

    def _write(self, card: Card) -> Card:
        path = self._folder / card.name / CARD
        beside = path.with_suffix(".new")
        beside.write_text(format_card(card), encoding="utf-8")
        beside.replace(path)
        return card

    def _described(self, name: str, facts: GgufFacts, sha256: str, source: str) -> Card:
        """The card of new weights: what the file says of itself, what the catalogue knows of the name."""
        known = self._catalogue.get(name, Card(name))
        return replace(
            known,
            licence=facts.licence or known.licence,
            languages=known.languages or facts.languages,
            parameters=facts.size_label or known.parameters,
            size_bytes=(self._folder / f".{name}" / WEIGHTS).stat().st_size,
            context=facts.context or known.context,
            sha256=sha256,
            source=source,
        )


__all__ = ["CARD", "WEIGHTS", "Registry"]
