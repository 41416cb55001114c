"""Versions under which Prefect starts and its scheduler really makes runs.

A newer SQLAlchemy makes Prefect 3.8.8 schedule nothing without a word, and a
newer FastAPI keeps its server from starting. `tests/flows/test_ring.py` sees a
scheduled run; this test names the cause when that one fails.
"""

from __future__ import annotations

from importlib.metadata import version

import pysqlite3
import pytest
from packaging.requirements import Requirement

from tests.architecture.sources import ROOT

PINS = ("prefect==3.8.8", "sqlalchemy>=2.0.58,<2.1", "fastapi>=0.139,<0.151", "holidays==0.109")


@pytest.mark.parametrize("pin", PINS)
def test_the_installed_version_is_the_pinned_one(pin):
    wanted = Requirement(pin)
    assert version(wanted.name) in wanted.specifier
    assert f'"{pin}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_sqlite_is_one_that_keeps_a_wal_database_whole():
    assert pysqlite3.sqlite_version_info >= (3, 51, 3)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_hold_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = [line for line in text.splitlines() if "==" in line]
    assert len(pinned) > 50
    assert all(line.endswith("\\") for line in pinned), "each pin is followed by its hashes"
    assert "://" not in text
