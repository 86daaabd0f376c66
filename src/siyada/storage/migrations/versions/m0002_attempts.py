"""Attempts to connect to other machines."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Forward only: a library is restored from its backup, never migrated back."""
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
