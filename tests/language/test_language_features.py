from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from siyada.language.features import LONGEST, buckets, fold_table, split_words, word_buckets
from siyada.language.weights import load_array

TABLE = load_array("identifier", "fold")
TEXTS = st.lists(st.one_of(st.text(st.characters(exclude_categories=[])), st.text("abé' \u0301بـً12😀\n")), max_size=5)


def _words(texts: list[str]) -> list[list[str]]:
    found = split_words(texts, TABLE)
    words = ["".join(map(chr, found.codes[a:b])) for a, b in zip(found.starts, found.ends, strict=True)]
    return [words[a:b] for a, b in zip(found.offsets[:-1], found.offsets[1:], strict=True)]


def test_shipped_table_is_the_table() -> None:
    """The table beside the weights is what the code would make."""
    assert np.array_equal(TABLE, fold_table())


@given(TEXTS)
def test_words_of_a_text_do_not_depend_on_its_neighbours(texts: list[str]) -> None:
    """Texts split together as they split alone."""
    assert _words(texts) == [words for text in texts for words in _words([text])]


@given(TEXTS)
def test_equal_words_have_equal_keys_and_buckets(texts: list[str]) -> None:
    """Hashes depend on the word, not on its place."""
    found = split_words([*texts, "azul bghit"], TABLE)
    alone = split_words(["azul bghit"], TABLE)
    rows, firsts = buckets(found.select(np.arange(len(found.starts))))
    rows_alone, _ = buckets(alone.select(np.arange(2)))

    assert found.keys[-2:].tolist() == alone.keys.tolist()
    assert rows[firsts[-2] :].tolist() == rows_alone.tolist()


def test_folding_keeps_accents_and_drops_dress() -> None:
    """Case, tatweel, short vowels and hamza go; accents stay; an apostrophe ends a word; numbers are no words."""
    assert _words(["L’ÉTÉ 2025", "المـُدُن أإآ", "3afak 12h"]) == [["l\x03", "été"], ["المدن", "ااا"], ["3afak", "12h"]]


def test_a_word_has_all_its_grams() -> None:
    """A word of four letters has 4 + 5 + 4 + 3 + 2 n-grams, boundaries counted, and itself."""
    found = split_words(["azul"], TABLE)
    rows, _ = buckets(found.select(np.arange(1)))

    assert int((rows < 1 << 18).sum()) == 4 + 5 + 4 + 3 + 2 + 1
    assert rows.shape == (5, LONGEST + 1)


@given(st.text("abcéñ3ⴰبش\x03\x04", min_size=1, max_size=30))
def test_one_word_is_hashed_alike_without_numpy(word: str) -> None:
    """Both ways to hash a word find the same buckets."""
    codes = np.array([0, *map(ord, word), 0], dtype=np.uint64)
    rows, _ = buckets(codes)

    assert sorted(word_buckets(word)) == sorted(rows[rows < 1 << 18].tolist())
