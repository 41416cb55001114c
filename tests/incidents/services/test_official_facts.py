"""The letters to officials and contractors are filled from the record."""

from __future__ import annotations

from typing import Any

import pytest

from config.wiring import FileLawBook
from incidents.case.telling_events import (
    BatchHandedOver,
    BatchMade,
    CallLogged,
    CostRecorded,
    DeliveriesSettled,
    SubstituteChosen,
)
from incidents.law.holds import HoldKind
from incidents.law.wording import dollars
from incidents.moments import LocalDay
from incidents.services.drafter import Addressed
from incidents.services.follow_up import change_case
from incidents.services.hold_notification import place_hold, release_hold
from incidents.services.view_case import view_case
from notices.catalogue import catalogue
from notices.drafter import CatalogueDrafter
from notices.fields import NoticeFields
from notices.from_case import facts_of
from tests.support.caseworker import LAW, Caseworker
from tests.support.whole_case import home_with_district, law_of

LATER = "2026-03-20T10:00-04:00"


@pytest.fixture
def law(tmp_path_factory: pytest.TempPathFactory) -> FileLawBook:
    """Give the law with a district that has an address of its own."""
    return law_of(home_with_district(tmp_path_factory.mktemp("home")))


def facts(dpo: Caseworker, at: str = LATER) -> dict[str, Any]:
    """Give what the case says by itself."""
    found = facts_of(dpo.sees(at), 1)
    NoticeFields(found)
    return found


def serving(dpo: Caseworker, at: str = LATER) -> tuple[str, ...]:
    """Give the notices that are called for."""
    return CatalogueDrafter().serving(dpo.sees(at), 1)


def spends(dpo: Caseworker, item: str, cents: int, *proofs: str) -> None:
    """Record a cost of telling the people."""
    named: list[Any] = [{"name": each, "path": "evidence/1", "sha256": "1"} for each in proofs]
    event = CostRecorded(
        wave=1, item=item, cents=cents, on="2026-03-19", by="dpo", note=None, evidence=named
    )
    dpo.at(LATER, lambda work: change_case(work, LAW, dpo.number, [event]))


def test_a_limit_that_the_contractor_missed_is_shown_with_its_working(dpo: Caseworker) -> None:
    dpo.opens()

    assert facts(dpo)["missed_limits"] == [
        {
            "source": "8 NYCRR 121.10(a)",
            "period": "7 calendar days",
            "counted_from": "Thursday, March 5, 2026, 4:00 p.m.",
            "last_day": "Thursday, March 12, 2026",
            "missed_by": "4 days",
        }
    ]
    assert facts(dpo)["kept_limits"] == [
        {
            "source": "New York State Model Data Privacy Agreement Art. II s.12(a)",
            "period": "7 business days",
            "last_day": "Monday, March 16, 2026",
        }
    ]


def test_a_notice_that_is_still_missing_has_no_number_that_grows(dpo: Caseworker) -> None:
    dpo.opens(moments={"contractor_discovery": "2026-03-05T16:00-05:00"})

    missed = facts(dpo)["missed_limits"]

    assert [each["missed_by"] for each in missed] == ["not yet received", "not yet received"]


def test_a_letter_on_lateness_is_called_for_only_by_lateness(dpo: Caseworker) -> None:
    on_time = {
        "contractor_discovery": "2026-03-12T16:00-04:00",
        "receipt": "2026-03-16T09:30-04:00",
    }
    dpo.opens(moments=on_time)
    assert "contractor-lateness-letter" not in serving(dpo)

    dpo.records(LATER, "moments.contractor_discovery", "2026-03-05T16:00-05:00", "its log")

    assert "contractor-lateness-letter" in serving(dpo)


def test_the_penalties_come_from_the_rule_book(dpo: Caseworker) -> None:
    dpo.opens()

    found = facts(dpo)["penalties"]

    assert [each["source"] for each in found] == ["8 NYCRR 121.11(a)", "8 NYCRR 121.11(b)"]
    assert [each["amount"] for each in found] == [each.amount for each in LAW.rule_book.penalties]


