"""Deadlines: when an exchange must be over, whatever the other side does."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock; `at` is infinite where there is no deadline."""

    at: float = math.inf

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """The moment `seconds` from now."""
        return cls(time.monotonic() + seconds)

    def remaining_s(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self.at - time.monotonic())

    @property
    def passed(self) -> bool:
        """True once no time is left."""
        return time.monotonic() >= self.at

    def clamp(self, timeout_s: float | None) -> float | None:
        """A timeout that does not outlast the deadline; None where neither sets one."""
        bounds = [bound for bound in (timeout_s, self.remaining_s()) if bound is not None and bound != math.inf]
        # A timeout of 0 would mean "do not wait" to a socket, which is another error.
        return max(0.001, min(bounds)) if bounds else None


NEVER = Deadline()
_current: ContextVar[Deadline] = ContextVar("deadline", default=NEVER)


@contextmanager
def within(deadline: Deadline) -> Iterator[None]:
    """Every read, write and connection made inside ends by the deadline, however slowly the bytes drip."""
    token = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(token)


def current_deadline() -> Deadline:
    """The deadline of the `within` block that runs now."""
    return _current.get()


__all__ = ["NEVER", "Deadline", "current_deadline", "within"]
