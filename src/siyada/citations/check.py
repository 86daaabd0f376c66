"""The check of a claim: deterministic, the same for every composer, no model.

    1. the claim says something and names at least one quote
    2. every quote names a version that is stored
    3. every quote is found in that text, character for character after the normalisation, cutting no word or number
    4. every address, reference, date, hour, identifier and number of the claim, with its unit, occurs in its quotes
    5. in the language of its quotes, the claim's words come from them
    6. and a negation stands in both or in neither

A failure of 1 to 4 refuses the claim. Steps 5 and 6 speak only where claim and quotes share a language; what they
cannot decide is unverified. A claim that is its quotes, letter for letter, has passed them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from siyada.citations.figure import missing_figures
from siyada.citations.figures import FigureReader
from siyada.citations.quotes import locate_quote
from siyada.types import Analyse, Claim, Finding, Identify, Normalise, Quote, Span, Variety, Verdict


class StoredText(Protocol):
    """One version of a document as it is stored."""

    @property
    def text(self) -> str:
        """The text that quotes point into."""

    def page_at(self, position: int) -> int | None:
        """The number of the page that holds a position; None where the format has no pages."""


FindStored = Callable[[Quote], StoredText | None]
"""The stored version that a quote names, None where there is none (or it was removed)."""

# Of a paraphrase's content words, the share that must come from its quotes: a true one keeps the terms of the text and
# changes small words; below it a sentence speaks of something else.
WORDS_SHARE = 0.6

_NEGATIONS = frozenset({
    "ne", "n", "pas", "non", "jamais", "aucun", "aucune", "sans", "ni", "not", "no", "never", "without", "cannot",
    "nor", "ningun", "ninguna", "sin", "nunca", "لا", "ليس", "ليست", "لم", "لن", "دون", "بدون", "غير", "ولا", "فلا",
    "ما", "ماشي", "بلا", "mashi", "machi", "bla", "ur", "war", "ⵓⵔ",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """The check with what it needs of the other parts. Pure: the same claim and texts give the same verdict."""

    stored: FindStored
    normalise: Normalise
    analyse: Analyse
    identify: Identify
    figures: FigureReader

    def __call__(self, claim: Claim) -> Claim:
        """The claim with its verdict, the findings behind it, and its quotes as they stand in the stored text."""
        # 1. It says something and names its quotes.
        if not claim.quotes or not self.normalise(claim.text).text.strip():
            return _refused(claim, Finding(1, "The sentence names no quote."))
        # 2 and 3. The quotes stand where they say.
        quotes, findings = self._stand(claim.quotes)
        if findings:
            return _refused(claim, *findings)
        claim = replace(claim, quotes=tuple(quotes))
        if self._verbatim(claim):
            return replace(claim, verdict=Verdict.SUPPORTED)
        variety = self.identify(claim.text).variety
        # 4. Every figure occurs.
        findings = self._figures(claim, variety)
        if findings:
            return _refused(claim, *findings)
        # 5 and 6. The words are those of the quotes.
        finding = self._words(claim, variety)
        verdict = Verdict.UNVERIFIED if finding else Verdict.SUPPORTED
        return replace(claim, verdict=verdict, findings=(finding,) if finding else ())

    def _stand(self, drafted: Sequence[Quote]) -> tuple[list[Quote], list[Finding]]:
        quotes, findings = [], []
        for quote in drafted:
            version = self.stored(quote)
            if version is None:
                values = {"document": quote.document}
                findings.append(Finding(2, "The quoted version of {document} is not stored.", values))
                continue
            place = locate_quote(quote.text, version.text, Span(quote.start, quote.end), self.normalise)
            if place is None:
                values = {"document": quote.document}
                findings.append(Finding(3, "The quote is not found in the text of {document}.", values))
                continue
            text = version.text[place.start : place.end]
            page = version.page_at(place.start)
            quotes.append(replace(quote, text=text, start=place.start, end=place.end, page=page))
        return quotes, findings

    def _verbatim(self, claim: Claim) -> bool:
        """Whether the claim is one of its quotes, or a whole part of one."""
        wanted = Span(0, 0)
        return any(locate_quote(claim.text, quote.text, wanted, self.normalise) for quote in claim.quotes) and not (
            self._hides_negation(claim)
        )

    def _hides_negation(self, claim: Claim) -> bool:
        """A part of a quote may leave out the words that turn its sense ("il est interdit de …")."""
        said = len(self.normalise(claim.text).text)
        return said < 0.9 * max(len(self.normalise(quote.text).text) for quote in claim.quotes)

    def _figures(self, claim: Claim, variety: Variety) -> list[Finding]:
        quoted = [
            figure
            for quote in claim.quotes
            for figure in self.figures.find(quote.text, self.identify(quote.text).variety)
        ]
        missing = missing_figures(self.figures.find(claim.text, variety), quoted)
        message = "“{figure}” does not occur in the quote."
        return [Finding(4, message, {"figure": figure.text.strip() or figure.value}) for figure in missing]

    def _words(self, claim: Claim, variety: Variety) -> Finding | None:
        if all(self.identify(quote.text).variety is not variety for quote in claim.quotes):
            return Finding(5, "The quote is in another language: the words of the sentence were not compared.")
        quoted = [term for quote in claim.quotes for term in self.analyse(quote.text)]
        said = self.analyse(claim.text)
        stems = {term.stem for term in quoted}
        content = [term.stem for term in said if term.content]
        if sum(stem in stems for stem in content) < WORDS_SHARE * len(content):
            return Finding(5, "The words of the sentence are not those of the quote.")
        denied = [any(term.exact in _NEGATIONS for term in terms) for terms in (said, quoted)]
        if denied[0] != denied[1]:
            return Finding(6, "The sentence denies what the quote affirms, or the reverse.")
        return None


def _refused(claim: Claim, *findings: Finding) -> Claim:
    return replace(claim, verdict=Verdict.REJECTED, findings=findings)


__all__ = ["CitationCheck", "FindStored", "StoredText"]
