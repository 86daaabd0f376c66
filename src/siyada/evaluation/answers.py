"""Evaluates answers: does the right document come first, is every quote exact, is silence kept where it must be.

    at_1, at_5              share of answerable questions whose first (first five) passages hold a relevant document
    abstained_answerable    share of answerable questions that were left without an answer
    abstained_unanswerable  share of unanswerable questions that were rightly left so
    cited_relevant          of the answered answerable questions, the share whose claims quote a relevant document
    quote_exact_rate        share of quotes that stand in the stored text, letter for letter, where they say they do
    parity_gap              best less worst at_5 among the varieties

A variety without questions of a kind has null there.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from siyada.errors import UserError
from siyada.types import Answer, Quote, Variety

Ask = Callable[[str], Answer]
FindText = Callable[[Quote], str | None]
"""The stored text that a quote points into."""
ParseVariety = Callable[[str], Variety]


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and the ids of the passages or documents that answer it; none where nothing does."""

    id: str
    variety: Variety
    text: str
    relevant: frozenset[str]


class VarietyFigures(TypedDict):
    """What was measured in one variety."""

    n: int
    at_1: float | None
    at_5: float | None
    abstained_answerable: float | None
    unanswerable: int
    abstained_unanswerable: float | None
    cited_relevant: float | None


class AnswerFigures(TypedDict):
    """What was measured."""

    n: int
    quote_exact_rate: float | None
    parity_gap: float | None
    p50_ms: float
    p95_ms: float
    varieties: dict[str, VarietyFigures]


def load_questions(path: Path, parse_variety: ParseVariety) -> list[AskedQuestion]:
    """Read JSONL of `{"id","lang","question","relevant":[…]}` (`variety` stands for `lang`). Raises UserError."""
    questions = []
    for number, line in enumerate(_lines(path), start=1):
        try:
            row = json.loads(line)
            variety = parse_variety(row.get("lang") or row["variety"])
            questions.append(AskedQuestion(str(row["id"]), variety, row["question"], frozenset(row["relevant"])))
        except (UserError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UserError(
                "Line {number} of {path} is not a question: {reason}.",
                hint='Each line is {{"id", "lang", "question", "relevant": […]}}.',
                number=number,
                path=path,
                reason=error,
            ) from error
    return questions


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "{path} cannot be read: {reason}.", hint="Give a UTF-8 file.", path=path, reason=error
        ) from error


def evaluate_answers(questions: Sequence[AskedQuestion], ask: Ask, find_text: FindText) -> AnswerFigures:
    """Ask every question and measure. O(questions)."""
    asked = [(question, ask(question.text)) for question in questions]
    exact = [find_text(quote) for _, answer in asked for quote in _quotes(answer)]
    quotes = [quote for _, answer in asked for quote in _quotes(answer)]
    held = [
        text is not None and text[quote.start : quote.end] == quote.text
        for text, quote in zip(exact, quotes, strict=True)
    ]
    varieties = {
        str(variety): _figures([pair for pair in asked if pair[0].variety is variety])
        for variety in dict.fromkeys(question.variety for question in questions)
    }
    reached = [figures["at_5"] for figures in varieties.values() if figures["at_5"] is not None]
    spent = sorted(sum(answer.timings_ms.values()) for _, answer in asked) or [0.0]
    return AnswerFigures(
        n=len(questions),
        quote_exact_rate=_share(held),
        parity_gap=round(max(reached) - min(reached), 4) if reached else None,
        p50_ms=round(statistics.median(spent), 2),
        p95_ms=round(spent[int(len(spent) * 0.95)], 2),
        varieties=varieties,
    )


def _figures(asked: Sequence[tuple[AskedQuestion, Answer]]) -> VarietyFigures:
    answerable = [(question, answer) for question, answer in asked if question.relevant]
    unanswerable = [answer for question, answer in asked if not question.relevant]
    return VarietyFigures(
        n=len(answerable),
        at_1=_share(_found(question, answer, 1) for question, answer in answerable),
        at_5=_share(_found(question, answer, 5) for question, answer in answerable),
        abstained_answerable=_share(answer.abstained for _, answer in answerable),
        unanswerable=len(unanswerable),
        abstained_unanswerable=_share(answer.abstained for answer in unanswerable),
        cited_relevant=_share(
            any(quote.document in question.relevant for quote in _quotes(answer))
            for question, answer in answerable
            if not answer.abstained
        ),
    )


def _found(question: AskedQuestion, answer: Answer, first: int) -> bool:
    passages = (hit.passage for hit in answer.nearest[:first])
    return any(passage.document in question.relevant or passage.id in question.relevant for passage in passages)


def _quotes(answer: Answer) -> Iterator[Quote]:
    return (quote for claim in answer.claims for quote in claim.quotes)


def _share(flags: Iterable[bool]) -> float | None:
    counted = list(flags)
    return round(sum(counted) / len(counted), 4) if counted else None


__all__ = ["AnswerFigures", "AskedQuestion", "VarietyFigures", "evaluate_answers", "load_questions"]
