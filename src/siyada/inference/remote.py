"""A model on another machine, behind any OpenAI-style server."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from siyada.errors import ModelError
from siyada.inference.chat import ChatRequest, stream_chat
from siyada.inference.model import Message, Pieces, Schema
from siyada.inference.profiles import Profile, adapt
from siyada.inference.refusals import UnansweredError
from siyada.inference.tokens import estimate_tokens
from siyada.outbound import Deadline

_PAUSE_S = 0.5


@dataclass(slots=True)
class Remote:
    """Streams from `{base address of the client}/chat/completions`. The client's owner closes it.

    A request is repeated only while nothing was said: where the server is not reached or says that it is overloaded.
    """

    client: httpx2.Client
    name: str
    profile: Profile
    attempts: int = 3
    context: int = 8_192
    """Tokens that prompt and answer share; a smaller truth is learned from the server's refusal."""
    _extra: dict[str, Any] = field(init=False, default_factory=lambda: {"stream_options": {"include_usage": True}})

    def prepare(self) -> None:
        """Nothing: the server is ready or not."""

    def count(self, messages: Sequence[Message]) -> int:
        """An estimate, rather too many."""
        return estimate_tokens(messages)

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        stop: Sequence[str] = (),
        schema: Schema | None = None,
        deadline: Deadline,
    ) -> Pieces:
        """The answer. Closing the iterator closes the connection, upon which servers stop their work."""
        said = adapt(self.profile, messages)
        for attempt in range(1, self.attempts + 1):
            request = ChatRequest(self.name, said, max_tokens, (*self.profile.stop, *stop), schema, self._extra)
            try:
                yield from stream_chat(self.client, "chat/completions", request, deadline)
            except UnansweredError as error:
                pause_s = max(error.retry_after_s, _PAUSE_S * attempt)
                if attempt == self.attempts or pause_s >= deadline.remaining_s():
                    raise
                time.sleep(pause_s)
            except ModelError as error:
                # Some servers refuse the option that asks for usage; they send usage unasked.
                if "stream_options" not in str(error) or not self._extra:
                    raise
                self._extra = {}
            else:
                return


__all__ = ["Remote"]
