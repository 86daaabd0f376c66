"""Which variety a text is written in, how sure that is, and which stretches are written in which.

The scores are learned (`identifier`). Spans are the likeliest path through the words' varieties, where a change of
variety has a price, so that a word that several languages share stays with its neighbours.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from siyada.types import Identification, Variety, VarietySpan

if TYPE_CHECKING:
    from siyada.language.identifier import Identifier

_CHANGE = 3.5
"""What a change of variety costs, in natural logarithms of probability."""
_FAVOUR, _STRANGENESS = 0.7, 2.0
"""What a word leans towards the variety of its text, and away from `other` inside a text of ours: a name is no span."""
_LONGEST = 64
"""Letters of a word that count, as in bulk."""
_WORD = re.compile("[^ \x03]+\x03?")
_LETTER = re.compile("[\x04@-\U0010ffff]")
_DROPPED = "\x01"


def identify(text: str) -> Identification:
    """The dominant variety, the confidence from 0 to 1, and spans that cover the whole text in order.

    A text without a single letter is `other`, surely. O(length).
    """
    identifier = _identifier()
    folded = text.translate(identifier.fold)
    found = [match.span() for match in _WORD.finditer(folded)]
    words = [folded[start:end].replace(_DROPPED, "") for start, end in found]
    spelt = [place for place, word in enumerate(words) if _LETTER.search(word)]
    if not spelt:
        whole = (VarietySpan(0, len(text), Variety.OTHER),) if text else ()
        return Identification(Variety.OTHER, 1.0, whole)
    judged = identifier.score_words([words[place][:_LONGEST] for place in spelt])
    chances = identifier.weigh([sum(column) for column in zip(*[word.scores for word in judged])], len(judged))  # noqa: B905 - all of one length
    best = chances.index(max(chances))
    variety = identifier.classes[best]
    if all(word.best == best for word in judged):
        return Identification(variety, chances[best], (VarietySpan(0, len(text), variety),))
    path = _path([word.logs for word in judged], _lean(identifier.classes, variety), best)
    starts = [found[place][0] for place in spelt]
    spans = _spans(starts, [identifier.classes[number] for number in path], len(text))
    return Identification(variety, chances[best], spans)


def identify_many(texts: Sequence[str]) -> list[Identification]:
    """`identify` without spans, in bulk: some twenty times faster."""
    return list(_identifier().identify_many(texts))


def _lean(classes: Sequence[Variety], dominant: Variety) -> list[float]:
    return [_FAVOUR if one is dominant else -_STRANGENESS if one is Variety.OTHER else 0.0 for one in classes]


def _path(words: Sequence[Sequence[float]], lean: Sequence[float], dominant: int) -> list[int]:
    """The likeliest variety of each word, given the logarithms of their probabilities; the dominant one wins ties."""
    costs, steps = [0.0] * len(words[0]), []
    for logs in words:
        least = min(costs)
        cheapest = dominant if costs[dominant] == least else costs.index(least)
        threshold = least + _CHANGE
        steps.append([number if cost <= threshold else cheapest for number, cost in enumerate(costs)])
        costs = [min(cost, threshold) - log - more for cost, log, more in zip(costs, logs, lean, strict=True)]
    least = min(costs)
    number = dominant if costs[dominant] == least else costs.index(least)
    path = [number]
    for step in reversed(steps[1:]):
        number = step[number]
        path.append(number)
    return path[::-1]


def _spans(starts: Sequence[int], varieties: Sequence[Variety], length: int) -> tuple[VarietySpan, ...]:
    """Runs of one variety: each begins with a word, the first at the start of the text."""
    edges = [0, *(place for place in range(1, len(starts)) if varieties[place] is not varieties[place - 1])]
    begins = [0, *(starts[place] for place in edges[1:]), length]
    return tuple(
        VarietySpan(start, end, varieties[place])
        for place, start, end in zip(edges, begins[:-1], begins[1:], strict=True)
    )


@cache
def _identifier() -> Identifier:
    """Numpy and the weights are loaded when the first text comes."""
    loaded: Identifier = importlib.import_module("siyada.language.identifier").Identifier.load()
    return loaded


__all__ = ["identify", "identify_many"]
