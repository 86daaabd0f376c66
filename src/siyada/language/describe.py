"""All that is known of a text, in one JSON shape: `describe`."""

from __future__ import annotations

from typing import TypedDict

from siyada.language.identify import identify
from siyada.language.normal import normal_text
from siyada.language.other_script import other_script


class SpanJson(TypedDict):
    """A stretch of the text in one variety, in code points."""

    start: int
    end: int
    variety: str


class LanguageJson(TypedDict):
    """The variety that dominates, how sure we are, the spans, the normal form, and the text in the other script."""

    variety: str
    confidence: float
    spans: list[SpanJson]
    normal: str
    other_script: str | None
    """None where the variety is written in one script only."""


def describe(text: str) -> LanguageJson:
    """What `siyada language` prints."""
    found = identify(text)
    return LanguageJson(
        variety=found.variety,
        confidence=round(found.confidence, 4),
        spans=[SpanJson(start=span.start, end=span.end, variety=span.variety) for span in found.spans],
        normal=normal_text(text),
        other_script=other_script(text, found.variety, found.spans),
    )


__all__ = ["LanguageJson", "SpanJson", "describe"]
