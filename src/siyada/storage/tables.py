"""The tables of the record of truth, as the newest migration leaves them. Lists and maps are stored as JSON text."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA = "0001"
"""The number of the newest migration."""

metadata = MetaData()

collections = Table(
    "collections",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
)

documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("collection", ForeignKey("collections.number"), nullable=False),
    Column("id", String, nullable=False),
    Column("version", Integer),  # the number of the version that is searched; null: the document was removed
    UniqueConstraint("collection", "id"),
)

versions = Table(
    "versions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document", ForeignKey("documents.number"), nullable=False),
    Column("id", String(64), nullable=False),  # SHA-256 of the bytes
    Column("title", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("ingested", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("pages", Text, nullable=False),
    Column("unread_pages", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    UniqueConstraint("document", "id"),
)

passages = Table(
    "passages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, index=True),
    Column("version", ForeignKey("versions.number"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("heading", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("text", Text, nullable=False),  # text[start:end] of its version, kept whole so that a hit is one row
)

changes = Table(
    "changes",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("version", ForeignKey("versions.number"), nullable=False),
    Column("removed", Boolean, nullable=False),
    sqlite_autoincrement=True,  # a sequence number is never given twice
)

problems = Table(
    "problems",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("collection", ForeignKey("collections.number"), nullable=False),
    Column("item", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("hint", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("seen", String, nullable=False),
    UniqueConstraint("collection", "item"),
)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # from 0: the leaf's place in the tree
    Column("data", LargeBinary, nullable=False),  # canonical JSON, the leaf itself
    Column("salt", LargeBinary),  # null once the content was erased
    Column("content", LargeBinary),  # sealed under the keys of a person and a space
    Column("person", String, nullable=False, index=True),
)

ledger_tiles = Table(
    "ledger_tiles",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # always 1: there is one newest checkpoint
    Column("size", Integer, nullable=False),
    Column("note", Text, nullable=False),
)

ledger_keys = Table(
    "ledger_keys",
    metadata,
    Column("holder", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created", String, nullable=False),
    Column("collections", Text, nullable=False),
    Column("variety", String, nullable=False),
    Column("abstained", Boolean, nullable=False),
    Column("entry", ForeignKey("ledger_entries.number"), nullable=False),
    Index("answers_created", "created"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("host", String, nullable=False),
    Column("port", Integer, nullable=False),
    Column("purpose", String, nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("address", String, nullable=False),
    Column("country", String, nullable=False),
    Column("legal_basis", Text, nullable=False),
    sqlite_autoincrement=True,  # a gap would show that one was deleted
)
