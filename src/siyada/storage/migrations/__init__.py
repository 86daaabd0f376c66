"""The numbered migrations, run by Alembic."""
