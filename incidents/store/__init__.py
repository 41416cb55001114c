"""The record of truth, on SQLite or PostgreSQL.

- ``engine`` opens the database, ``schema`` brings its tables to this version;
- ``unit_of_work`` is one transaction, and the only place that commits;
- ``logs`` and ``chaining`` keep the hash chains, ``cases``, ``duties``,
  ``reminders``, ``documents`` and ``heartbeats`` the rest;
- ``tables`` says what is kept and why so, ``migrations`` how it came to be;
- ``back_up`` copies it and proves the copy.

What a store promises is written in ``incidents.services.ports``.
"""

from __future__ import annotations

from incidents.store.engine import journal_warning, open_engine, sqlite_url
from incidents.store.schema import migrate
from incidents.store.unit_of_work import UnitOfWork

__all__ = ["UnitOfWork", "journal_warning", "migrate", "open_engine", "sqlite_url"]
