from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, insert, select, text

from siyada.errors import SettingsError, StorageError
from siyada.storage import Database, open_database
from siyada.storage.migrate import FOLDER
from siyada.storage.tables import SCHEMA, collections, metadata


def url(folder: Path) -> str:
    """The address of a database in a folder."""
    return f"sqlite:///{folder / 'siyada.db'}"


def count(database: Database) -> int:
    """How many collections are stored."""
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(collections)) or 0


def test_migrations_lead_to_the_tables(tmp_path: Path) -> None:
    """A database made by the migrations has the tables that the program uses, no more and no less."""
    with open_database(url(tmp_path)) as database, database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_schema_is_the_newest_migration() -> None:
    """The number that spares an up-to-date database the work is the number of the last migration."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))

    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA


def test_a_write_that_raises_leaves_nothing(tmp_path: Path) -> None:
    """A transaction that does not reach its end is undone as a whole."""
    with open_database(url(tmp_path)) as database:
        with pytest.raises(StorageError, match="no such table"), database.write() as connection:  # noqa: PT012  # the first must stand before the second fails
            connection.execute(insert(collections).values(name="half"))
            connection.execute(text("INSERT INTO nowhere VALUES (1)"))

        assert count(database) == 0


def test_a_reader_keeps_its_state_while_others_write(tmp_path: Path) -> None:
    """What a reader saw first it sees to its end, whatever is committed meanwhile."""
    with open_database(url(tmp_path)) as database, database.read() as reader:
        before = reader.scalar(select(func.count()).select_from(collections))
        with database.write() as writer:
            writer.execute(insert(collections).values(name="new"))

        assert reader.scalar(select(func.count()).select_from(collections)) == before == 0
        assert count(database) == 1


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    """Many writers at once all succeed: none is told that the database is locked."""
    with open_database(url(tmp_path)) as database:

        def write(name: str) -> None:
            for number in range(10):
                with database.write() as connection:
                    seen = connection.scalar(select(func.count()).select_from(collections))
                    connection.execute(insert(collections).values(name=f"{name}-{number}-{seen}"))

        threads = [threading.Thread(target=write, args=(str(name),)) for name in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert count(database) == 60


def test_what_was_committed_is_on_the_disk(tmp_path: Path) -> None:
    """The database promises to sync each commit: write-ahead log, synchronous FULL (2)."""
    with open_database(url(tmp_path)) as database, database.read() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2


def test_a_damaged_file_is_our_error(tmp_path: Path) -> None:
    """A file that is no database is named as such, with what to do."""
    (tmp_path / "siyada.db").write_bytes(b"this is not a database, but long enough to be looked at" * 20)

    with pytest.raises(StorageError, match="not a database") as caught, open_database(url(tmp_path)):
        pass
    assert "backup" in caught.value.hint


def test_a_database_of_a_newer_siyada_is_left_alone(tmp_path: Path) -> None:
    """A library that a newer program wrote is refused, not written over."""
    with open_database(url(tmp_path)):
        pass
    connection = sqlite3.connect(tmp_path / "siyada.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with pytest.raises(StorageError, match="newer Siyada"), open_database(url(tmp_path)):
        pass


def test_an_address_that_is_none_is_the_operators_to_correct() -> None:
    """An address that cannot be read is a settings error that shows it."""
    with pytest.raises(SettingsError, match="my database"), open_database("my database"):
        pass


def test_a_folder_that_cannot_be_made_is_our_error(tmp_path: Path) -> None:
    """A data folder below a file is refused with the reason."""
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageError, match="cannot be made"), open_database(url(tmp_path / "file" / "below")):
        pass
