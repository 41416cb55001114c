"""Runs the steps on the connection that :mod:`incidents.store.schema` gives."""

from __future__ import annotations

from alembic import context

from incidents.store import people_tables  # noqa: F401 - so that its tables are known
from incidents.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata
)
with context.begin_transaction():
    context.run_migrations()
