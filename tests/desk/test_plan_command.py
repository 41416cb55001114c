"""``duenotice plan``: a public interface for programs, and a table for people."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from desk.cli import root
from tests.support.scenario_files import SCENARIOS

EXAMPLES = SCENARIOS / "examples"
ROSTER, RANSOM = "contractor-roster.yaml", "ransomware.yaml"
AT = "2026-05-05T09:00-04:00"
DUTY_KEYS = [
    "id",
    "holder",
    "recipient",
    "state",
    "starts",
    "target",
    "limit",
    "binding",
    "late",
    "needs",
    "working",
    "citations",
]
#: What neither ``--help`` nor ``plan --json`` may load.
HEAVY = (
    "prefect",
    "sqlalchemy",
    "jinja2",
    "rich",
    "fastapi",
    "pydantic",
    "cryptography",
    "holidays",
)
_CALL = """
import sys
from desk.cli import main
sys.argv = ["duenotice", *sys.argv[1:]]
try:
    main()
except SystemExit as left:
    code = left.code
loaded = sorted({name.partition(".")[0] for name in sys.modules})
print("LOADED", code, *loaded, file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def beside_the_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the folder of the examples, at 80 columns, without an installation."""
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("DUENOTICE_HOME", str(tmp_path / "home"))


def plan(*arguments: str) -> Result:
    """Call the command in this process."""
    return CliRunner().invoke(root, ["plan", *arguments])


def lines_of(result: Result) -> list[dict[str, Any]]:
    """Give the JSON Lines that a command printed."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def script(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the console script, as a program would."""
    name = Path(sys.executable).with_name("duenotice")
    return subprocess.run(
        [name, *arguments], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_a_plan_is_one_line_of_json_a_file() -> None:
    result = plan(ROSTER, RANSOM, "--at", AT, "--json")

    assert result.exit_code == 0
    assert [line["file"] for line in lines_of(result)] == [ROSTER, RANSOM]
    assert result.stdout.count("\n") == 2


def test_the_keys_stand_in_the_order_of_the_contract() -> None:
    (line,) = lines_of(plan(ROSTER, "--at", AT, "--json"))

    assert list(line) == ["version", "file", "at", "duties", "warnings"]
    assert (line["version"], line["file"], line["at"]) == (1, ROSTER, AT)
    assert all(list(duty) == DUTY_KEYS for duty in line["duties"])
    assert len(line["duties"]) == 22


def test_a_duty_has_the_values_of_the_contract() -> None:
    (line,) = lines_of(plan(ROSTER, "--at", AT, "--json"))
    duty = line["duties"][0]

    assert duty["id"] == "ny.8nycrr121.contractor-notice"
    assert (duty["holder"], duty["recipient"]) == ("contractor", "agency")
    assert duty["starts"] == {"moment": "contractor_discovery", "at": "2026-04-10T16:00-04:00"}
    assert (duty["state"], duty["target"], duty["limit"]) == ("done", "2026-04-17", "2026-04-17")
    assert (duty["binding"], duty["late"], duty["needs"]) == (True, 3, [])
    assert list(duty["citations"][0]) == ["title", "section", "url", "verified"]
    assert all(isinstance(step, str) for step in duty["working"])


def test_the_file_is_named_as_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "Caf\u00e9 roster.yaml"
    path.write_bytes(Path(ROSTER).read_bytes())
    (line,) = lines_of(plan(str(path), "--at", AT, "--json"))
    (dotted,) = lines_of(plan(f"./{ROSTER}", "--at", AT, "--json"))

    assert line["file"] == str(path)
    assert dotted["file"] == f"./{ROSTER}"


def test_a_refused_file_stops_no_other(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("version: 1\nagency: kingston-csd\nfacts: {harm: 1}\n", encoding="utf-8")
    result = plan(ROSTER, str(broken), RANSOM, "--at", AT, "--json")
    first, second, third = lines_of(result)

    assert result.exit_code == 1
    assert list(second) == ["file", "errors"]
    assert second["file"] == str(broken)
    assert second["errors"][0].startswith("line 3: `facts` has no key `harm`; accepted are ")
    assert (first["file"], third["file"]) == (ROSTER, RANSOM)


def test_every_mistake_of_a_file_is_in_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("version: 2\nagency: nowhere\nattributed_to: x\n", encoding="utf-8")
    (line,) = lines_of(plan(str(broken), "--json"))

    assert [error.partition(":")[0] for error in line["errors"]] == ["line 1", "line 2", "line 3"]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    result = plan("nowhere.yaml", str(tmp_path), ROSTER, "--at", AT, "--json")
    missing, folder, planned = lines_of(result)

    assert result.exit_code == 1
    assert missing == {
        "file": "nowhere.yaml",
        "errors": ["The file cannot be read: No such file or directory; check its name."],
    }
    assert folder["errors"] == ["The file cannot be read: Is a directory; check its name."]
    assert planned["version"] == 1


def test_people_are_told_of_every_mistake_too(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("version: 2\nagency: nowhere\n", encoding="utf-8")
    result = plan(str(broken), RANSOM, "--at", AT)

    assert result.exit_code == 1
    assert f"{broken} was refused:\n  line 1: " in result.stderr
    assert "\n  line 2: `agency`: there is no `nowhere` in districts" in result.stderr
    assert "ransomware.yaml, as it stood on Tuesday, May 5, 2026" in result.stdout


def test_json_is_planned_as_yaml_is(tmp_path: Path) -> None:
    path = tmp_path / "incident.json"
    path.write_text('{\n\t"version": 1,\n\t"agency": "kingston-csd"\n}\n', encoding="utf-8")

    assert lines_of(plan(str(path), "--json"))[0]["duties"][0]["state"] == "undecided"


@pytest.mark.parametrize(
    "at", ["2026-05-05", "2026-05-05T09:00", "yesterday", "2026-05-05T09:00-25:00"]
)
def test_an_instant_of_asking_has_its_offset(at: str) -> None:
    result = plan(ROSTER, "--at", at, "--json")

    assert result.exit_code == 2
    assert "Invalid value for '--at'" in result.stderr
    assert result.stdout == ""


def test_without_an_instant_the_plan_is_of_now() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    (line,) = lines_of(plan(ROSTER, "--json"))

    assert before <= datetime.fromisoformat(line["at"]) <= datetime.now(UTC)


def test_the_case_is_shown_as_it_stood_then() -> None:
    before, after = (
        lines_of(plan(ROSTER, "--at", at, "--json"))[0]["duties"][5]["state"]
        for at in ("2026-04-20T09:59-04:00", "2026-04-20T10:00-04:00")
    )

    assert (before, after) == ("not_started", "running")


def test_a_district_of_the_installation_is_known(tmp_path: Path) -> None:
    districts = tmp_path / "home" / "districts"
    districts.mkdir(parents=True)
    (districts / "springfield.yaml").write_text(
        "name: Springfield\ncode: SPRINGFIELD\nkind: boces\n", encoding="utf-8"
    )
    path = tmp_path / "incident.yaml"
    path.write_text("version: 1\nagency: springfield\n", encoding="utf-8")

    assert plan(str(path), "--json").exit_code == 0


@pytest.mark.parametrize(
    ("name", "file", "at"),
    [
        ("contractor-told-late", ROSTER, AT),
        ("contractor-roster-of-the-day", ROSTER, "2026-04-20T12:00-04:00"),
        ("ransomware-on-a-saturday", RANSOM, "2026-11-21T12:00-05:00"),
        ("before-anything-happened", ROSTER, "2026-01-05T09:00-05:00"),
        ("misdirected-email", "misdirected-email.yaml", "2026-12-24T09:00-05:00"),
    ],
)
def test_the_table_for_people_is_as_approved(
    golden: Callable[[str, str], None], name: str, file: str, at: str
) -> None:
    golden(f"desk/plan/{name}.txt", plan(file, "--at", at).stdout)


def test_the_working_of_a_duty_is_as_approved(golden: Callable[[str, str], None]) -> None:
    result = plan(ROSTER, "--at", AT, "--why", "ny.8nycrr121.individuals")

    golden("desk/plan/why-individuals.txt", result.stdout)


def test_no_line_of_the_table_is_wider_than_the_screen() -> None:
    lines = plan(ROSTER, RANSOM, "--at", AT).stdout.splitlines()

    assert max(len(line) for line in lines) <= 80


def test_a_state_is_said_in_words_and_never_by_colour_alone() -> None:
    text = plan(ROSTER, "--at", "2026-05-02T09:00-04:00").stdout

    assert "\x1b" not in text
    assert "missed" in text
    assert "days late" in text


def test_what_is_overdue_and_what_to_know_is_said(tmp_path: Path) -> None:
    """The sixty days end on Juneteenth; on the Saturday after it Monday is still lawful."""
    text = Path(ROSTER).read_text(encoding="utf-8")
    path = tmp_path / "incident.yaml"
    path.write_text(f"{text}  - {{group: students, residence: VT, count: 3}}\n", encoding="utf-8")
    shown = plan(str(path), "--at", "2026-06-20T09:00-04:00").stdout

    assert "\noverdue        Tell the parents" in shown
    assert "\ntarget passed " in shown
    assert "\nNote: Residents of VT are affected, and there are no rules for VT here" in shown


@pytest.mark.parametrize(
    ("at", "left"),
    [
        ("2026-11-21T07:00-05:00", "48 hours left"),
        ("2026-11-21T07:01-05:00", "47 hours left"),
        ("2026-11-23T05:59-05:00", "1 hour left"),
        ("2026-11-23T06:01-05:00", "under 1 hour left"),
        ("2026-11-23T07:00-05:00", "under 1 hour left"),
        ("2026-11-23T07:01-05:00", "1 hour late"),
    ],
)
def test_hours_left_are_never_rounded_up(at: str, left: str) -> None:
    assert f"\n{left}  " in plan(RANSOM, "--at", at).stdout


def test_the_working_of_an_unknown_duty_names_those_there_are() -> None:
    result = plan(ROSTER, "--at", AT, "--why", "ny.8nycrr121.individual")

    assert result.exit_code == 2
    assert "There is no duty `ny.8nycrr121.individual`; there are " in result.stderr
    assert "ny.8nycrr121.individuals" in result.stderr


def test_a_title_with_brackets_is_shown_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "[bold]roster.yaml"
    path.write_bytes(Path(ROSTER).read_bytes())

    assert "[bold]roster.yaml" in plan(str(path), "--at", AT).stdout.replace("\n", "")


def test_the_console_script_plans() -> None:
    done = script("plan", ROSTER, "--at", AT, "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["at"] == AT


def test_the_console_script_refuses_with_status_1() -> None:
    done = script("plan", "nowhere.yaml", ROSTER, "--at", AT, "--json")

    assert (done.returncode, done.stderr) == (1, "")
    refused, planned = (json.loads(line) for line in done.stdout.splitlines())
    assert list(refused) == ["file", "errors"]
    assert planned["version"] == 1


def test_the_console_script_says_one_sentence_on_misuse() -> None:
    done = script("plan", ROSTER, "--at", "2026-05-05T09:00")

    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["plan", "--help"], ["plan", ROSTER, "--at", AT, "--json"], ["--version"]],
)
def test_help_and_plan_load_nothing_heavy(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CALL, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    _, code, *loaded = done.stderr.splitlines()[-1].split()

    assert code == "0"
    assert sorted(set(HEAVY) & set(loaded)) == []


def test_help_loads_no_file_of_the_law() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CALL, "--help"], capture_output=True, text=True, check=True
    )

    assert "yaml" not in done.stderr.splitlines()[-1].split()
