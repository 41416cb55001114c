"""What happened here: the incident as it was recorded, and the case kept of it."""

from __future__ import annotations
