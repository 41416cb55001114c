"""Plans a second, counting business days, one command for many files, and starting.

    python -m bench.plans

Every figure stands beside a bare one taken in the same seconds, in turns, so
that a busy machine slows both alike; medians throughout.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from config.incident_files import read_document
from config.planning import plan_incident
from config.registry import load_registry
from incidents.law.calendars import BusinessCalendar
from incidents.law.clock import Unit
from incidents.moments import Instant, LocalDay

AT = Instant.parse("2026-05-05T09:00-04:00")
#: What the program promises of these figures.
LEAST_COUNTING, MOST_HELP, MOST_PLAN = 10.0, 0.5, 0.7
MOMENTS = (
    "contractor_discovery",
    "receipt",
    "discovery",
    "complaint_receipt",
    "cyber_incident_belief",
    "ransom_payment",
    "hhs_notification",
)
FILES, EXACT_CASES = 1_000, 1_000_000
INCIDENT = """\
version: 1
title: Roster export left on an open share
agency: kingston-csd
attributed_to: contractor
contract: {{contractor: Example Learning Inc, family: ny-model-dpa, governing_law: NY}}
moments:
  contractor_discovery: {discovery}T16:00-04:00
  receipt: {receipt}T10:00-04:00
facts: {{student_data: true, appr_data: false, private_information: [], encrypted: false}}
affected:
  - {{group: students, residence: NY, count: 5200, with_private_information: 0}}
