"""The duties of a case, as they stood when it was last answered."""

from __future__ import annotations

from sqlalchemy import Engine

from incidents.moments import Instant, LocalDay
from tests.incidents.store.samples import NOW, a_duty, looking, open_case, work_at


def test_duties_come_back_wave_by_wave_most_urgent_first(engine: Engine) -> None:
    number = open_case(engine).number
    with work_at(engine) as work:
        work.duties.replace(number, 2, [a_duty(number, "second-wave", wave=2, turns_at=NOW)])
        work.duties.replace(
            number,
            1,
            [a_duty(number, "z", turns_at=None), a_duty(number, "b"), a_duty(number, "a")],
        )

    with looking(engine) as work:
        names = [row.duty for row in work.duties.of_case(number)]

    assert names == ["a", "b", "z", "second-wave"]


def test_days_and_instants_come_back_as_they_were_recorded(engine: Engine) -> None:
    """A target in hours keeps its offset; a target in days has none."""
    number = open_case(engine).number
    by_hour = a_duty(
        number,
        "contract.notice",
        target=Instant.parse("2026-03-11T09:00-04:00"),
        limit=Instant.parse("2026-03-11T09:00-04:00"),
        starts=LocalDay.parse("2026-03-08"),
        hours=True,
    )
    with work_at(engine) as work:
        work.duties.replace(number, 1, [by_hour])

    with looking(engine) as work:
        (row,) = work.duties.of_case(number)

    assert row == by_hour
    assert str(row.target) == "2026-03-11T09:00-04:00"


def test_a_replacement_touches_its_own_wave_and_case_only(engine: Engine) -> None:
    one, two = open_case(engine).number, open_case(engine).number
    with work_at(engine) as work:
        for number in (one, two):
            for wave in (1, 2):
                work.duties.replace(number, wave, [a_duty(number, f"old {wave}", wave=wave)])
        work.duties.replace(one, 1, [a_duty(one, "new")])
        work.duties.replace(two, 2, [])

    with looking(engine) as work:
        assert [row.duty for row in work.duties.of_case(one)] == ["new", "old 2"]
        assert [row.duty for row in work.duties.of_case(two)] == ["old 1"]


def test_one_duty_is_found_by_wave_and_name(engine: Engine) -> None:
    number = open_case(engine).number
    row = a_duty(number, hours=True, limit=NOW)
    with work_at(engine) as work:
        work.duties.replace(number, 1, [row, a_duty(number, "policy.internal-report")])

    with looking(engine) as work:
        assert work.duties.get(number, 1, row.duty) == row
        assert work.duties.get(number, 2, row.duty) is None
