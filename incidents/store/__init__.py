"""The record of truth, on SQLite or PostgreSQL.

- ``engine`` opens the database, ``sqlite`` one in a file; ``schema`` brings its
  tables to this version;
- ``unit_of_work`` is one ``transaction``, and the only place that commits;
- ``logs`` and ``chaining`` keep the hash chains, ``cases``, ``duties``,
  ``reminders``, ``documents`` and ``heartbeats`` the rest; ``agencies`` says
  whose a row is;
- ``people``, ``recipients`` with its ``recipient_rows``, ``sendings``, ``deliveries``
  with its ``delivery_rows``, ``batches`` and ``rates`` are about telling people;
  ``standings`` counts them, ``bulk`` puts in thousands at once;
- ``field_seals`` seals a value and ``sealed_rows`` those of a transaction, out of
  ``people_values``; ``sealed_values`` seals them anew with another key;
- ``tables`` and ``people_tables`` say what is kept and why so, ``migrations`` how it came to be;
- ``back_up`` copies the record and proves the copy, ``copying`` its rows;
- ``faults`` puts what went wrong into a sentence.

What a store promises is written in ``incidents.services.ports``.
"""

from __future__ import annotations

from incidents.store.engine import journal_warning, open_engine, sqlite_url
from incidents.store.schema import migrate
from incidents.store.unit_of_work import UnitOfWork

__all__ = ["UnitOfWork", "journal_warning", "migrate", "open_engine", "sqlite_url"]
