"""Keeps the index close to the library, so that what another process ingests is searched without a restart."""

from __future__ import annotations

import logging
from threading import Lock

import anyio
from anyio import to_thread

from siyada.compose import House
from siyada.errors import SiyadaError

EVERY_S = 2.0
"""How often somebody looks while nobody asks; looking costs a millisecond."""
PATIENCE_S = 1.0
"""How long a question waits for the index; after that it is answered from what is there."""

_log = logging.getLogger(__name__)


class Following:
    """Follows the library on behalf of one service. Serves many threads."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._turn = Lock()
        self._told = ""

    def catch_up(self) -> None:
        """Bring the index up to date, unless that takes longer than a person should wait. Cheap if nothing changed."""
        if self._turn.acquire(timeout=PATIENCE_S):
            try:
                self._house.follow(wait=False)
            finally:
                self._turn.release()

    async def run(self) -> None:
        """Catch up now and then, until cancelled. What fails is told once and tried again."""
        while True:
            await to_thread.run_sync(self._attempt)
            await anyio.sleep(EVERY_S)

    def _attempt(self) -> None:
        try:
            self.catch_up()
        except SiyadaError as error:
            if str(error) != self._told:
                _log.warning("%s", error)
            self._told = str(error)
        else:
            self._told = ""


__all__ = ["EVERY_S", "PATIENCE_S", "Following"]
