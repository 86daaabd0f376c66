"""The record of attempts to connect to other machines: allowed or denied, each stored before it happens."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from siyada.storage import Database
from siyada.storage.tables import attempts

if TYPE_CHECKING:
    from siyada.outbound import Attempt


class AttemptLog:
    """Keeps attempts in the record of truth. Lives as long as its database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, attempt: Attempt) -> None:
        """Store an attempt; returns once it is durable. Raises StorageError, and then nothing is connected."""
        row = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **asdict(attempt)}
        with self._database.write() as connection:
            connection.execute(insert(attempts).values(row))

    def recent(self, limit: int = 100) -> list[tuple[str, Attempt]]:
        """The last attempts and when they were made, the newest first."""
        from siyada.outbound import Attempt  # noqa: PLC0415  # 0.1 s that a question does not need

        with self._database.read() as connection:
            rows = connection.execute(select(attempts).order_by(attempts.c.number.desc()).limit(limit)).mappings()
            return [(row["at"], Attempt(**{name: row[name] for name in Attempt.__slots__})) for row in rows]


__all__ = ["AttemptLog"]
