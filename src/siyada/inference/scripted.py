"""A model that says what it was given to say: deterministic, for tests, demonstrations and measurements."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from siyada.errors import ModelError
from siyada.inference.model import Message, Piece, Pieces, PromptTooLongError, Schema, Usage, too_slow
from siyada.outbound import Deadline

Reply = Callable[[Sequence[Message]], str]


@dataclass(slots=True)
class Scripted:
    """Answers with `reply`, in pieces of `piece_chars`, each after `piece_s` seconds.

    After `fail_after` pieces it raises `failure`; 0 fails before the first. `asked` keeps every prompt, `stopped`
    counts the answers that were closed before their end. A token is four characters.
    """

    reply: Reply | str
    name: str = "scripted"
    context: int = 8_192
    piece_chars: int = 4
    first_piece_s: float = 0.0
    piece_s: float = 0.0
    fail_after: int | None = None
    failure: ModelError = field(default_factory=lambda: ModelError("The scripted model fails, as its script says."))
    asked: list[tuple[Message, ...]] = field(default_factory=list)
    stopped: int = 0

    def prepare(self) -> None:
        """Nothing."""

    def count(self, messages: Sequence[Message]) -> int:
        """A quarter of the characters."""
        return sum(len(message.content) for message in messages) // 4

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        stop: Sequence[str] = (),
        schema: Schema | None = None,
        deadline: Deadline,
    ) -> Pieces:
        """The reply. The schema is the script's affair."""
        del schema
        self.asked.append(tuple(messages))
        if self.count(messages) + max_tokens > self.context:
            raise PromptTooLongError("The scripted model has no room for the prompt.")
        whole = _until(self.reply if isinstance(self.reply, str) else self.reply(messages), stop)
        text = whole[: max_tokens * 4]
        try:
            yield from self._pieces(text, deadline)
        except GeneratorExit:
            self.stopped += 1
            raise
        yield Piece("", Usage(self.count(messages), -(-len(text) // 4)), cut=len(text) < len(whole))

    def _pieces(self, text: str, deadline: Deadline) -> Pieces:
        for number, start in enumerate(range(0, len(text), self.piece_chars)):
            if number == self.fail_after:
                raise self.failure
            time.sleep(min(self.piece_s if number else self.first_piece_s, deadline.remaining_s()))
            if deadline.passed:
                raise too_slow(self.name)
            yield Piece(text[start : start + self.piece_chars])
        if not text and self.fail_after == 0:
            raise self.failure


def _until(text: str, stop: Sequence[str]) -> str:
    ends = [at for word in stop if (at := text.find(word)) >= 0]
    return text[: min(ends, default=len(text))]


__all__ = ["Reply", "Scripted"]
