"""The library, the ledger, the answers, the attempts to connect."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Forward only: a library is restored from its backup, never migrated back."""
    op.create_table(
        "collections",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
    )
    op.create_table(
        "documents",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("collection", sa.Integer, sa.ForeignKey("collections.number"), nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("version", sa.Integer),
        sa.UniqueConstraint("collection", "id"),
    )
    op.create_table(
        "versions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("document", sa.Integer, sa.ForeignKey("documents.number"), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("ingested", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("pages", sa.Text, nullable=False),
        sa.Column("unread_pages", sa.Text, nullable=False),
        sa.Column("metadata", sa.Text, nullable=False),
        sa.UniqueConstraint("document", "id"),
    )
    _passages_and_changes()
    _problems()
    _ledger()
    _answers()
    _attempts()


def _passages_and_changes() -> None:
    op.create_table(
        "passages",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, index=True),
        sa.Column("version", sa.Integer, sa.ForeignKey("versions.number"), nullable=False, index=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, sa.ForeignKey("versions.number"), nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )


def _problems() -> None:
    op.create_table(
        "problems",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("collection", sa.Integer, sa.ForeignKey("collections.number"), nullable=False),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("hint", sa.Text, nullable=False),
        sa.Column("places", sa.Text, nullable=False),
        sa.Column("seen", sa.String, nullable=False),
        sa.UniqueConstraint("collection", "item"),
    )


def _ledger() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("content", sa.LargeBinary),
        sa.Column("person", sa.String, nullable=False, index=True),
    )
    op.create_table(
        "ledger_tiles",
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "ledger_head",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "ledger_keys",
        sa.Column("holder", sa.String, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created", sa.String, nullable=False),
        sa.Column("collections", sa.Text, nullable=False),
        sa.Column("variety", sa.String, nullable=False),
        sa.Column("abstained", sa.Boolean, nullable=False),
        sa.Column("entry", sa.Integer, sa.ForeignKey("ledger_entries.number"), nullable=False),
    )
    op.create_index("answers_created", "answers", ["created"])


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("host", sa.String, nullable=False),
        sa.Column("port", sa.Integer, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("allowed", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("country", sa.String, nullable=False),
        sa.Column("legal_basis", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
