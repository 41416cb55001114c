"""Only a determination extinguishes a duty: who, why, on which facts."""

from __future__ import annotations

import pytest

from incidents.case.events import Subject
from incidents.law.duty import DutyState
from incidents.moments import Zone, parse_moment
from incidents.services.determine import (
    Decided,
    DecisionRefusedError,
    UnknownDutyError,
    WorksheetError,
    decide_exemption,
    keep_until,
)
from tests.support.caseworker import LAW, Caseworker

RESIDENTS = "ny.stl208.residents"
PRIVATE = {
    "student_data": True,
    "appr_data": False,
    "private_information": ["ssn"],
    "encrypted": False,
    "medium": "computerized",
    "custody": "owned",
}
SOME = [{"group": "students", "residence": "NY", "count": 100, "with_private_information": 100}]


def test_a_determination_keeps_the_facts_it_relied_on(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.decides(
        "2026-03-20T10:00-04:00",
        "us.ferpa.disclosure-record",
        required=False,
        reason="No record was disclosed",
    )

    made = dpo.case().determinations[0]
    assert made.facts["facts"]["student_data"] is True
    assert made.by == "dpo"
    assert (
        dpo.duty("2026-03-21T10:00-04:00", "us.ferpa.disclosure-record").state
        is DutyState.NOT_REQUIRED
    )


def test_the_208_2_a_determination_starts_the_attorney_generals_clock(dpo: Caseworker) -> None:
    # Policy 8635 II.C: every determination, within 10 days.
    # 1 April + 10 = Saturday 11 April, so the limit is Monday 13.
    dpo.opens(facts=PRIVATE, affected=SOME)
    dpo.exempts("2026-04-01T10:00-04:00")

    duty = dpo.duty("2026-04-02T10:00-04:00", "ny.stl208.exemption-to-ag")
    assert (duty.state, str(duty.target), str(duty.limit)) == (
        DutyState.RUNNING,
        "2026-04-11",
        "2026-04-13",
    )
    assert dpo.duty("2026-04-02T10:00-04:00", RESIDENTS).state is DutyState.NOT_REQUIRED


def test_a_determination_is_kept_for_five_years() -> None:
    # State Technology Law 208(2)(a).
    assert (
        str(keep_until(LAW.rule_book, parse_moment("2026-04-01"), Zone("America/New_York")))
        == "2031-04-01"
    )
    assert (
        str(keep_until(LAW.rule_book, parse_moment("2028-02-29"), Zone("America/New_York")))
        == "2033-03-01"
    )


def test_no_breach_wants_the_worksheet_of_the_policy(dpo: Caseworker) -> None:
    # Policy 8635 II.B.
    dpo.opens()

    with pytest.raises(WorksheetError, match="--sign in_possession"):
        dpo.finds_no_breach("2026-03-20T10:00-04:00", used="no")


def test_no_breach_ends_the_duties_that_rest_on_one(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.records("2026-03-18T09:00-04:00", "moments.complaint_receipt", "2026-03-18")
    dpo.finds_no_breach(
        "2026-03-20T10:00-04:00",
        in_possession="no",
        downloaded_or_copied="no",
        used="no",
        other_factors="none",
    )

    plan = dpo.sees("2026-03-21T10:00-04:00").plans[1]
    assert plan.duty("ny.8nycrr121.individuals").state is DutyState.NOT_REQUIRED
    assert plan.duty("ny.8nycrr121.complaint-findings").state is DutyState.RUNNING


def test_the_latest_determination_of_a_duty_counts(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.decides("2026-03-20T10:00-04:00", "us.ferpa.disclosure-record", required=False)
    dpo.decides("2026-03-22T10:00-04:00", "us.ferpa.disclosure-record", required=True)

    assert (
        dpo.duty("2026-03-23T10:00-04:00", "us.ferpa.disclosure-record").state
        is DutyState.NO_FIXED_DATE
    )
    assert len(dpo.case().determinations) == 2


def test_a_determination_says_what_it_is_about(dpo: Caseworker) -> None:
    dpo.opens(facts=PRIVATE, affected=SOME)
    dpo.decides("2026-03-20T10:00-04:00", "us.ferpa.disclosure-record", required=False)
    dpo.exempts("2026-04-01T10:00-04:00")

    made = dpo.case().determinations
    assert [(each.subject, each.duty) for each in made] == [
        (Subject.DUTY, "us.ferpa.disclosure-record"),
        (Subject.EXEMPTION, None),
    ]


def test_a_decision_that_was_not_taken_yet_is_refused(dpo: Caseworker) -> None:
    dpo.opens()
    later = Decided(by="dpo", reason="Soon", made_at=parse_moment("2026-03-21"))

    with pytest.raises(DecisionRefusedError, match="2026-03-21 lies in the future"):
        dpo.at(
            "2026-03-20T10:00-04:00",
            lambda work: decide_exemption(work, LAW, dpo.number, later),
        )


def test_a_sign_that_is_not_on_the_worksheet_is_refused(dpo: Caseworker) -> None:
    dpo.opens()

    with pytest.raises(WorksheetError, match="`seen` is no sign on the worksheet; it asks for in_"):
        dpo.finds_no_breach(
            "2026-03-20T10:00-04:00",
            in_possession="no",
            downloaded_or_copied="no",
            used="no",
            other_factors="none",
            seen="no",
        )


def test_an_unknown_duty_is_answered_with_the_nearest(dpo: Caseworker) -> None:
    dpo.opens()

    with pytest.raises(UnknownDutyError, match=r"did you mean ny\.8nycrr121\.individuals"):
        dpo.decides("2026-03-20T10:00-04:00", "ny.8nycrr121.individual", required=True)
