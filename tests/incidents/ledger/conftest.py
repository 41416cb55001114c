"""How a test asks the one-file verifier, as a stranger would."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from incidents.ledger import standalone
from tests.incidents.ledger.attack import HONEST
from tests.incidents.ledger.bags import write_bag


@dataclass(frozen=True)
class Answer:
    """The exit code, and what was printed."""

    code: int
    printed: str

    @property
    def entry(self) -> int | None:
        named = re.search(r"^First wrong entry: (\d+)$", self.printed, re.MULTILINE)
        return int(named[1]) if named else None


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    def asked(*arguments: object) -> Answer:
        capsys.readouterr()
        code = standalone.main([str(argument) for argument in arguments])
        return Answer(code, capsys.readouterr().out)

    return asked


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    """An honest export of twelve entries."""
    return write_bag(tmp_path / "bag", HONEST)
