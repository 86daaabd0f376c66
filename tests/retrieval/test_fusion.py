from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.retrieval.fusion import FusionWeights, fuse, fuse_ranks
from siyada.types import PassageId

WEIGHTS = FusionWeights()
_SCORES = st.dictionaries(st.sampled_from("abcdefgh").map(PassageId), st.floats(0, 20), max_size=8)


@pytest.mark.parametrize("join", [fuse, fuse_ranks])
def test_agreement_is_rewarded(join: Callable[..., list[tuple[PassageId, float]]]) -> None:
    """A passage that both searches rank second beats one that a single search ranks first."""
    words = {PassageId("a"): 10.0, PassageId("shared"): 9.0}
    meaning = {PassageId("b"): 0.4, PassageId("shared"): 0.38}

    assert join(words, meaning, WEIGHTS)[0][0] == "shared"


def test_meaning_decides_where_words_are_silent() -> None:
    """A question none of whose words stands anywhere is answered by meaning alone."""
    meaning = {PassageId("far"): 0.1, PassageId("near"): 0.4}

    assert [key for key, _ in fuse({}, meaning, WEIGHTS)] == ["near", "far"]


@given(_SCORES, _SCORES)
def test_every_candidate_comes_out_once_and_in_order(
    words: dict[PassageId, float], meaning: dict[PassageId, float]
) -> None:
    """Nothing that a search proposed is lost or doubled, and scores never rise down the list."""
    ranked = fuse(words, meaning, WEIGHTS)

    assert sorted(key for key, _ in ranked) == sorted({*words, *meaning})
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)


def test_the_scale_of_word_scores_does_not_matter() -> None:
    """A library where BM25 scores run higher fuses the same way."""
    words = {PassageId("a"): 2.0, PassageId("b"): 1.0}
    meaning = {PassageId("b"): 0.3}

    assert fuse(words, meaning, WEIGHTS) == fuse({key: 7 * score for key, score in words.items()}, meaning, WEIGHTS)


def test_words_that_cover_little_decide_little() -> None:
    """Where no passage speaks of most of the question, the nearest in meaning goes before the best in words."""
    words, meaning = {PassageId("said"): 9.0}, {PassageId("meant"): 0.4}

    assert fuse(words, meaning, WEIGHTS)[0][0] == "said"
    assert fuse(words, meaning, WEIGHTS, covered=0.2)[0][0] == "meant"
