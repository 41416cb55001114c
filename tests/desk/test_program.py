"""The console script itself: quick to help, clean to leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk.cli import COMMANDS
from tests.support.desk import ROSTER
from tests.support.whole_case import home_with_district

PROGRAM = Path(sys.executable).with_name("duenotice")
HEAVY = ("sqlalchemy", "prefect", "jinja2", "typst", "rich")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Give the environment of a new installation."""
    home = home_with_district(tmp_path / "home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUENOTICE")}
    return {**kept, "DUENOTICE_HOME": str(home), "COLUMNS": "80"}


def run(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_case_goes_from_the_file_to_a_filing(tmp_path: Path, environment: dict[str, str]) -> None:
    file = tmp_path / "incident.yaml"
    file.write_text(ROSTER, "utf-8")
    opened = run(environment, "open", file)
    number = opened.stdout.splitlines()[0]
    filed = run(
        environment,
        *("file", number, "policy.internal-report", "--at", "2026-03-16", "--json"),
    )
    shown = run(environment, "show", number, "--json")

    assert (opened.returncode, filed.returncode, shown.returncode) == (0, 0, 0)
    assert json.loads(filed.stdout)["moved"][0]["after"]["state"] == "done"
    assert json.loads(shown.stdout)["filings"][0]["duties"] == ["policy.internal-report"]
    assert (opened.stderr, filed.stderr, shown.stderr) == ("", "", "")


def test_a_mistake_goes_to_stderr_with_its_status(environment: dict[str, str]) -> None:
    unknown = run(environment, "show", "KINGSTON-2026-001")
    mistyped = run(environment, "shw")

    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert unknown.stderr.startswith("There is no case KINGSTON-2026-001; duenotice list shows")
    assert (mistyped.returncode, mistyped.stdout) == (2, "")
    assert mistyped.stderr == "No such command 'shw'. Help: duenotice --help\n"


def test_help_never_waits_for_what_is_heavy() -> None:
    asked = "\n".join(
        [
            "import sys, click",
            "from click.testing import CliRunner",
            "from desk.cli import COMMANDS, root",
            "for name in COMMANDS:",
            "    told = CliRunner().invoke(root, [name, '--help'])",
            "    assert told.exit_code == 0, (name, told.exception)",
            f"    loaded = [each for each in {HEAVY!r} if each in sys.modules]",
            "    assert not loaded, (name, loaded)",
        ]
    )
    ended = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stderr


def test_the_help_comes_within_half_a_second(environment: dict[str, str]) -> None:
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        told = run(environment, "--help")
        taken.append(time.perf_counter() - begun)

    assert all(f"\n  {name} " in told.stdout for name in COMMANDS)
    assert min(taken) < 0.5


def test_a_reader_who_stops_early_sees_no_traceback(environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [PROGRAM, "law"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as printing:
        assert printing.stdout is not None
        assert printing.stderr is not None
        printing.stdout.readline()
        printing.stdout.close()
        said = printing.stderr.read()

    assert "Traceback" not in said


def test_two_who_open_at_once_get_two_numbers(tmp_path: Path, environment: dict[str, str]) -> None:
    file = tmp_path / "incident.yaml"
    file.write_text(ROSTER, "utf-8")
    run(environment, "list")  # makes the tables
    both = [
        subprocess.Popen(
            [PROGRAM, "open", file, "--json"], env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]

    numbers = {json.loads(each.communicate()[0])["case"].rpartition("-")[2] for each in both}
    assert numbers == {"001", "002"}
