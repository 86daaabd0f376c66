from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siyada.errors import ModelError
from siyada.inference.model import Message, Role
from siyada.inference.scripted import Scripted
from siyada.inference.tokens import estimate_tokens
from siyada.outbound import Deadline

ASKED = [Message(Role.USER, "Bonjour ?")]


@given(st.text(max_size=80), st.integers(1, 20))
def test_the_pieces_are_the_reply(text: str, size: int) -> None:
    """Whatever the size of the pieces, together they are what the script says; the last one holds the usage."""
    *pieces, last = Scripted(text, piece_chars=size).stream(ASKED, max_tokens=100, deadline=Deadline())

    assert "".join(piece.text for piece in pieces) == text
    assert last.usage is not None
    assert (last.text, last.cut, last.usage.tokens_in) == ("", False, 2)


def test_it_stops_at_its_limit_and_at_stop_words() -> None:
    """`max_tokens` cuts and says so; a stop word ends the answer."""
    model = Scripted("un deux trois quatre")

    *pieces, last = model.stream(ASKED, max_tokens=2, deadline=Deadline())
    stopped = "".join(piece.text for piece in model.stream(ASKED, max_tokens=9, stop=["trois"], deadline=Deadline()))

    assert ("".join(piece.text for piece in pieces), last.cut) == ("un deux ", True)
    assert stopped == "un deux "


def test_it_fails_on_demand() -> None:
    """After so many pieces, with the failure that was given."""
    pieces = Scripted("abcdefgh", fail_after=1, failure=ModelError("down")).stream(
        ASKED, max_tokens=9, deadline=Deadline()
    )

    assert next(pieces).text == "abcd"
    with pytest.raises(ModelError, match="down"):
        next(pieces)


def test_a_slow_model_meets_its_deadline() -> None:
    """The deadline is kept, not slept through."""
    pieces = Scripted("abc", first_piece_s=60.0).stream(ASKED, max_tokens=9, deadline=Deadline.after(0.05))

    with pytest.raises(ModelError, match="in time"):
        next(pieces)


@pytest.mark.parametrize(
    ("text", "tokens"),
    # Counted with the tokenizer of SmolLM2, which knows little but English, so that it makes many tokens of the rest.
    [
        ("The application is filed with the municipal office within ten days.", 12),
        ("Le délai de délivrance est de deux jours ouvrables.", 20),
        ("مدة التسليم هي عشرة أيام.", 23),
        ("ⵜⴰⵏⴱⴰⴹⵜ", 21),
    ],
)
def test_an_estimate_is_never_too_low(text: str, tokens: int) -> None:
    """An estimate errs towards more, in every script."""
    assert estimate_tokens([Message(Role.USER, text)]) >= tokens
