"""A case that is sealed as it goes, with its keys and its shelf in a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Engine

from config.checkpoint_shelf import FolderShelf
from config.keys import FileKeyStore
from incidents.moments import Instant
from incidents.services.ledger_faults import LedgerCheck
from incidents.services.ports import CheckpointRow
from incidents.services.seal_ledger import SealReport, seal_case, seal_ledger
from incidents.services.seals import Seals
from incidents.services.verify_ledger import verify_ledger
from incidents.store import UnitOfWork
from tests.support.whole_case import AGENCY, NUMBER, WholeCase

#: Later than anything that happens in the whole case.
EVENING = "2026-07-01T18:00-04:00"


class Sealed:
    """The whole case beside what vouches for it."""

    def __init__(self, engine: Engine, home: Path) -> None:
        """Keep keys and checkpoints in that home."""
        self.engine = engine
        self.home = home
        self.case = WholeCase(engine, home)
        self.shelf = FolderShelf(home / "checkpoints")
        self.keys = FileKeyStore(home / "keys")
        self.seals = Seals(keys=self.keys, shelf=self.shelf)

    def work(self, at: str = EVENING) -> Callable[[], UnitOfWork]:
        """Give what opens units of work at an instant."""
        return lambda: UnitOfWork(self.engine, Instant.parse(at), "seal-ledger")

    def reading(self) -> UnitOfWork:
        """Give a unit of work that only reads."""
        return UnitOfWork(self.engine, Instant.parse(EVENING), "reader", reads_only=True)

    def seal(self, at: str = EVENING) -> CheckpointRow:
        """Seal the case and its agency."""
        return seal_case(self.work(at), self.seals, NUMBER)

    def seal_all(self, at: str = EVENING) -> SealReport:
        """Seal whatever grew."""
        return seal_ledger(self.work(at), self.seals)

    def verify(self, case: str | None = None, handed_in: Sequence[str] = ()) -> LedgerCheck:
        """Verify every log, or one case."""
        with self.reading() as work:
            return verify_ledger(work, self.seals, case, handed_in)

    def note(self, log: str, size: int) -> Path:
        """Give the file of a checkpoint outside the database."""
        return self.home / "checkpoints" / log / f"{size}.txt"

    def notes(self, log: str = NUMBER) -> list[str]:
        """Give the checkpoints on the shelf."""
        return self.shelf.notes(log)

    def lives_a_little(self) -> None:
        """Open the case, seal it, let something happen, and seal it again."""
        self.case.opens()
        self.seal("2026-03-16T12:00-04:00")
        self.case.learns()
        self.case.files_late()
        self.seal("2026-04-01T12:00-04:00")


__all__ = ["AGENCY", "EVENING", "NUMBER", "Sealed"]
