"""Brings a database up to date through the numbered migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from siyada.errors import StorageError
from siyada.storage.tables import SCHEMA

FOLDER = Path(__file__).parent / "migrations"


def migrate(connection: Connection) -> None:
    """Run what is missing, inside the caller's transaction. Raises StorageError for a database of a newer Siyada."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, SCHEMA)
    except CommandError as error:
        raise StorageError(
            "This library was written by a newer Siyada: {reason}.",
            hint="Install that version, or restore a backup made before it.",
            reason=error,
        ) from error
