from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_makers import draft

from siyada.errors import ModelError
from siyada.inference.draft import Cited, DraftReader, Sentence

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\u2060"), max_size=20)
sentences = st.lists(st.tuples(words, st.lists(st.tuples(st.integers(1, 9), words), max_size=3)), max_size=4)


def read(text: str, size: int = 1) -> list[Sentence]:
    """The sentences of an answer that comes in pieces."""
    reader = DraftReader()
    found = [sentence for start in range(0, len(text), size) for sentence in reader.feed(text[start : start + size])]
    reader.close()
    return found


@given(sentences, st.integers(1, 50), st.sampled_from([None, 2]))
def test_an_answer_reads_the_same_however_it_is_cut(
    written: Sequence[tuple[str, Sequence[tuple[int, str]]]], size: int, indent: int | None
) -> None:
    """Pieces of any size, spaced or not, with any text inside: the same sentences."""
    text = json.dumps(json.loads(draft(*written)), indent=indent)

    assert read(text, size) == [
        Sentence(said.strip(), tuple(Cited(number, quote.strip()) for number, quote in quotes))
        for said, quotes in written
    ]


@given(sentences)
def test_a_sentence_is_given_with_its_last_character(
    written: Sequence[tuple[str, Sequence[tuple[int, str]]]],
) -> None:
    """No sentence waits for what follows it, and none comes before it is whole."""
    text = draft(*written)
    reader = DraftReader()

    at = [number for number, character in enumerate(text) for _ in reader.feed(character)]

    assert len(at) == len(written)
    assert all(json.loads(text[: end + 1] + "]}")["sentences"] for end in at)


@given(st.text(max_size=60) | st.text('{}[]",:\\ tfanswerblo1sec', max_size=60))
def test_whatever_a_model_writes_ends_in_sentences_or_in_our_error(text: str) -> None:
    """No text breaks the reader."""
    with suppress(ModelError):
        read(text, 3)


@pytest.mark.parametrize("before", ["```json\n", "```\n", "  \n", "```json\n  "])
def test_a_fence_around_the_answer_is_no_offence(before: str) -> None:
    """Servers without constrained output wrap JSON for display."""
    assert [sentence.text for sentence in read(before + draft(("a", [])) + "\n```")] == ["a"]


def test_a_refusal_is_known_before_any_sentence() -> None:
    """`answerable` false ends the reading, whatever would follow."""
    reader = DraftReader()
    text = draft(("a", []), answerable=False)

    found = [sentence for character in text for sentence in reader.feed(character)]

    assert reader.declined
    assert found == []


def test_a_refusal_that_comes_late_counts() -> None:
    """A server that orders properties otherwise is understood at the end."""
    reader = DraftReader()

    list(reader.feed('{"sentences": [], "answerable": false}'))

    assert reader.declined
