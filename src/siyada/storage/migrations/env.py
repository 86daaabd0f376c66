"""Alembic's entry: runs the migrations on the connection that `siyada.storage.migrate` brings."""

from alembic import context

from siyada.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
