"""A caseworker on each database."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.support.caseworker import Caseworker


@pytest.fixture
def dpo(engine: Engine) -> Caseworker:
    """Give somebody who works on cases, once on each database."""
    return Caseworker(engine)
