"""What a person types as a time, and the clock of the machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
import pytest

from desk.instants import DAY, INSTANT, MOMENT, now
from incidents.moments import Instant, LocalDay


def test_now_is_the_time_of_the_machine_to_the_second() -> None:
    found = now()

    assert abs(found.utc - datetime.now(UTC)) < timedelta(seconds=5)
    assert found.utc.microsecond == 0
    assert str(found).endswith("Z")
    assert Instant.parse(str(found)) == found


def test_a_typed_time_is_read_by_what_is_asked_for() -> None:
    assert INSTANT.convert("2026-03-05T16:00Z", None, None) == Instant.parse("2026-03-05T16:00Z")
    assert DAY.convert("2026-03-05", None, None) == LocalDay.parse("2026-03-05")
    assert MOMENT.convert("2026-03-05", None, None) == LocalDay.parse("2026-03-05")
    assert MOMENT.convert("2026-03-05T16:00Z", None, None) == Instant.parse("2026-03-05T16:00Z")


def test_a_time_already_read_is_taken_as_it_is() -> None:
    instant, day = Instant.parse("2026-03-05T16:00Z"), LocalDay.parse("2026-03-05")

    assert INSTANT.convert(instant, None, None) is instant
    assert DAY.convert(day, None, None) is day
    assert MOMENT.convert(instant, None, None) is instant
    assert MOMENT.convert(day, None, None) is day


@pytest.mark.parametrize(
    ("kind", "typed"),
    [(INSTANT, "2026-03-05"), (DAY, "2026-03-05T16:00Z"), (MOMENT, "March 5"), (DAY, "")],
)
def test_another_time_is_refused_with_what_is_accepted(
    kind: click.ParamType[object], typed: str
) -> None:
    with pytest.raises(click.BadParameter, match="cannot be read as a moment; give "):
        kind.convert(typed, None, None)
