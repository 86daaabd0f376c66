"""The tables of the record of truth, as the newest migration leaves them. Lists and maps are stored as JSON text."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

SCHEMA = "0002"
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

answers = Table(
    "answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created", String, nullable=False),
    Column("collections", Text, nullable=False),
    Column("variety", String, nullable=False),
    Column("abstained", Boolean, nullable=False),
    Column("content", Text, nullable=False),
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
