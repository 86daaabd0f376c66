"""The record of truth: one database connection and its numbered migrations. Knows no part that stores in it."""

from siyada.storage.database import Database, open_database

__all__ = ["Database", "open_database"]
