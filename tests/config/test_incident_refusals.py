"""Every error of the incident file is named with its line, and changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from config.incident_files import read_file
from tests.config.incident_texts import WHOLE, line_of, problems_of, spoiled

FLAG = "accepted is true or false, or nothing where it is not known."
MOMENT_NAMES = (
    "occurrence_start",
    "occurrence_end",
    "contractor_discovery",
    "contractor_confirmation",
    "receipt",
    "discovery",
    "report",
    "complaint_receipt",
    "complaint_extended_to",
    "cyber_incident_belief",
    "ransom_payment",
    "exemption_determination",
    "hhs_notification",
)

CASES = yaml.safe_load((Path(__file__).parent / "refusals.yaml").read_text(encoding="utf-8"))


def cases(kind: str) -> pytest.MarkDecorator:
    """Run a test with every case of a kind, each called by its wrong line."""
    return pytest.mark.parametrize("case", CASES[kind], ids=lambda case: case["by"].strip())


def test_the_whole_file_itself_is_read() -> None:
    assert read_file(WHOLE.encode()).title == "Roster export left on an open share"


@cases("mistyped")
def test_a_mistyped_value_is_named_with_its_line(case: dict[str, str]) -> None:
    text = spoiled(case["line"], case["by"])

    assert problems_of(text) == [f"line {line_of(case['line'])}: {case['says']}"]


@pytest.mark.parametrize("name", MOMENT_NAMES)
def test_a_moment_that_is_none_is_named_with_its_line(name: str) -> None:
    (line,) = (each for each in WHOLE.splitlines() if each.startswith(f"  {name}: "))
    (problem,) = problems_of(spoiled(line, f"  {name}: soon"))

    assert problem.startswith(f"line {line_of(line)}: `moments.{name}`: 'soon' cannot be read")


@pytest.mark.parametrize("name", MOMENT_NAMES)
@pytest.mark.parametrize("written", ["2026-03-20T10:00", "2026-03-20T10:00:00", "2026-03-20 10:00"])
def test_an_instant_without_an_offset_is_refused(name: str, written: str) -> None:
    (line,) = (each for each in WHOLE.splitlines() if each.startswith(f"  {name}: "))
    (problem,) = problems_of(spoiled(line, f"  {name}: {written}"))

    assert problem.startswith(f"line {line_of(line)}: `moments.{name}`: '{written}' cannot be read")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2026-02-29", "2026-02-29 is not on the calendar or the clock"),
        ("2026-03-05T24:30-05:00", "is not on the calendar or the clock"),
        ("2026-03-05T16:00-25:00", "is not on the calendar or the clock"),
        ("1926-03-05", "lies outside the years 1990 to 2199; check the year."),
        ("2226-03-05T16:00Z", "lies outside the years 1990 to 2199; check the year."),
        ("20260305", "accepted is a date"),
        ("05/03/2026", "cannot be read as a moment"),
        ("2026-3-5", "cannot be read as a moment"),
        ("2026-03-05T16:00", "an instant with its offset (2026-03-05T16:00-05:00)"),
    ],
)
def test_a_moment_is_refused_with_what_is_accepted(written: str, says: str) -> None:
    (problem,) = problems_of(spoiled("  report: 2026-03-10", f"  report: {written}"))

    assert says in problem


def test_the_promised_day_is_a_date_and_no_instant() -> None:
    by = "  complaint_extended_to: 2026-06-30T17:00-04:00"
    (problem,) = problems_of(spoiled("  complaint_extended_to: 2026-06-30", by))

    assert problem.endswith("cannot be read as a moment; give a date such as 2026-03-05.")


@cases("unknown_keys")
def test_an_unknown_key_is_refused_at_every_level(case: dict[str, str]) -> None:
    (problem,) = problems_of(spoiled(case["line"], case["by"]))

    assert problem.startswith(f"line {line_of(case['line']) + 1}: {case['says']}; accepted are ")
    assert problem.endswith(": correct or remove it.")


@cases("impossible_orders")
def test_an_impossible_order_names_both_moments(case: dict[str, str]) -> None:
    (problem,) = problems_of(spoiled(case["line"], case["by"]))
    line = "  - kind: law_enforcement" if "holds" in case["says"] else case["line"]
    given = case["by"].partition(": ")[2]

    assert problem.startswith(f"line {line_of(line)}: {case['says']} ({given}) is before ")
    assert problem.endswith("correct one of the two.")


@cases("possible_orders")
def test_the_same_day_or_instant_is_a_possible_order(case: dict[str, str]) -> None:
    incident = read_file(spoiled(case["line"], case["by"]).encode())

    assert case["by"].partition(": ")[2] in str(incident.document)


def test_a_duty_is_done_at_any_time_without_its_start() -> None:
    lines = [each for each in WHOLE.splitlines() if not each.startswith("  receipt: ")]
    text = "\n".join(lines).replace("2026-03-18T11:00-04:00", "2026-01-01")

    done = read_file(text.encode()).circumstances.done

    assert str(done["ny.8nycrr121.cpo-after-receipt"]) == "2026-01-01"


@pytest.mark.parametrize(
    "key", ["agency", "moments", "facts", "holds", "affected", "done", "decided"]
)
@pytest.mark.parametrize("written", ["7", "[[]]", "{x: 1}", "text"])
def test_a_part_of_the_wrong_shape_is_refused(key: str, written: str) -> None:
    start = WHOLE.index(f"\n{key}:") + 1
    end = start + 1
    while end < len(WHOLE) and (WHOLE[end - 1] != "\n" or WHOLE[end] == " "):
        end += 1
    text = f"{WHOLE[:start]}{key}: {written}\n{WHOLE[end:]}"
    number = WHOLE[:start].count("\n") + 1

    assert all(problem.startswith(f"line {number}: ") for problem in problems_of(text))


@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: case["text"])
def test_what_has_to_be_given_is_asked_for(case: dict[str, Any]) -> None:
    assert problems_of(case["text"]) == case["refused"]


def test_all_mistakes_are_shown_at_once() -> None:
    text = spoiled("version: 1", "version: 3")
    text = text.replace("kind: school_district", "kind: district")
    text = text.replace("occurrence_end: 2026-03-03", "occurrence_end: 2026-02-01")
    text = text.replace("until: 2026-03-20", "until: 2026-03-01")
    text = text.replace("student_data: true", "student_data: 1\n  harm: none")
    text = text.replace("count: 5200", "count: -5200")
    text = text.replace("by: DPO", "by: [DPO]")

    assert [each.partition(":")[0] for each in problems_of(text)] == [
        "line 1",
        "line 5",
        "line 16",
        "line 29",
        "line 35",
        "line 36",
        "line 46",
        "line 54",
    ]


def test_a_mistake_in_a_file_of_json_has_its_line_too() -> None:
    text = '{\n  "version": 1,\n  "agency": "kingston-csd",\n  "facts": {"encrypted": "no"}\n}\n'

    assert problems_of(text) == [f"line 4: `facts.encrypted` was given `no`; {FLAG}"]
