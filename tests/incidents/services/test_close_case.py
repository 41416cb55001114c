"""A case is closed when nothing is left to do, and says what is."""

from __future__ import annotations

from typing import Any

import pytest

from incidents.services.close_case import ClosingRefusedError, close_case
from incidents.services.follow_up import ClosedCaseError
from tests.support.caseworker import LAW, LEFT, Caseworker

NOTHING_KNOWN: dict[str, Any] = {
    "attributed_to": "agency",
    "contract": None,
    "moments": {},
    "affected": [],
}


def test_closing_is_refused_and_names_every_duty_left(dpo: Caseworker) -> None:
    dpo.opens()

    with pytest.raises(ClosingRefusedError) as refused:
        dpo.at("2026-09-01T09:00-04:00", lambda work: close_case(work, LAW, dpo.number, by="dpo"))

    assert all(duty in str(refused.value) for duty in LEFT)
    assert "missed" in str(refused.value)


def test_a_case_closes_once_everything_is_filed(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.closes()

    assert dpo.case().closed_at is not None


def test_a_closed_case_takes_no_more_changes(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.closes()

    with pytest.raises(ClosedCaseError, match="was closed on Saturday, March 21, 2026"):
        dpo.records("2026-03-22T09:00-04:00", "facts.encrypted", True, "a letter")


def test_an_undecided_duty_keeps_a_case_open(dpo: Caseworker) -> None:
    facts = {"student_data": True, "appr_data": False}
    dpo.opens(facts=facts)
    dpo.files("2026-03-20T10:00-04:00", *LEFT)

    with pytest.raises(ClosingRefusedError, match=r"ny\.stl208\.owner \(wave 1: undecided\)"):
        dpo.at("2026-03-21T09:00-04:00", lambda work: close_case(work, LAW, dpo.number, by="dpo"))


def test_a_case_without_duties_needs_a_written_reason(dpo: Caseworker) -> None:
    dpo.opens(**NOTHING_KNOWN)

    with pytest.raises(ClosingRefusedError, match="say with --reason"):
        dpo.at("2026-03-21T09:00-04:00", lambda work: close_case(work, LAW, dpo.number, by="dpo"))
    dpo.at(
        "2026-03-21T09:00-04:00",
        lambda work: close_case(work, LAW, dpo.number, by="dpo", reason="Opened by mistake"),
    )

    assert dpo.case().closed_at is not None


def test_the_agencys_log_names_each_case_opened_and_closed(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.closes()

    events = dpo.at("2026-03-22T09:00-04:00", lambda work: work.history("kingston-csd"))
    assert [(each.tag, each.body["number"]) for each in events] == [
        ("case:opened", "KINGSTON-2026-001"),
        ("case:closed", "KINGSTON-2026-001"),
    ]
