"""Which moment starts a clock, and what takes the place of its period."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.law.circumstances import InternalTarget
from incidents.law.clock import Clock
from incidents.law.duty import DutyState
from incidents.law.holds import HoldKind, HoldTerms, Party
from incidents.law.moment_names import MomentName
from tests.incidents.law.examples import (
    DISCOVERED,
    RECEIVED,
    dates,
    days,
    duty,
    hold,
    known,
    rule,
    version,
)


def test_a_confirmation_stands_in_for_an_unknown_discovery() -> None:
    found = duty(known(moments={"contractor_confirmation": "2026-03-05"}), of=RECEIVED)

    assert found.starts is not None
    assert found.starts.name is MomentName.CONTRACTOR_CONFIRMATION
    assert dates(found) == ("2026-03-12", "2026-03-12")


@pytest.mark.parametrize(
    ("moments", "name"),
    [
        ({"discovery": "2026-03-06", "report": "2026-03-05"}, "report"),
        ({"discovery": "2026-03-05T00:00-05:00", "report": "2026-03-05"}, "report"),
        ({"discovery": "2026-03-05", "report": "2026-03-05"}, "discovery"),
        ({"discovery": "2026-03-05T09:00-05:00", "report": "2026-03-05T13:59Z"}, "report"),
    ],
)
def test_a_date_comes_before_any_instant_of_its_day(moments: dict[str, str], name: str) -> None:
    either = rule(version(days(10)), starts=(MomentName.DISCOVERY, MomentName.REPORT))
    found = duty(known(moments=moments), of=either)

    assert found.starts is not None
    assert found.starts.name.value == name
    assert str(found.starts.moment) == moments[name]


PROMISED = rule(
    version(days(60), replaced_by=MomentName.COMPLAINT_EXTENDED_TO),
    starts=(MomentName.COMPLAINT_RECEIPT,),
)


def test_a_promised_day_takes_the_place_of_the_period() -> None:
    """8 NYCRR 121.4(c); a Sunday that was promised is not rolled."""
    moments = {"complaint_receipt": "2026-03-09", "complaint_extended_to": "2026-06-28"}
    found = duty(known(moments=moments), of=PROMISED)

    assert dates(found) == ("2026-06-28", "2026-06-28")
    assert "promised Sunday, June 28, 2026" in found.working[-1]


def test_without_a_promise_the_period_stands() -> None:
    found = duty(known(moments={"complaint_receipt": "2026-03-09"}), of=PROMISED)

    assert dates(found) == ("2026-05-08", "2026-05-08")


def test_a_promise_without_a_complaint_starts_nothing() -> None:
    found = duty(known(moments={"complaint_extended_to": "2026-06-28"}), of=PROMISED)

    assert found.state is DutyState.NOT_STARTED


NO_NUMBER = rule(version(Clock()))
OWN = {"example.notice": InternalTarget(length=5)}
RECESS = frozenset([date(2026, 3, 9), date(2026, 3, 12)])


def test_an_agency_may_set_itself_a_target() -> None:
    found = duty(known(moments=DISCOVERED, internal_targets=OWN), of=NO_NUMBER)

    assert found.state is DutyState.NO_FIXED_DATE
    assert dates(found) == ("2026-03-10", None)


def test_closed_days_move_a_target_of_ones_own() -> None:
    own = {"example.notice": InternalTarget(length=5, business_days=True)}
    case = known(moments=DISCOVERED, internal_targets=own)
    with_recess = known(moments=DISCOVERED, internal_targets=own, closed_days=RECESS)

    assert dates(duty(case, of=NO_NUMBER)) == ("2026-03-12", None)
    assert dates(duty(with_recess, of=NO_NUMBER)) == ("2026-03-16", None)


def test_closed_days_never_move_a_date_of_the_law() -> None:
    case = known(
        moments=DISCOVERED, internal_targets=OWN, closed_days=frozenset([date(2026, 3, 16)])
    )

    assert dates(duty(case)) == ("2026-03-15", "2026-03-16")


def test_a_target_of_ones_own_needs_a_start() -> None:
    assert dates(duty(known(internal_targets=OWN), of=NO_NUMBER)) == (None, None)


def test_a_hold_may_end_without_a_fixed_date() -> None:
    terms = HoldTerms(party=Party.AGENCY, kinds=frozenset([HoldKind.LAW_ENFORCEMENT]))
    case = known(moments=DISCOVERED, holds=(hold("2026-03-06", "2026-03-08"),))
    found = duty(case, of=rule(version(days(10), holds=terms)))

    assert found.state is DutyState.NO_FIXED_DATE
