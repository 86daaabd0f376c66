"""States of health that a text says of a person: sensitive data (law 09-08, articles 1, 12 and 21).

Only found, not masked by default: a patient's question without the illness is no question. An institution uses the
finding to warn the writer, to choose where the conversation may be kept, or to ask for the CNDP's authorisation.
An illness named in general ("la vaccination contre la grippe") is nobody's data: the sentence must speak of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyada.privacy.folding import fold
from siyada.privacy.kinds import Kind, PersonalDatum
from siyada.privacy.lexicon import fold_word, read_cues
from siyada.privacy.segments import SEPARATOR, separate

_CUES = read_cues("health.txt")
_WORD = re.compile(r"\w+")


def find_health_data(text: str) -> tuple[PersonalDatum, ...]:
    """The words that state a person's health, sentence by sentence; positions are those of the text given."""
    folded = fold(separate(text))
    found = []
    start = 0
    for sentence in folded.text.split(SEPARATOR):
        for first, last in _find(sentence):
            begin, end = folded.source_span(start + first, start + last)
            found.append(PersonalDatum(Kind.HEALTH, begin, end, text[begin:end], 0.7))
        start += len(sentence) + 1
    return tuple(found)


def _find(sentence: str) -> Iterator[tuple[int, int]]:
    words = [(fold_word(match[0]), match.span()) for match in _WORD.finditer(sentence)]
    if not any(word in _CUES["person"] or word[1:] in _CUES["person"] for word, _ in words):
        return
    for word, span in words:
        if word in _CUES["state"] or (len(word) > 4 and word[1:] in _CUES["state"]):
            yield span


__all__ = ["find_health_data"]
