"""The store, each promise on SQLite and on PostgreSQL."""
