"""The detector's figures: quality on the labelled halves, speed on the same sentences and on any files given.

    python -m benchmarks.privacy [--quality] [FILE…]

Prints JSON. A finding counts where a label of its kind shares more than half of their common extent; `exact` counts
the same span. Speed is UTF-8 bytes per second of one core's time, best of three.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from siyada.privacy import find_personal_data

LABELLED = Path(__file__).parent.parent / "tests" / "privacy" / "labelled"
_MARK = re.compile(r"\[\[(\w+):(.*?)\]\]")


class Label(NamedTuple):
    """A span and its kind."""

    kind: str
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence with its labels."""

    variety: str
    text: str
    labels: tuple[Label, ...]


def load_labelled(half: str) -> list[Sentence]:
    """The sentences of `dev` or `test`: each line is a variety and a text in which data stand as [[kind:datum]]."""
    lines = (LABELLED / f"{half}.tsv").read_text(encoding="utf-8").splitlines()
    return [parse_sentence(*line.split("\t")) for line in lines[1:]]


def parse_sentence(variety: str, marked: str) -> Sentence:
    """The text without its marks, and where they stood."""
    text, done = "", 0
    labels = []
    for match in _MARK.finditer(marked):
        text += marked[done : match.start()]
        labels.append(Label(match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        done = match.end()
    return Sentence(variety, text + marked[done:], tuple(labels))


def same(one: Label, other: Label) -> bool:
    """Whether two spans of one kind share more than half of what they cover together."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    covered = max(one.end, other.end) - min(one.start, other.start)
    return one.kind == other.kind and 2 * shared > covered


def score(sentences: Iterable[Sentence]) -> dict[str, dict[str, float]]:
    """Recall, precision and exactness for each kind, and for identifiers (all but names) together."""
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        found = [Label(datum.kind.value, datum.start, datum.end) for datum in find_personal_data(sentence.text)]
        for label in sentence.labels:
            hit = "hit" if any(same(label, each) for each in found) else "missed"
            _count(counts, label.kind, hit)
            if label in found:
                _count(counts, label.kind, "exact")
        for each in found:
            if not any(same(each, label) for label in sentence.labels):
                _count(counts, each.kind, "false")
    return {group: _rates(counts, group) for group in sorted({group for group, _ in counts})}


def _count(counts: Counter[tuple[str, str]], kind: str, what: str) -> None:
    counts[kind, what] += 1
    counts["names" if kind == "person" else "identifiers", what] += 1


def _rates(counts: Counter[tuple[str, str]], group: str) -> dict[str, float]:
    hit, missed, false = (counts[group, what] for what in ("hit", "missed", "false"))
    labels = max(1, hit + missed)
    return {
        "labels": hit + missed,
        "recall": round(hit / labels, 4),
        "precision": round(hit / max(1, hit + false), 4),
        "exact": round(counts[group, "exact"] / labels, 4),
    }


def measure_speed(text: str) -> float:
    """Megabytes of UTF-8 a second, best of three, in the time of this process alone."""
    find_personal_data(text)
    best = min(_time(text) for _ in range(3))
    return round(len(text.encode()) / 1e6 / best, 2)


def _time(text: str) -> float:
    start = time.process_time()
    find_personal_data(text)
    return time.process_time() - start


def main(arguments: Sequence[str]) -> None:
    """Print the figures."""
    halves = {half: load_labelled(half) for half in ("dev", "test")}
    report: dict[str, object] = {half: score(sentences) for half, sentences in halves.items()}
    if "--quality" not in arguments:
        sentences = [sentence.text for half in halves.values() for sentence in half]
        report["megabytes_per_s"] = {
            "labelled sentences": measure_speed("\n".join(sentences * 20)),
            **{name: measure_speed(Path(name).read_text(encoding="utf-8")) for name in arguments},
        }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
