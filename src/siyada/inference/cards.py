"""Model cards: what is known of a model, and who answers for its use. What is unknown says so."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from importlib import resources
from typing import Any

from siyada.errors import ModelError

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Card:
    """One model. Texts that nobody knows are `unknown`; so are numbers that are 0."""

    name: str
    """What it is called here; a folder's name, too."""
    origin: str = UNKNOWN
    """Who made it, and where it was published."""
    licence: str = UNKNOWN
    languages: tuple[str, ...] = ()
    """Languages its makers state, as BCP 47 tags; empty: unknown."""
    parameters: str = UNKNOWN
    """Its size in parameters, as its makers give it ("3.8B")."""
    size_bytes: int = 0
    context: int = 0
    """Tokens, as its makers state."""
    sha256: str = UNKNOWN
    """Of the weights, in hexadecimal."""
    evaluated: Mapping[str, str] = field(default_factory=dict)
    """What it was evaluated on here, and the result."""
    limits: str = UNKNOWN
    """Known limits."""
    needs: str = UNKNOWN
    """The machine it is fit for."""
    source: str = UNKNOWN
    """The address that the facts, or the weights, come from."""
    approved_by: str = ""
    """Who approved its use; empty: nobody."""
    approved_on: str = ""
    """RFC 3339, UTC."""


_NAMES = frozenset(known.name for known in fields(Card))


def format_card(card: Card) -> str:
    """The card as JSON."""
    return json.dumps(asdict(card), ensure_ascii=False, indent=2) + "\n"


def parse_card(text: str) -> Card:
    """The card that a JSON text holds. Raises ModelError."""
    try:
        return _card(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError("The model's card cannot be read.", hint="Add the model again.") from error


def _card(values: Mapping[str, Any]) -> Card:
    if not isinstance(values, dict) or not set(values) <= _NAMES or not isinstance(values["name"], str):
        raise ValueError("no card")
    return Card(**{**values, "languages": tuple(values.get("languages", ()))})


@cache
def load_catalogue() -> Mapping[str, Card]:
    """The models that Siyada knows of, by name, in the order in which they are recommended. None is shipped."""
    text = resources.files("siyada.inference").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return {card.name: card for card in map(_card, tomllib.loads(text)["model"])}


__all__ = ["UNKNOWN", "Card", "format_card", "load_catalogue", "parse_card"]
