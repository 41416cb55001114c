"""Printing that is killed at any point goes on with the same batch, once."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from config.settings import Settings
from config.wiring import Installation
from incidents.people.recipient import Method
from incidents.services.people_rows import SendingState
from incidents.store import sqlite_url
from tests.support.killed_printing import POINTS
from tests.support.told_people import NUMBER, ToldPeople, families

#: The same person goes on at once; whoever prints elsewhere waits for the lease.
AT_ONCE, AFTER_THE_LEASE = "2026-03-23T09:01-04:00", "2026-03-23T09:11-04:00"
FIRST = "2026-03-23T09:00-04:00"


class Machine:
    """A machine that prints eight calls by threes, and may be switched off."""

    def __init__(self, database: str, home: Path) -> None:
        """Write the eight down and release them."""
        self._database, self._home = database, home
        self.folder = home / "sheets"
        self.installation = Installation(Settings(home=home, database_url=database))
        keys = self.installation.field_keys
        self.told = ToldPeople(self.installation.engine, home, keys)  # type: ignore[arg-type]
        self.told.lists(*families(8, Method.TELEPHONE))
        self.told.sends(self.told.approves())

    def prints(self, at: str, point: str = "", folder: Path | None = None) -> int:
        """Print in a process of its own and give how it ended."""
        given = [self._database, str(self._home), str(folder or self.folder), at, point]
        command = [sys.executable, "-m", "tests.support.killed_printing", *given]
        return subprocess.run(command, check=False, timeout=120).returncode

    def files(self, folder: Path | None = None) -> dict[str, bytes]:
        """Give every file in the folder, the hidden ones too."""
        return {path.name: path.read_bytes() for path in sorted((folder or self.folder).iterdir())}

    def recorded(self) -> dict[int, str]:
        """Give the manifest of each batch as the record has it."""
        return {each.number: each.manifest for each in self.told.case().telling.batches.values()}


def sheets(manifest: bytes) -> list[int]:
    """Give the calls of a manifest."""
    rows = csv.DictReader(io.StringIO(manifest.decode("utf-8-sig")))
    return [int(row["call"]) for row in rows]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give what a machine prints that nobody switches off."""
    home = tmp_path_factory.mktemp("undisturbed")
    machine = Machine(sqlite_url(home / "duenotice.db"), home)
    assert machine.prints(FIRST) == 0
    machine.installation.engine.dispose()
    return machine.files()


@pytest.fixture
def machine(database: str, tmp_path: Path) -> Machine:
    """Give a machine, once on each database."""
    return Machine(database, tmp_path)


def test_an_undisturbed_run_has_three_files_with_a_manifest_each(undisturbed: dict[str, bytes]):
    assert list(undisturbed) == [
        f"calls-000{n}.{ending}" for n in (1, 2, 3) for ending in ("csv", "pdf")
    ]
    assert [sheets(undisturbed[f"calls-000{n}.csv"]) for n in (1, 2, 3)] == [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8],
    ]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_it_repeats_to_the_same_batches(
    machine: Machine, undisturbed: dict[str, bytes], point: str
):
    assert machine.prints(FIRST, point) == -signal.SIGKILL
    assert machine.prints(AT_ONCE) == 0

    assert machine.files() == undisturbed
    assert machine.recorded() == {
        n: sha256(undisturbed[f"calls-000{n}.csv"]).hexdigest() for n in (1, 2, 3)
    }
    assert [each.batch for each in machine.told.deliveries()] == [1, 1, 1, 2, 2, 2, 3, 3]
    for path in machine.folder.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600, path.name
    machine.installation.engine.dispose()


def test_another_folder_takes_the_letters_over_only_after_the_lease(machine: Machine):
    assert machine.prints(FIRST, "after the claim is committed") == -signal.SIGKILL
    other = machine.folder.with_name("other")
    assert machine.prints(AT_ONCE, folder=other) == 0
    assert machine.files(other) == {}
    assert machine.prints(AFTER_THE_LEASE, folder=other) == 0
    manifests = [each for name, each in machine.files(other).items() if name.endswith("csv")]
    found = sorted(sheet for each in manifests for sheet in sheets(each))
    assert found == [1, 2, 3, 4, 5, 6, 7, 8]
    assert machine.prints(AFTER_THE_LEASE) == 0
    assert machine.files() == {}
    machine.installation.engine.dispose()


def test_nothing_is_claimed_of_a_sending_that_was_stopped(machine: Machine):
    machine.told.at(
        "2026-03-22T09:00-04:00",
        lambda work: work.sendings.mark(
            work.sendings.of_case(NUMBER)[0].id, SendingState.STOPPED, "wrong list"
        ),
    )
    assert machine.prints(FIRST) == 1
    assert machine.told.states() == ["telephone queued"] * 8
    machine.installation.engine.dispose()
