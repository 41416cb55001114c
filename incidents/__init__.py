"""The domain: what the law asks, what happened, and the proof of it.

From the bottom up, and no arrow points the other way:

- ``errors``   the family of sentences that a person may meet
- ``moments``  instants and local days, two types that never mix
- ``law``      what is required: rules, conditions, clocks, the plan (pure)
- ``ledger``   tamper evidence: entries, chain, tree, checkpoints (pure)
- ``people``   who is told for an affected person, and in which way (pure)
- ``case``     what happened here: events, and the case folded from them (pure)
- ``services`` one verb a file, over ports, without a database
- ``store``    the record of truth, on SQLite or PostgreSQL

Only ``store`` knows a database; nothing here knows Prefect or a template.
"""

from __future__ import annotations
