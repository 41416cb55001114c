"""The databases of these tests."""

from __future__ import annotations

from tests.support.databases import (
    database,
    empty_database,
    engine,
    made_sqlite,
    postgresql,
    sqlite_database,
)

__all__ = [
    "database",
    "empty_database",
    "engine",
    "made_sqlite",
    "postgresql",
    "sqlite_database",
]
