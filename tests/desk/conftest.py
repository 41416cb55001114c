"""The command line, run in this process with a home of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from desk.casework import installation
from desk.cli import root
from tests.support.desk import Desk


@pytest.fixture
def home(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give an installation on each database, named by the environment."""
    monkeypatch.setenv("DUENOTICE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DUENOTICE_DATABASE_URL", database)
    monkeypatch.setenv("DUENOTICE_FIELD_KEYS", f"{tmp_path}-keys")
    monkeypatch.delenv("DUENOTICE_BY", raising=False)
    installation.cache_clear()
    yield tmp_path / "home"
    installation().engine.dispose()
    installation.cache_clear()


@pytest.fixture
def duenotice(home: Path) -> Callable[..., Result]:
    """Give a way to call the program."""

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(root, [*map(str, arguments)])

    return call


@pytest.fixture
def desk(
    tmp_path: Path,
    made_sqlite: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Desk]:
    """Give a desk with an empty record, at a time that stands still."""
    monkeypatch.delenv("DUENOTICE_DATABASE_URL", raising=False)
    installation.cache_clear()
    desk = Desk(tmp_path, monkeypatch, capsys)
    shutil.copy(made_sqlite, tmp_path / "home" / "duenotice.db")
    yield desk
    installation().engine.dispose()
    installation.cache_clear()
