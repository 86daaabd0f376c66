from __future__ import annotations

from siyada.language import analyse, variants
from siyada.retrieval.slots import VARIANT, Slot, Wording, read_slots
from siyada.retrieval.thesaurus import Thesaurus
from siyada.types import Variety

CONCEPTS = Thesaurus(
    {"fr": {"~mettr port": [0], "~port": [1]}, "ar": {"~طرد": [0]}},
    [[("licenci", 0.7), ("فصل", 0.7), ("mettr port", 0.5)], [("باب", 0.7)]],
)


def slots(text: str, variety: Variety = Variety.FRENCH) -> list[Slot]:
    """The slots of a text."""
    return read_slots(analyse(text), variety, CONCEPTS, variants)


def test_a_word_stands_for_itself() -> None:
    """A word that no concept knows is one slot with one wording."""
    assert slots("salaire") == [Slot((Wording(("salair",), exact="salaire"),))]


def test_the_longest_phrase_is_one_idea() -> None:
    """A phrase that the thesaurus knows is one slot, and its words are not looked up again."""
    (slot,) = slots("mettre à la porte")

    assert slot.wordings == (
        Wording(("mettr", "port")),
        Wording(("licenci",), 0.7),
        Wording(("فصل",), 0.7),
    )


def test_an_idea_counts_once() -> None:
    """A word said twice is one slot."""
    assert len(slots("salaire, salaires")) == 1


def test_words_are_looked_up_in_their_own_variety() -> None:
    """A word means what it means in the variety of the question."""
    assert len(slots("طرد", Variety.ARABIC)[0].wordings) == 4
    assert len(slots("طرد", Variety.FRENCH)[0].wordings) == 1


def test_a_word_may_stand_for_another_without_its_clitics() -> None:
    """What a word may stand for is a wording of its slot, trusted less, and its concept is found through it."""
    (slot,) = slots("بطرد", Variety.ARABIC)

    assert slot.wordings[:2] == (Wording(("بطرد",), exact="بطرد"), Wording(("طرد",), VARIANT))
    assert Wording(("licenci",), 0.7) in slot.wordings


def test_small_words_are_no_ideas() -> None:
    """A question of nothing but small words asks for nothing."""
    assert slots("est-ce que la de") == []