"""


def plans(rounds: int = 7, a_round: int = 200) -> dict[str, float]:
    """Give plans a second, as objects and as JSON, beside bare date arithmetic."""
    registry = load_registry()
    incident = read_document(_document(), registry)
    bare = _bare_arithmetic(registry.rule_book.calendar)
    planned, as_json, dates = _in_turns(
        rounds,
        a_round,
        lambda: plan_incident(incident, AT, registry),
        lambda: plan_incident(incident, AT, registry).as_json(),
        bare,
    )
    return {
        "bare date arithmetic of the same 22 duties, a second": 1 / dates,
        "plans of 22 duties with their working, a second, one core": 1 / planned,
        "the same as JSON, a second": 1 / as_json,
        "plans as a share of the bare date arithmetic": dates / planned,
    }


def _document() -> Mapping[str, object]:
    return {
        "version": 1,
        "agency": "kingston-csd",
        "attributed_to": "contractor",
        "contract": {"family": "ny-model-dpa"},
        "moments": dict.fromkeys(MOMENTS, "2026-04-10T16:00-04:00"),
        "facts": {
            "student_data": True,
            "private_information": ["ssn"],
            "encrypted": False,
            "medium": "computerized",
            "custody": "owned",
        },
        "affected": [{"group": "students", "residence": "NY", "with_private_information": 9000}],
    }


def _bare_arithmetic(calendar: BusinessCalendar) -> Callable[[], object]:
    """Give the dates of every duty by nothing but ``datetime`` and a set of closed days."""
    closed = _closed_days(calendar, range(2025, 2028))
    rules = load_registry().rule_book.rules
    clocks = [each.versions[-1].clock for each in rules if each.versions[-1].clock.length]
    periods = [(each.length or 0, each.unit) for each in clocks]
    begun = datetime.fromisoformat("2026-04-10T16:00-04:00")

    return lambda: [_dates(begun, length, unit, closed) for length, unit in periods]


def _dates(begun: datetime, length: int, unit: Unit | None, closed: frozenset[date]) -> object:
    if unit is Unit.HOURS:
        return begun + timedelta(hours=length)
    if unit is Unit.BUSINESS_DAYS:
        return _walk(begun.date(), length, closed)
    target = limit = begun.date() + timedelta(days=length)
    while limit.weekday() > _FRIDAY or limit in closed:
        limit += _ONE_DAY
    return target, limit


_FRIDAY, _ONE_DAY = 4, timedelta(days=1)


def _closed_days(calendar: BusinessCalendar, years: range) -> frozenset[date]:
    every = (day for year in years for each in calendar.holidays for day in each.closed_days(year))
    return frozenset(every)


def _walk(day: date, count: int, closed: frozenset[date]) -> date:
    """Give the nth business day after a day, one day at a time."""
    while count:
        day += _ONE_DAY
        if day.weekday() <= _FRIDAY and day not in closed:
            count -= 1
    return day


def counting(rounds: int = 7, cases: int = EXACT_CASES) -> dict[str, float]:
    """Give how much faster counting is than a walk, and how many cases were exact."""
    calendar = load_registry().rule_book.calendar
    closed = _closed_days(calendar, range(1990, 2101))
    drawn = list(_draw(5_000, 2019, 2035))
    local = [(LocalDay(day), count) for day, count in drawn]
    found, walked = _in_turns(
        rounds,
        1,
        lambda: [calendar.nth_after(day, count) for day, count in local],
        lambda: [_walk(day, count, closed) for day, count in drawn],
    )
    exact = sum(
        calendar.nth_after(LocalDay(day), count).date == _walk(day, count, closed)
        for day, count in _draw(cases, 1991, 2097)
    )
    return {
        "business days counted day by day, a second": len(drawn) / walked,
        "business days counted by the calendar, a second": len(drawn) / found,
        f"times the walk (at least {LEAST_COUNTING:.0f})": walked / found,
        f"exact of {cases:,} cases": float(exact),
    }


def _draw(cases: int, first: int, last: int) -> Iterator[tuple[date, int]]:
    """Give days of some years, each with 1 to 60 business days to count."""
    chance = random.Random(24)  # noqa: S311 - the same cases in every run
    from_, to = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    for _ in range(cases):
        yield date.fromordinal(chance.randint(from_, to)), chance.randint(1, 60)


def one_command(files: int = FILES) -> dict[str, float]:
    """Give how long one ``plan`` command takes for many incident files."""
    with tempfile.TemporaryDirectory() as place:
        names = [str(_write(Path(place), number)) for number in range(files)]
        began = perf_counter()
        done = _duenotice("plan", *names, "--at", str(AT), "--json")
        seconds = perf_counter() - began
    lines = done.stdout.count(b"\n")
    return {
        f"seconds for one command with {files:,} incident files": seconds,
        "files a second, the start of the program included": files / seconds,
        "files planned": float(lines),
    }


def _write(place: Path, number: int) -> Path:
    path = place / f"incident-{number:04}.yaml"
    discovery = date(2026, 4, 1) + timedelta(days=number % 20)
    text = INCIDENT.format(discovery=discovery, receipt=discovery + timedelta(days=1 + number % 9))
    path.write_text(text, encoding="utf-8")
    return path


def starting(rounds: int = 9) -> dict[str, float]:
    """Give how long help and one plan take, whole process, beside importing Prefect."""
    with tempfile.TemporaryDirectory() as place:
        name = str(_write(Path(place), 0))
        help_, plan, prefect, nothing = _in_turns(
            rounds,
            1,
            lambda: _duenotice("--help"),
            lambda: _duenotice("plan", name, "--json"),
            lambda: _python("import prefect"),
            lambda: _python("pass"),
        )
    return {
        "seconds of a Python that does nothing": nothing,
        "seconds to import Prefect": prefect,
        f"seconds of --help (at most {MOST_HELP})": help_,
        f"seconds of plan with one file (at most {MOST_PLAN})": plan,
        "--help as a share of importing Prefect": help_ / prefect,
        "plan as a share of importing Prefect": plan / prefect,
    }


def _duenotice(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = Path(sys.executable).with_name("duenotice")
    return subprocess.run([program, *arguments], capture_output=True, check=True)  # noqa: S603 - ours


def _python(code: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603 - ours


def _in_turns(rounds: int, times: int, *acts: Callable[[], object]) -> list[float]:
    """Give each act's median seconds, done one after the other, round by round."""
    taken: list[list[float]] = [[] for _ in acts]
    for act in acts:
        act()
    for _ in range(rounds):
        for act, seconds in zip(acts, taken, strict=True):
            began = perf_counter()
            for _ in range(times):
                act()
            seconds.append((perf_counter() - began) / times)
    return [median(each) for each in taken]


def main() -> None:
    """Measure everything and print it."""
    for measure in (plans, counting, one_command, starting):
        for name, figure in measure().items():
            print(f"{name:<90} {figure:>14,.3f}")


if __name__ == "__main__":
    main()
