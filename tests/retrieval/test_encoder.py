from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siyada.retrieval.encoder import DATA, Encoder, Reading, batches, load_card, load_encoder, unit
from siyada.retrieval.grams import grams_of, words_of
from siyada.retrieval.pieces import BEGIN, END, UNKNOWN, Pieces

SENTENCES = (
    ("Combien coûte la carte nationale ?", "كم تكلف البطاقة الوطنية؟", "How much is the national identity card?"),
    (
        "Le salarié a droit à un congé annuel.",
        "للأجير الحق في عطلة سنوية.",
        "The employee is entitled to annual leave.",
    ),
    ("L'école est fermée pendant l'été.", "المدرسة مغلقة خلال الصيف.", "The school is closed during the summer."),
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The shipped encoder."""
    return load_encoder()


def by_letters(texts: Sequence[str]) -> list[Reading]:
    """Trust the letters alone."""
    return [Reading(text, 0.0) for text in texts]


def test_translations_lie_closest(encoder: Encoder) -> None:
    """Of three sentences, each is nearest to its own translation in each other language."""
    french, arabic, english = (encoder.encode([row[column] for row in SENTENCES]) for column in range(3))

    for one, other in ((french, arabic), (arabic, english), (english, french)):
        assert list(np.argmax(one @ other.T, axis=1)) == [0, 1, 2]


def test_both_scripts_of_amazigh_are_one() -> None:
    """Tifinagh and its Latin letters have the same vector; so have spellings with and without special letters."""
    encoder = load_encoder(by_letters)

    tifinagh, latin, plain = encoder.encode(["ⴰⵣⵓⵍ ⵖⵓⵔⵓⵏ", "azul ɣurun", "azul ghurun"])

    assert tifinagh == pytest.approx(latin, abs=1e-6)
    assert plain == pytest.approx(latin, abs=1e-6)


def test_amazigh_and_darija_land_beside_their_meaning(encoder: Encoder) -> None:
    """Everyday words known by their letters lie nearer to their translation than to another's."""
    spelt = load_encoder(by_letters).encode(["lkhedma", "tamurt", "lflous"])
    meant = encoder.encode(["travail", "pays", "argent"])

    assert list(np.argmax(spelt @ meant.T, axis=1)) == [0, 1, 2]


def test_a_text_is_encoded_alike_alone_and_in_a_batch(encoder: Encoder) -> None:
    """No text sees its neighbours in a batch, also at its edges and beside a long one."""
    texts = [text for row in SENTENCES for text in row]
    texts.insert(4, "très long " * 400)

    together = encoder.encode(texts)

    for text, vector in zip(texts, together, strict=True):
        assert encoder.encode([text])[0] == pytest.approx(vector, abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_has_a_vector(texts: list[str]) -> None:
    """Whatever is typed: one row a text, of finite numbers, of length 1 or, for what the letters say nothing of, 0."""
    for reads in (by_letters, lambda those: [Reading(text) for text in those]):
        found = load_encoder(reads).encode(texts)

        assert found.shape == (len(texts), 256)
        lengths = np.linalg.norm(found, axis=1)
        assert all(length == pytest.approx(1, abs=1e-3) or length == 0 for length in lengths)


def test_words_are_cut_into_their_likeliest_pieces() -> None:
    """Scores add up over pieces; a letter that no piece has is unknown, and the text is framed."""
    pieces = Pieces(["<unk>", "<s>", "</s>", "▁ab", "▁a", "b", "c", "bc"], [0, 0, 0, -1, -3, -3, -1, -5])

    assert pieces.read("abc") == [BEGIN, 3, 6, END]
    assert pieces.read("ab €") == [BEGIN, 3, UNKNOWN, UNKNOWN, END]
    assert pieces.read("  ") == [BEGIN, UNKNOWN, END]


def test_grams_stay_within_their_table() -> None:
    """A word has one row for itself and one for each run of three to five letters between its edges."""
    assert words_of("ⴰⵣⵓⵍ, Élève 12!") == ["azul", "eleve", "12"]
    assert len(grams_of("azul", 1 << 10)) == 1 + 4 + 3 + 2
    assert max(grams_of("anticonstitutionnellement", 64)) < 64


@given(st.lists(st.integers(1, 2_000), max_size=30))
def test_batches_hold_every_row_once(lengths: list[int]) -> None:
    """Rows keep their order, and only a text longer than a batch goes over it."""
    cut = batches(lengths)

    assert [row for batch in cut for row in batch] == list(range(len(lengths)))
    assert all(sum(lengths[row] for row in batch) <= 512 or len(batch) == 1 for batch in cut)
    assert all(one[-1] < other[0] for one, other in pairwise(cut))


def test_weights_are_mapped_and_small() -> None:
    """All weights together stay under 60 MB, and the card says where they come from and what limits them."""
    assert sum(path.stat().st_size for path in DATA.glob("encoder.*")) < 60_000_000
    assert "Apache-2.0" in load_card()["network"]["source"]
    assert load_card()["grams"]["pairs"] > 100_000


def test_rows_of_zeros_stay() -> None:
    """Scaling divides by no zero."""
    assert unit(np.array([[0, 0], [3, 4]], dtype=np.float32)).tolist() == [[0, 0], pytest.approx([0.6, 0.8])]
