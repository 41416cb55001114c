"""The ladder an installation gets, and the mistakes in its settings."""

from __future__ import annotations

from typing import Any

import pytest

from config.ladder import load_ladder
from incidents.case.ladder import Ladder, Rungs
from incidents.errors import InputRefusedError


def test_the_ladder_is_the_one_that_is_promised() -> None:
    assert load_ladder() == Ladder(
        days=(
            Rungs(at_least=30, before=(30, 14, 7, 5, 2, 1)),
            Rungs(at_least=0, before=(5, 2, 1)),
        ),
        hours=(Rungs(at_least=72, before=(48, 24, 6, 1)), Rungs(at_least=0, before=(12, 6, 1))),
        morning_hour=8,
        overdue_every=1,
        ask_every=7,
    )


def test_a_setting_changes_what_it_names_and_nothing_else() -> None:
    changed = load_ladder({"days": [{"at_least": 0, "before": [3, 1]}], "ask_every": 14}, 7)

    assert changed.days == (Rungs(at_least=0, before=(3, 1)),)
    assert (changed.ask_every, changed.morning_hour) == (14, 7)
    assert (changed.hours, changed.overdue_every) == (load_ladder().hours, 1)


@pytest.mark.parametrize(
    ("changes", "morning_hour", "said"),
    [
        (
            {"dais": []},
            8,
            "there is no key `dais`; accepted are days, hours, overdue_every, ask_every",
        ),
        ({"days": []}, 8, "`days` has lines for clocks of at least []"),
        (
            {"days": [{"at_least": 30, "before": [7]}]},
            8,
            "`days` has lines for clocks of at least [30]",
        ),
        (
            {"hours": [{"at_least": 0, "before": [6]}, {"at_least": 72, "before": [48]}]},
            8,
            "`hours` has lines for clocks of at least [0, 72]; give the longest first",
        ),
        ({"days": [{"before": [7]}]}, 8, "`days.at_least` is missing"),
        (
            {"days": [{"at_least": 0, "before": [1, 2]}]},
            8,
            "`days.before` is [1, 2]; give whole numbers",
        ),
        ({"days": [{"at_least": 0, "before": [2, 2]}]}, 8, "`days.before` is [2, 2]"),
        ({"days": [{"at_least": 0, "before": [1, 0]}]}, 8, "`days.before` is [1, 0]"),
        ({"days": [{"at_least": 0, "before": []}]}, 8, "`days.before` is []"),
        ({"days": [{"at_least": 0, "before": ["soon"]}]}, 8, "`days.before` was given `soon`"),
        ({"days": 5}, 8, "`days` was given `5`; accepted is a list"),
        ({"ask_every": 0}, 8, "`ask_every` is 0; give a number of days from 1"),
        ({"overdue_every": -1}, 8, "`overdue_every` is -1; a count is 0 or more"),
        ({}, 24, "`morning_hour` is 24; accepted are 0 to 23"),
    ],
)
def test_a_mistake_is_refused_with_what_is_accepted(
    changes: dict[str, Any], morning_hour: int, said: str
) -> None:
    with pytest.raises(InputRefusedError) as refused:
        load_ladder(changes, morning_hour)

    assert said in str(refused.value)
    assert str(refused.value).startswith("the setting `ladder`: ")
