"""What all tests share: databases, and texts that a person has approved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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

#: The approved texts, a folder a notice.
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--approve``, which writes the golden texts instead of comparing."""
    parser.addoption(
        "--approve",
        action="store_true",
        help="write the golden texts as they are now; read the diff before you commit it",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with its approved copy, or write the copy."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--approve"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{name} has no golden text; read it, then run `make approve`."
        assert path.read_text(encoding="utf-8") == text

    return compare
