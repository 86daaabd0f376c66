"""Tests of the sample documents and of the questions asked to them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from siyada.language import identify
from siyada.types import Variety

SAMPLES = Path(__file__).parent.parent / "src" / "siyada" / "samples"
COMMUNE = SAMPLES / "commune"
DOCUMENTS = sorted(path.relative_to(COMMUNE).as_posix() for path in COMMUNE.rglob("*") if path.is_file())
TEXTS = [name for name in DOCUMENTS if not name.endswith((".pdf", ".docx"))]
ASKED: list[dict[str, Any]] = [
    json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]


def read(name: str) -> str:
    """The bytes of a sample as text; formats that pack it are not read here."""
    return (COMMUNE / name).read_text(encoding="utf-8")


def test_questions_name_documents_that_exist() -> None:
    """`relevant` holds paths below the folder that the demo ingests, and only unanswerable questions name none."""
    for question in ASKED:
        assert set(question["relevant"]) <= set(DOCUMENTS), question["id"]
        assert bool(question["relevant"]) == bool(question["answer"]), question["id"]


def test_questions_cover_the_varieties() -> None:
    """Each variety of the house that Morocco writes is asked in; eight questions have no answer."""
    answerable = Counter(question["lang"] for question in ASKED if question["relevant"])

    assert len({question["id"] for question in ASKED}) == len(ASKED)
    assert sum(not question["relevant"] for question in ASKED) == 8
    assert answerable.total() >= 30
    assert set(answerable) == {"fr", "ar", "ary-Arab", "ary-Latn", "zgh-Tfng", "en"}


def test_every_document_answers_a_question() -> None:
    """A sample that no question needs is no sample."""
    assert {name for question in ASKED for name in question["relevant"]} == set(DOCUMENTS)


@pytest.mark.parametrize("question", [q for q in ASKED if set(q["relevant"]) & set(TEXTS)], ids=lambda q: q["id"])
def test_figures_of_the_answers_stand_in_the_documents(question: dict[str, Any]) -> None:
    """A number in an expected answer is a number of one of the documents that it names."""
    texts = " ".join(read(name) for name in question["relevant"] if name in TEXTS)

    assert set(_figures(question["answer"])) <= set(_figures(texts))


@pytest.mark.parametrize(
    ("folder", "variety"),
    [
        ("fr", Variety.FRENCH),
        ("ar", Variety.ARABIC),
        ("ary", Variety.DARIJA_ARABIC),
        ("zgh", Variety.AMAZIGH_TIFINAGH),
        ("en", Variety.ENGLISH),
    ],
)
def test_documents_are_written_in_the_variety_of_their_folder(folder: str, variety: Variety) -> None:
    """The folders are named for what most of their text is written in."""
    names = [name for name in TEXTS if name.startswith(f"{folder}/") and name.endswith(".md")]

    assert names
    assert {name: _dominant(read(name)) for name in names} == dict.fromkeys(names, variety)


def test_nothing_in_the_samples_can_be_taken_for_real() -> None:
    """Every document says that the commune is invented; telephone numbers and addresses can be nobody's."""
    for name in TEXTS:
        text = read(name)
        assert name.endswith(".csv") or re.search(r"fictive|fictitious|خيالية|ⵓⵔ ⵜⵍⵍⵉ", text), name
        assert all(host.endswith(".example") for host in re.findall(r"@([\w.-]+\w)", text)), name
        assert all(number.startswith("0500") for number in re.findall(r"\b0\d{9}\b|\b0\d{3}(?: \d\d){3}\b", text)), name


def _dominant(text: str) -> Variety:
    lengths: Counter[Variety] = Counter()
    for span in identify(text).spans:
        lengths[span.variety] += span.end - span.start
    return lengths.most_common(1)[0][0]


def _figures(text: str) -> list[str]:
    return re.findall(r"(?<!\w)\d+(?!\w)", re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", text))
