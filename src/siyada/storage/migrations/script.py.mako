"""${message}."""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Forward only: a library is restored from its backup, never migrated back."""
    ${upgrades if upgrades else "pass"}
