"""One database: many readers and one writer at a time, nobody turned away.

SQLite in write-ahead mode by default. A reader sees one state from its first to its last row while others write; a
writer takes its turn at the start of its transaction (BEGIN IMMEDIATE), so that two of them wait and never fail half
way. ``synchronous=FULL``: what was committed survives a power cut (https://sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from siyada.errors import SettingsError, StorageError
from siyada.storage.tables import SCHEMA

PATIENCE_MS = 60_000
"""How long a writer waits for its turn; a batch of ingestion holds it for well under a second."""
_WRITES = "siyada_writes"


class Database:
    """Transactions on one database. Serves many threads; lives as long as its `open_database` block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the database. Raises StorageError."""
        with _ours(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: committed and durable at the end of the block, undone where the block raises."""
        with _ours(), self._engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            yield connection

    def forget_log(self) -> None:
        """Empty SQLite's write-ahead log into the database, so that what was overwritten stands in neither."""
        if self._engine.dialect.name == "sqlite":
            with _ours(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def open_database(url: str) -> Iterator[Database]:
    """The database at a SQLAlchemy URL, created or brought up to date where it must be."""
    with _ours():
        engine = _engine(url)
    try:
        database = Database(engine)
        _migrate(database)
        yield database
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsError(
            "The database address {url!r} cannot be read.",
            hint="Write it as sqlite:////path/siyada.db or postgresql+psycopg://user@host/name.",
            url=url,
        ) from error
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed)
    if parsed.database:
        _private_folder(Path(parsed.database).parent)
    engine = create_engine(parsed, connect_args={"timeout": PATIENCE_MS / 1_000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _private_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageError(
            "The folder {folder} cannot be made: {reason}.",
            hint="Choose another with --data, or give yourself the right to write there.",
            folder=folder,
            reason=error.strerror or error,
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  # DBAPI connections have no common type
    # We begin transactions ourselves: the driver's own would begin too late and only for writes.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(database: Database) -> None:
    with database.read() as connection:
        if _schema(connection) == SCHEMA:
            return
    from siyada.storage.migrate import migrate  # noqa: PLC0415  # alembic takes 0.2 s and is needed once in a life

    with database.write() as connection:
        if _schema(connection) != SCHEMA:
            migrate(connection)


def _schema(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


_HINTS = (
    ("full", "Free some space on the disk and try again: what was stored is safe."),
    ("locked", "Another program holds the library for writing; wait for it and try again."),
    ("readonly", "Give yourself the right to write in the data folder."),
    ("unable to open", "Check that the data folder exists and that you may write in it."),
    ("malformed", "Restore the data folder from a backup: the file is damaged."),
    ("not a database", "Restore the data folder from a backup: the file is damaged."),
)


@contextmanager
def _ours() -> Iterator[None]:
    """Foreign errors become StorageError."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        hint = next((hint for word, hint in _HINTS if word in reason), "Look at the data folder and the disk.")
        raise StorageError("The library could not be read or written: {reason}.", hint=hint, reason=reason) from error


__all__ = ["PATIENCE_MS", "Database", "open_database"]
