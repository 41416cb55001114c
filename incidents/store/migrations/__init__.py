"""The steps that bring a database to the present tables, one file a step."""

from __future__ import annotations

#: The step that the tables of this version stand on.
HEAD = "0002"
