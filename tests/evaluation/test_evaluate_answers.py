from __future__ import annotations

import json
from pathlib import Path

import pytest
from library_makers import make_question

from siyada.errors import UserError
from siyada.evaluation.answers import AskedQuestion, evaluate_answers, load_questions
from siyada.language import parse_variety
from siyada.types import Answer, Claim, DocumentId, Hit, Passage, PassageId, Quote, Variety, Verdict, VersionId

TEXT = "Le délai est de dix jours."
VERSION = VersionId("0" * 64)


def answered(text: str, *documents: str, quote: str = "") -> Answer:
    """An answer whose nearest passages are of these documents, quoting the first."""
    hits = tuple(
        Hit(Passage(PassageId(f"guide/{name}@0:0-1"), "guide", DocumentId(name), VERSION, "", "", 0, 1), 1.0)
        for name in documents
    )
    quotes = (Quote(quote, "guide", DocumentId(documents[0]), VERSION, None, 0, len(quote)),) if quote else ()
    claims = (Claim(quote, quotes, Verdict.SUPPORTED),) if quote else ()
    return Answer("0" * 32, make_question(text), claims, hits, "extractive", None, "", {"language": 2.0})


def question(text: str, *relevant: str, variety: Variety = Variety.FRENCH) -> AskedQuestion:
    """A question that these documents answer."""
    return AskedQuestion(text, variety, text, frozenset(relevant))


def test_each_figure_counts_what_it_says() -> None:
    """First, first five, wrongly silent, rightly silent and rightly quoted are counted apart."""
    answers = {
        "first": answered("first", "a", "b", quote=TEXT),
        "fifth": answered("fifth", "b", "c", "d", "e", "a"),
        "never": answered("never", "b", quote="Le"),
        "none": answered("none", "b"),
        "wrongly": answered("wrongly", "b", quote="Le délai"),
    }
    asked = [
        question("first", "a"),
        question("fifth", "a"),
        question("never", "a"),
        question("none"),
        question("wrongly"),
    ]

    figures = evaluate_answers(asked, answers.__getitem__, lambda _: TEXT)

    assert figures["varieties"]["fr"] == {
        "n": 3, "at_1": 0.3333, "at_5": 0.6667, "abstained_answerable": 0.3333,
        "unanswerable": 2, "abstained_unanswerable": 0.5, "cited_relevant": 0.5,
    }  # fmt: skip
    assert figures["quote_exact_rate"] == 1.0
    assert figures["p50_ms"] == 2.0


@pytest.mark.parametrize("stored", [None, "Le délai est de vingt jours."])
def test_a_quote_that_is_not_there_is_counted(stored: str | None) -> None:
    """A quote whose version is gone or whose span holds something else lowers the exact rate."""
    figures = evaluate_answers([question("q", "a")], lambda _: answered("q", "a", quote=TEXT), lambda _: stored)

    assert figures["quote_exact_rate"] == 0.0


def test_passage_ids_are_relevant_too() -> None:
    """A question may name the passage instead of the document."""
    figures = evaluate_answers([question("q", "guide/a@0:0-1")], lambda _: answered("q", "a"), lambda _: None)

    assert figures["varieties"]["fr"]["at_1"] == 1.0


def test_the_parity_gap_is_between_best_and_worst() -> None:
    """Two varieties, one found and one not, are a whole point apart."""
    asked = [question("q", "a"), question("r", "z", variety=Variety.ARABIC)]

    assert evaluate_answers(asked, lambda text: answered(text, "a"), lambda _: None)["parity_gap"] == 1.0


def test_both_code_families_are_read(tmp_path: Path) -> None:
    """NLLB codes and BCP 47 tags, under `lang` or `variety`, name the same varieties."""
    rows = [{"id": 1, "lang": "fra_Latn"}, {"id": 2, "variety": "ary-Latn"}]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps({**row, "question": "q", "relevant": []}) for row in rows), encoding="utf-8")

    assert [each.variety for each in load_questions(path, parse_variety)] == [Variety.FRENCH, Variety.DARIJA_LATIN]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1, "question": "q", "relevant": []}', '{"id": 1, "lang": "xx"}'])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    """The number of the line and the reason are told."""
    good = {"id": 1, "lang": "fr", "question": "q", "relevant": []}
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{json.dumps(good)}\n{line}\n", encoding="utf-8")

    with pytest.raises(UserError, match="Line 2"):
        load_questions(path, parse_variety)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The path is told."""
    with pytest.raises(UserError, match=r"absent\.jsonl"):
        load_questions(tmp_path / "absent.jsonl", parse_variety)
