"""Where the asynchronous world meets the synchronous core: the one crossing.

Questions are worked on by a bounded number of threads of their own, so that however many are asked at once, pages and
health checks still find a thread; the others wait their turn in order.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from anyio import CancelScope, CapacityLimiter, to_thread

from siyada.api.following import Following
from siyada.compose import House
from siyada.language import parse_variety
from siyada.types import Answer, Claim, Variety

COMPUTING = 3
"""Questions worked on at once where this process does all the work: more threads only take the interpreter from each
other, and from those who read pages (200 questions at once on 2 cores: pages in 39 ms with 3, in 336 ms with 8)."""
WAITING = 16
"""Where a model writes: its threads wait."""
READERS = 8
"""Pages and lists made at once: each holds a connection to the database while it reads."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose collections exist and whose variety is known."""

    text: str
    collections: tuple[str, ...] = ()
    answer_in: Variety | None = None


def bound_readers() -> None:
    """Let no more than `READERS` of the running loop's other handlers work at once. Call it inside the loop."""
    to_thread.current_default_thread_limiter().total_tokens = READERS


class Asking:
    """Asks the assistant of a house from async code. One instance a service."""

    def __init__(self, house: House, following: Following) -> None:
        self._house = house
        self._following = following
        self._limiter = CapacityLimiter(WAITING if house.settings.models else COMPUTING)

    async def accept(self, text: str, collections: Sequence[str] = (), answer_in: str | None = None) -> Asked:
        """The question, ready to be asked. Raises UserError for a collection or a variety that is not known."""
        variety = parse_variety(answer_in) if answer_in else None
        known = await self._run(partial(self._house.known_collections, collections)) if collections else ()
        return Asked(text, known, variety)

    async def ask(self, text: str, collections: Sequence[str] = (), answer_in: str | None = None) -> Answer:
        """The answer, checked and stored. Raises what `accept` raises."""
        asked = await self.accept(text, collections, answer_in)
        return await self._run(partial(self._ask, asked))

    async def stream(self, asked: Asked) -> AsyncGenerator[Claim | Answer, None]:
        """Each claim as soon as it is checked, at the end the answer. Closing it stops the work."""
        items = await self._run(partial(self._begin, asked))
        try:
            while (item := await self._run(lambda: next(items, None))) is not None:
                yield item
        finally:
            # Whoever cancelled us still waits here until the core has let go of the model.
            with CancelScope(shield=True):
                await self._run(items.close)

    def _ask(self, asked: Asked) -> Answer:
        self._following.catch_up()
        return self._house.assistant.ask(asked.text, collections=asked.collections, answer_in=asked.answer_in)

    def _begin(self, asked: Asked) -> Generator[Claim | Answer, None, None]:
        self._following.catch_up()
        return self._house.assistant.stream(asked.text, collections=asked.collections, answer_in=asked.answer_in)

    async def _run(self, work: Callable[[], Result]) -> Result:
        return await to_thread.run_sync(work, limiter=self._limiter)


__all__ = ["COMPUTING", "READERS", "WAITING", "Asked", "Asking", "bound_readers"]
