from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.errors import ModelError, OutboundError, UserError
from siyada.inference.cards import UNKNOWN, Card, format_card, load_catalogue, parse_card
from siyada.inference.profiles import GENERIC, find_profile
from siyada.inference.registry import Registry
from siyada.outbound import Outbound


def _text(value: str) -> bytes:
    return struct.pack("<Q", len(value)) + value.encode()


WEIGHTS = (
    b"GGUF" + struct.pack("<IQQ", 3, 0, 2)
    + _text("general.architecture") + struct.pack("<I", 8) + _text("mistral3")
    + _text("mistral3.context_length") + struct.pack("<II", 4, 262144)
    + bytes(1000)
)  # fmt: skip
HASH = hashlib.sha256(WEIGHTS).hexdigest()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A file as somebody brings it."""
    path = tmp_path / "stick" / "Ministral-3-3B.gguf"
    path.parent.mkdir()
    path.write_bytes(WEIGHTS)
    return path


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    """An empty registry."""
    return Registry(tmp_path / "models")


def test_a_file_gets_a_card(registry: Registry, stick: Path) -> None:
    """The card holds what the catalogue knows, what the file says, and the hash of what was copied."""
    card = registry.add(stick, "ministral-3-3b", sha256=HASH.upper())

    assert (card.licence, card.context, card.sha256, card.size_bytes) == ("apache-2.0", 262144, HASH, len(WEIGHTS))
    assert card.origin.startswith("Mistral AI")
    assert list(registry) == [card]
    assert registry.path("ministral-3-3b").read_bytes() == WEIGHTS


def test_what_is_unknown_says_so(registry: Registry, stick: Path) -> None:
    """A model that nobody knows has a card without inventions."""
    card = registry.add(stick, "notre-modele")

    assert (card.origin, card.licence, card.limits) == (UNKNOWN, UNKNOWN, UNKNOWN)
    assert [finding.step for finding in registry.check("notre-modele")] == [2, 3, 4]


def test_a_wrong_hash_is_not_taken_in(registry: Registry, stick: Path) -> None:
    """What is not what was announced leaves no trace."""
    with pytest.raises(ModelError, match="it was not added"):
        registry.add(stick, sha256="0" * 64)
    assert list(registry) == []


def test_a_model_whose_weights_changed_does_not_load(registry: Registry, stick: Path) -> None:
    """One changed byte is found, also after the model was good; so is a missing file."""
    registry.add(stick, "m")
    weights = registry.path("m")
    weights.write_bytes(WEIGHTS[:-1] + b"x")

    with pytest.raises(ModelError, match="not those of its card"):
        registry.path("m")
    assert registry.check("m")[0].step == 1
    weights.unlink()
    with pytest.raises(ModelError, match="missing"):
        registry.path("m")


def test_approval_needs_a_name_and_the_right_weights(registry: Registry, stick: Path) -> None:
    """Who approved and when stands on the card; changed weights cannot be approved."""
    registry.add(stick, "ministral-3-3b")

    with pytest.raises(UserError, match="needs a name"):
        registry.approve("ministral-3-3b", " ")
    approved = registry.approve("ministral-3-3b", "Fatima Zahra")
    registry.evaluated("ministral-3-3b", "service-desk dev questions", "quote-exact 1.0")

    assert (approved.approved_by, approved.approved_on[:2]) == ("Fatima Zahra", "20")
    assert registry.check("ministral-3-3b") == []
    registry.path("ministral-3-3b").write_bytes(b"other")
    with pytest.raises(ModelError, match="not those of its card"):
        registry.approve("ministral-3-3b", "Fatima Zahra")


@pytest.mark.parametrize("name", ["", "..", ".m", "a/b", "A", "a b", "x" * 65, "ⵎ"])
def test_a_name_is_a_folders_name(registry: Registry, stick: Path, name: str) -> None:
    """No name leads out of the registry."""
    assert name not in registry
    if name:
        with pytest.raises(UserError, match="no name for a model"):
            registry.add(stick, name)


def test_a_name_is_taken_once(registry: Registry, stick: Path) -> None:
    """Weights are never exchanged under a name; removed, it is free again."""
    registry.add(stick, "m")
    with pytest.raises(UserError, match="here already"):
        registry.add(stick, "m")

    registry.remove("m")

    assert registry.add(stick, "m").name == "m"
    with pytest.raises(UserError, match="no model 'x' here"):
        registry.remove("x")


def test_a_file_that_is_no_model_is_not_taken_in(registry: Registry, tmp_path: Path) -> None:
    """Whatever its name ends in."""
    path = tmp_path / "x.gguf"
    path.write_bytes(b"PK")

    with pytest.raises(ModelError, match="no whole GGUF"):
        registry.add(path)


def test_pull_asks_for_a_hash_and_for_the_policys_leave(registry: Registry) -> None:
    """Nothing is loaded from a hub unpinned, or from a host that nobody allowed."""
    outbound = Outbound([], lambda _: None)

    with pytest.raises(UserError, match="no SHA-256"):
        registry.pull(outbound, "https://hub.example/m.gguf", "m", sha256="latest")
    with pytest.raises(OutboundError, match="not among the allowed"):
        registry.pull(outbound, "https://hub.example/m.gguf", "m", sha256=HASH)
    assert list(registry) == []


def test_the_catalogue_names_mistrals_open_models_first() -> None:
    """Its entries are whole, and each finds the profile of its family."""
    catalogue = load_catalogue()

    assert list(catalogue)[:3] == ["ministral-3-3b", "ministral-3-8b", "mistral-small-3.2"]
    assert all(UNKNOWN not in (card.origin, card.licence) and card.context for card in catalogue.values())
    assert all(find_profile(card.origin) is not GENERIC for card in catalogue.values())
    assert all(set(card.languages) <= {"fr", "ar", "ary-Arab", "en", "es"} for card in catalogue.values())


words = st.text(max_size=9)


@given(
    st.builds(
        Card, name=words, origin=words, licence=words, languages=st.lists(words).map(tuple), size_bytes=st.integers(),
        evaluated=st.dictionaries(words, words), approved_by=words,
    )
)  # fmt: skip
def test_a_card_is_read_as_it_was_written(card: Card) -> None:
    """`parse_card` and `format_card` are inverses."""
    assert parse_card(format_card(card)) == card


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"name": 1}', '{"name": "m", "colour": "red"}', '{"name": "m", "languages": 1}']
)
def test_a_damaged_card_is_named(text: str) -> None:
    """A card that was tampered with is our error."""
    with pytest.raises(ModelError, match="cannot be read"):
        parse_card(text)
