"""How many tokens a text makes where the model's own tokenizer cannot be asked."""

from __future__ import annotations

from collections.abc import Sequence

from siyada.inference.model import Message

# Upper bounds over the tokenizers of the families in profiles.toml: English and French words make a token every three
# to four letters, Arabic one every one to three, Tifinagh falls apart into its three bytes.
_ASCII, _NARROW, _WIDE = 0.34, 1.15, 3.0
_ARABIC_ENDS = 0x0800
_A_MESSAGE = 8


def estimate_tokens(messages: Sequence[Message]) -> int:
    """Rather too many than too few."""
    return sum(_A_MESSAGE + round(sum(map(_weight, message.content))) for message in messages)


def _weight(character: str) -> float:
    if character.isascii():
        return _ASCII if character.isalpha() or character == " " else _NARROW
    return _NARROW if ord(character) < _ARABIC_ENDS else _WIDE


__all__ = ["estimate_tokens"]
