"""The model protocol: messages in, a stream of pieces out. Whoever implements it is an engine's adapter."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from siyada.errors import ModelError
from siyada.outbound import Deadline

Schema = Mapping[str, Any]
"""A JSON schema. Objects in it forbid additional properties, or weak models add them until they are cut off."""


class Role(StrEnum):
    """Who speaks a message."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer took, in tokens of the model."""

    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    """Of `tokens_in`, those that were not evaluated anew."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer as it is written. The last piece has no text, and says what the answer took."""

    text: str
    usage: Usage | None = None
    cut: bool = False
    """On the last piece: the answer stopped at `max_tokens`, not at its end."""


Pieces = Generator[Piece, None, None]
"""A stream of pieces; its `close` stops the work that makes them."""


class PromptTooLongError(ModelError):
    """The prompt and the room for the answer do not fit into the model's context."""


class Model(Protocol):
    """A language model. One instance serves many threads."""

    @property
    def name(self) -> str:
        """What the model is called in answers and records."""

    @property
    def context(self) -> int:
        """Tokens that prompt and answer share."""

    def prepare(self) -> None:
        """Begin whatever takes long before the first answer, without waiting for it. Raises ModelError."""

    def count(self, messages: Sequence[Message]) -> int:
        """Tokens of the prompt that these messages make; where it is an estimate, rather too many."""

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        stop: Sequence[str] = (),
        schema: Schema | None = None,
        deadline: Deadline,
    ) -> Pieces:
        """The answer as it is written, the most probable one; with a schema it is JSON of that shape.

        Closing the stream stops the work, on another machine too. Raises ModelError, PromptTooLongError.
        """


def too_slow(name: str) -> ModelError:
    """The error of a model that ran out of time."""
    return ModelError(
        "The model {name} did not answer in time.",
        hint="Ask again, allow more time, or choose a smaller model.",
        name=name,
    )


__all__ = ["Message", "Model", "Piece", "Pieces", "PromptTooLongError", "Role", "Schema", "Usage", "too_slow"]
