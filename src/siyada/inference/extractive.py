"""The extractive composer: answers in the documents' own sentences. Needs no model and is always there.

    1. does the best passage cover the question? if not, nothing is said
    2. the sentences of the best passages are scored against the question
    3. the best one opens; sentences that complete it follow, in reading order
    4. a second document speaks only where it says nearly as much

Each claim is a sentence as it stands, and its quote is that sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from siyada.types import Analyse, Claim, Hit, Passage, Question, Quote, Span, SplitSentences, Term


@dataclass(frozen=True, slots=True)
class Weights:
    """What decides, each with its reason; tuned as `docs/retrieval.md` tells."""

    coverage: float = 0.55
    """Least share of the question that a passage must speak of; below it, the documents do not answer."""
    title: float = 0.5
    """A word in the title or heading holds for every sentence below it, but says less than the sentence itself."""
    passage: float = 0.6
    """The search has seen the whole passage; its word weighs beside the sentence's own."""
    figure: float = 0.15
    """A question that asks how much or when wants a sentence with a figure."""
    language: float = 0.1
    """Of two that say the same, the one in the asker's language."""
    follows: float = 0.75
    """A further sentence of the same passage must score this share of the best one."""
    second: float = 0.9
    """A sentence of another document must score this share of the best one."""
    passages: int = 2
    """Only the best hits may speak, and only if the very best covers enough: further down, words meet by chance."""
    claims: int = 4
    enumeration: int = 6
    """Items shown of a list that the best sentence opens with a colon."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a hit: where it stands in the passage, and what it is worth for the question."""

    hit: Hit
    rank: int
    order: int
    span: Span
    score: float

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.span.start : self.span.end]


class Extractive:
    """Quotes the sentences that answer. Holds no state, so one instance serves every question."""

    name = "extractive"
    model: str | None = None

    def __init__(self, analyse: Analyse, split_sentences: SplitSentences, weights: Weights | None = None) -> None:
        self._analyse = analyse
        self._split = split_sentences
        self._weights = weights or Weights()

    def compose(self, question: Question, hits: Sequence[Hit]) -> Iterator[Claim]:
        """Claims in reading order; none where the best passage covers too little of the question."""
        # 1. Does the best passage cover the question?
        covering = [hit for hit in hits[: self._weights.passages] if hit.coverage >= self._weights.coverage]
        if not covering or covering[0] is not hits[0]:
            return
        # 2. Score the sentences.
        sentences = self._score(question, covering)
        if not sentences:
            return
        # 3 and 4. The best one, what completes it, and what another document adds.
        for sentence in self._select(sentences):
            yield _claim(sentence)

    def _score(self, question: Question, hits: Sequence[Hit]) -> list[_Sentence]:
        wants_figure = _wants_figure(self._analyse(question.text))
        cut = [
            (rank, hit, order, span, self._stems(hit.passage.text[span.start : span.end]))
            for rank, hit in enumerate(hits)
            for order, span in enumerate(self._split(hit.passage.text))
            if not _is_heading(hit.passage, span)
        ]
        above = [self._stems(" ".join((hit.passage.title, *hit.passage.heading))) for hit in hits]
        rarity = _rarity({wording for hit in hits for wording in hit.matched}, [stems for *_, stems in cut])
        return [
            _Sentence(hit, rank, order, span, self._worth(question, hit, stems, above[rank], rarity) + figure)
            for rank, hit, order, span, stems in cut
            for figure in [self._weights.figure * (wants_figure and _has_digit(hit.passage, span))]
        ]

    def _worth(
        self, question: Question, hit: Hit, stems: frozenset[str], above: frozenset[str], rarity: Mapping[str, float]
    ) -> float:
        """What a sentence says of the question, 0 to 1, and what stands around it."""
        weighed = self._weights
        said = sum(weight for wording, weight in rarity.items() if stems.issuperset(wording.split(" ")))
        titled = sum(
            weight
            for wording, weight in rarity.items()
            if above.issuperset(wording.split(" ")) and not stems.issuperset(wording.split(" "))
        )
        worth = (said + weighed.title * titled) / (sum(rarity.values()) or 1.0) + weighed.passage * hit.coverage
        return worth + weighed.language * (hit.passage.language == question.variety)

    def _stems(self, text: str) -> frozenset[str]:
        return frozenset(term.stem for term in self._analyse(text) if term.content)

    def _select(self, sentences: Sequence[_Sentence]) -> list[_Sentence]:
        weighed = self._weights
        best = max(sentences, key=lambda sentence: (sentence.score, -sentence.rank, -sentence.order))
        chosen = [best, *self._listed(best, sentences)]
        for other in sorted(sentences, key=lambda sentence: -sentence.score):
            same = other.hit is best.hit
            enough = other.score >= best.score * (weighed.follows if same else weighed.second)
            if enough and len(chosen) < weighed.claims and not _repeats(other, chosen):
                chosen.append(other)
        return sorted(chosen, key=lambda each: (each is not best, each.hit is not best.hit, each.rank, each.order))

    def _listed(self, best: _Sentence, sentences: Sequence[_Sentence]) -> list[_Sentence]:
        """The items of the list that a sentence opens with a colon."""
        if not best.text.rstrip().endswith((":", "：")):
            return []
        after = [other for other in sentences if other.hit is best.hit and other.order > best.order]
        return after[: self._weights.enumeration]


def _rarity(wordings: set[str], sentences: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much each wording that the search matched tells these sentences apart: log(1 + n / df)."""
    said = {wording: sum(stems.issuperset(wording.split(" ")) for stems in sentences) for wording in wordings}
    return {wording: math.log(1 + len(sentences) / count) for wording, count in said.items() if count}


_HOW_MUCH = frozenset({
    "combien", "quand", "quel", "quelle", "quels", "quelles", "delai", "prix", "cout", "montant", "taux", "age",
    "heure", "كم", "متى", "شحال", "فوقاش", "وقتاش", "امتى", "ch7al", "chhal", "fo9ach", "fou9ach", "wa9tach", "how",
    "when", "cuanto", "cuanta", "cuantos", "cuando",
})  # fmt: skip


def _is_heading(passage: Passage, span: Span) -> bool:
    """A heading names what follows and says nothing itself."""
    said = " ".join(passage.text[span.start : span.end].split()).strip("# ")
    return any(said in heading for heading in (passage.title, *passage.heading))


def _has_digit(passage: Passage, span: Span) -> bool:
    return any(character.isdigit() for character in passage.text[span.start : span.end])


def _wants_figure(terms: Sequence[Term]) -> bool:
    return any(term.exact in _HOW_MUCH for term in terms)


def _repeats(sentence: _Sentence, chosen: Sequence[_Sentence]) -> bool:
    said = sentence.text.strip().casefold()
    return any(other is sentence or other.text.strip().casefold() == said for other in chosen)


def _claim(sentence: _Sentence) -> Claim:
    return Claim(sentence.text, (_quote(sentence.hit.passage, sentence.span),))


def _quote(passage: Passage, span: Span) -> Quote:
    return Quote(
        text=passage.text[span.start : span.end],
        collection=passage.collection,
        document=passage.document,
        version=passage.version,
        page=passage.page,
        start=passage.start + span.start,
        end=passage.start + span.end,
    )


__all__ = ["Extractive", "Weights"]
