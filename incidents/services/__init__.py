"""What the product does, one verb a file, over ports and without a database.

A service takes a :class:`~incidents.services.ports.UnitOfWork`, reads the case
as its log of events tells it, decides, and appends what happened.
"""

from __future__ import annotations