def test_costs_are_added_up_by_item_with_their_proofs(dpo: Caseworker) -> None:
    dpo.opens()
    assert "reimbursement-claim" not in serving(dpo)

    spends(dpo, "postage", 401280, "receipt.pdf")
    spends(dpo, "postage", 3405)
    spends(dpo, "staff_time", 61250, "hours.xlsx", "rates.pdf")

    found = facts(dpo)
    assert found["costs"] == [
        {"item": "postage", "count": 2, "amount": "$4,046.85"},
        {"item": "staff time", "count": 1, "amount": "$612.50"},
    ]
    assert found["costs_total"] == "$4,659.35"
    assert [each["proof"] for each in found["costs_evidence"]] == [
        "receipt.pdf",
        "none recorded",
        "hours.xlsx, rates.pdf",
    ]
    assert "reimbursement-claim" in serving(dpo)


@pytest.mark.parametrize(
    ("cents", "words"), [(0, "$0.00"), (5, "$0.05"), (123456789, "$1,234,567.89")]
)
def test_an_amount_has_its_cents(cents: int, words: str) -> None:
    assert dollars(cents) == words


def test_the_determination_names_who_decided_and_how_long_it_is_kept(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.exempts("2026-03-18T10:00-04:00")

    found = facts(dpo)

    assert found["exemption_reason"] == "Opened by our own clerk by mistake"
    assert found["exemption_by"] == "Data Protection Officer"
    assert found["exemption_kept_years"] == 5
    assert found["exemption_kept_until"] >= LocalDay.parse("2031-03-18")
    assert found["exemption_limit"] == LocalDay.parse("2026-03-30")
    assert found["exemption_sources"] == [
        "State Technology Law 208(2)(a) (not verified)",
        "Kingston City School District policy 8635 II.C",
    ]
    assert {"exemption-letter", "exemption-determination"} <= set(serving(dpo))


def test_each_limit_of_a_ransom_is_found(dpo: Caseworker) -> None:
    paid = {"cyber_incident_belief": "2026-03-16T08:00-04:00"}
    paid |= {"ransom_payment": "2026-03-17T20:00-04:00"}
    dpo.opens("2026-03-18T10:00-04:00", moments=paid)
    zone = dpo.sees(LATER).agency.zone

    found = facts(dpo)

    shown = {name: zone.words(found[name]) for name in found if name.endswith("_limit")}
    assert shown == {
        "cyber_limit": "Thursday, March 19, 2026, 8:00 a.m.",
        "payment_limit": "Wednesday, March 18, 2026, 8:00 p.m.",
        "explanation_limit": "Thursday, April 16, 2026",
    }
    sheets = {"dhses-incident-sheet", "dhses-payment-sheet", "dhses-explanation-sheet"}
    assert sheets <= set(serving(dpo))


def test_a_complaint_is_answered_and_extended_only_once_a_day_is_promised(
    dpo: Caseworker,
) -> None:
    dpo.opens(moments={"complaint_receipt": "2026-03-16"})
    assert facts(dpo)["complaint_limit"] == LocalDay.parse("2026-05-15")
    assert {"complaint-acknowledgement", "complaint-findings"} <= set(serving(dpo))
    assert "complaint-extension" not in serving(dpo)

    dpo.records(LATER, "moments.complaint_extended_to", "2026-06-30")

    assert facts(dpo)["complaint_promised"] == LocalDay.parse("2026-06-30")
    assert "complaint-extension" in serving(dpo)


def test_the_showing_has_the_numbers_of_the_rule_book(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.estimates("2026-03-17T10:00-04:00", 261000)
    found = facts(dpo)
    assert "substitute_ground" not in found
    assert [(each["ours"], each["more_than"]) for each in found["substitute_tests"]] == [
        (4800, 500000),
        (261000, 250000),
    ]
    showing: dict[str, Any] = {
        "estimated_cents": 26250050,
        "persons": 4795,
        "without_address": 12,
        "more_than": 250000,
        "provision": "State Technology Law 208(5)",
        "consists_of": ["website_posting"],
    }
    chosen = SubstituteChosen(
        wave=1, duty="ny.stl208.residents", ground="cost", showing=showing, by="dpo"
    )
    dpo.at(LATER, lambda work: change_case(work, LAW, dpo.number, [chosen]))

    found = facts(dpo)

    assert found["substitute_ground"] == "telling each person would cost too much"
    assert found["cost_estimate"] == "$262,500.50"
    assert found["without_address"] == 12
    assert [(each["ours"], each["more_than"]) for each in found["substitute_tests"]] == [
        (4795, 500000),
        (262500, 250000),
    ]
    assert found["substitute_steps"] == ["e-mail where known", "website posting", "statewide media"]


def test_a_hold_says_why_records_are_kept_and_when_that_ends(dpo: Caseworker) -> None:
    dpo.opens()
    since = LocalDay.parse("2026-03-17")
    dpo.at(
        "2026-03-17T10:00-04:00",
        lambda work: place_hold(
            work, LAW, dpo.number, HoldKind.LAW_ENFORCEMENT, starts=since, authority="Sheriff"
        ),
    )
    held = facts(dpo)
    dpo.at(
        "2026-03-19T10:00-04:00",
        lambda work: release_hold(work, LAW, dpo.number, until=LocalDay.parse("2026-03-18")),
    )
    released = facts(dpo)

    assert held["preserve_because"] == "a hold asked for by Sheriff"
    assert held["preserve_since"] == since
    assert "preserve_ended" not in held
    assert "preserve_because" not in released
    assert released["preserve_ended"] == LocalDay.parse("2026-03-18")
    assert [each["authority"] for each in released["past_holds"]] == ["Sheriff"]


def test_the_contract_says_by_when_records_are_destroyed(dpo: Caseworker) -> None:
    contract = {"contractor": "Example Inc", "family": "ndpa-v1", "exhibits": ["NY"]}
    dpo.opens(contract=contract)

    found = facts(dpo)

    assert found["destruction_days"] == 90
    assert found["destruction_certified"] is True
    assert (
        found["destruction_source"] == "National Data Privacy Agreement v1 Exhibit G New York s.10"
    )
    assert found["reimbursement_clause"] == "the National Data Privacy Agreement v1"


def test_what_was_really_sent_is_counted_by_method(dpo: Caseworker) -> None:
    dpo.opens()
    assert "sent_counts" not in facts(dpo)
    file: dict[str, Any] = {"path": "evidence/1", "sha256": "1", "name": "rows.jsonl"}
    happened = [
        BatchMade(
            sending=1, wave=1, batch=1, method="first_class_mail", deliveries=40, manifest="1"
        ),
        BatchHandedOver(
            sending=1, wave=1, batch=1, at="2026-03-18", by="dpo", deliveries=40, cents=None
        ),
        DeliveriesSettled(sending=1, wave=1, counts={"accepted": 7, "bounced": 2}, file=file),
        CallLogged(wave=1, delivery=9, at="2026-03-17T12:00-04:00", by="dpo", outcome="no_answer"),
        CallLogged(wave=1, delivery=9, at="2026-03-19T12:00-04:00", by="dpo", outcome="told"),
    ]
    dpo.at(LATER, lambda work: change_case(work, LAW, dpo.number, happened))

    found = facts(dpo)

    assert found["sent_counts"] == [
        {"method": "first-class mail", "number": 40},
        {"method": "e-mail", "number": 7},
        {"method": "telephone", "number": 1},
    ]
    assert found["first_sent"] == LocalDay.parse("2026-03-18")
    assert found["last_sent"] == LocalDay.parse("2026-03-20")


def test_each_notice_can_be_drafted_from_a_case_by_its_name(
    dpo: Caseworker, law: FileLawBook
) -> None:
    dpo.opens()
    view = dpo.at(LATER, lambda work: view_case(work, law, dpo.number))

    digests = {
        CatalogueDrafter().digest(
            Addressed(notice=each.id, kind=kind), view, LocalDay.parse("2026-03-20")
        )
        for each in catalogue().templates.values()
        for kind in each.recipients
    }

    assert len(digests) == sum(len(each.recipients) for each in catalogue().templates.values())
