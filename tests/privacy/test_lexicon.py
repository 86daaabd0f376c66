"""The lexicon: one name for its spellings, and files that hold what they should."""

from __future__ import annotations

from importlib.resources import files

import pytest

from siyada.privacy.lexicon import WORDS, Role, fold_word, name_key


@pytest.mark.parametrize("spellings", [
    ("Youssef", "Yousef", "Yusuf", "Youcef"), ("Rachid", "Rashid"), ("Khadija", "Xadija", "5adija"),
    ("Hicham", "Hisham"), ("Amine", "Amin"), ("Fatimah", "Fatima"), ("Saïd", "Said"),
])  # fmt: skip
def test_spellings_share_a_key(spellings: tuple[str, ...]) -> None:
    """The usual ways of spelling a Moroccan name in Latin letters are one name."""
    assert any(WORDS[spelling] & (Role.GIVEN | Role.MAYBE) for spelling in spellings)
    assert len({bool(WORDS[spelling] & (Role.GIVEN | Role.MAYBE)) for spelling in spellings}) == 1


def test_arabic_letters_fold() -> None:
    """Hamza, final ya and ta marbuta do not make another word."""
    assert fold_word("أحمد") == fold_word("احمد")
    assert fold_word("فاطمة") == fold_word("فاطمه")
    assert name_key(fold_word("Ḥsen")) == name_key("hsen")


def test_joined_particles_are_seen_through() -> None:
    """A name after a joined particle is a name that begins one letter later."""
    assert WORDS["بمصطفى"] & Role.PREFIXED
    assert not WORDS["مصطفى"] & Role.PREFIXED


@pytest.mark.parametrize("word", ["على", "et", "le", "ne", "3lia", "زيد"])
def test_commonest_words_are_no_sure_names(word: str) -> None:
    """The commonest words are never taken for a name alone."""
    assert not WORDS[word] & Role.GIVEN


@pytest.mark.parametrize("file", ["given.txt", "surnames.txt", "places.txt", "vocabulary.txt"])
def test_lexicon_files_hold_each_line_once(file: str) -> None:
    """No line stands twice, and none is empty."""
    lines = files("siyada.privacy").joinpath("lexicon", file).read_text(encoding="utf-8").splitlines()

    assert all(lines)
    assert len(lines) == len(set(lines))


def test_memory_of_words_is_bounded() -> None:
    """Texts that never repeat a word do not fill the memory."""
    for number in range(250_000):
        WORDS[f"mot{number}"]

    assert len(WORDS) <= 200_000
