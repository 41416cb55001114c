"""What the contract says of the contractor's notice, beside the regulation."""

from __future__ import annotations

import pytest

from config.registry import load_registry
from config.rulepacks import load_rule_book
from incidents.law.circumstances import Circumstances, Facts
from incidents.law.contract import ContractTerms
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.holds import Party
from incidents.law.plan import Plan, make_plan
from incidents.moments import Instant
from tests.incidents.law.examples import dates, hold, known

NDPA = load_registry().families["ndpa-v1"]
MODEL = load_registry().families["ny-model-dpa"].terms("Example")
#: Thursday afternoon; confirmed on Monday morning, after the clocks went forward.
MOMENTS = {
    "contractor_discovery": "2026-03-05T16:00-05:00",
    "contractor_confirmation": "2026-03-09T09:00-04:00",
}
CLAUSE = "contract.notice"


def case(
    contract: ContractTerms | None, moments: dict[str, str] | None = None, **others: object
) -> Circumstances:
    """Give a contractor's breach of student data under a contract."""
    everything = {
        "contract": contract,
        "attributed_to": Party.CONTRACTOR,
        "facts": Facts(student_data=True, private_information=frozenset()),
        **others,
    }
    return known(moments=MOMENTS if moments is None else moments, **everything)


def plan(found: Circumstances, at: str = "2026-03-11T00:00Z") -> Plan:
    """Give the plan by the whole rule book."""
    return make_plan(load_rule_book(), found, Instant.parse(at))


def notice(found: Circumstances, at: str = "2026-03-11T00:00Z") -> PlannedDuty:
    """Give the contractor's duty under its contract."""
    return plan(found, at).duty(CLAUSE)


@pytest.mark.parametrize(
    ("exhibits", "limit", "moment"),
    [
        ([], "2026-03-12T09:00-04:00", "contractor_confirmation"),
        (["NY"], "2026-03-12T09:00-04:00", "contractor_confirmation"),
        (["MO"], "2026-03-08T17:00-04:00", "contractor_discovery"),
        (["NY", "MO"], "2026-03-08T17:00-04:00", "contractor_discovery"),
        (["NH", "RI", "MA", "ME", "VT", "OH"], "2026-03-12T09:00-04:00", "contractor_confirmation"),
    ],
)
def test_the_exhibit_decides_what_starts_the_72_hours(
    exhibits: list[str], limit: str, moment: str
) -> None:
    found = notice(case(NDPA.terms("Example", exhibits)))

    assert dates(found) == (limit, limit)
    assert found.starts is not None
    assert found.starts.name.value == moment


def test_the_model_agreement_gives_seven_business_days() -> None:
    """Later than the seven calendar days of 8 NYCRR 121.10(a), which binds."""
    found = plan(case(MODEL))

    assert dates(found.duty(CLAUSE)) == ("2026-03-16", "2026-03-16")
    assert dates(found.duty("ny.8nycrr121.contractor-notice")) == ("2026-03-12", "2026-03-12")
    assert found.duty(CLAUSE).binding is False
    assert found.duty("ny.8nycrr121.contractor-notice").binding is True


def test_an_early_confirmation_makes_the_contract_bind() -> None:
    found = plan(case(NDPA.terms("Example", ["MO"])))

    assert found.duty(CLAUSE).binding is True
    assert found.duty("ny.8nycrr121.contractor-notice").binding is False


def test_an_unconfirmed_incident_starts_no_72_hours() -> None:
    found = notice(case(NDPA.terms("Example"), {"contractor_discovery": "2026-03-05"}))

    assert found.state is DutyState.NOT_STARTED
    assert found.starts is None


def test_with_two_clauses_the_one_that_runs_is_shown() -> None:
    terms = NDPA.terms("Example", ["NY", "MO"])
    found = notice(case(terms, {"contractor_discovery": "2026-03-05T16:00-05:00"}))

    assert dates(found)[1] == "2026-03-08T17:00-04:00"


def test_an_unknown_contract_is_asked_for() -> None:
    found = notice(case(None))

    assert (found.state, found.needs) == (DutyState.UNDECIDED, ("contract",))
    assert (found.starts, found.period) == (None, "")


def test_no_contract_asks_nothing() -> None:
    none = ContractTerms(contractor=None, family=None, clauses=())

    assert notice(case(none)).working == ("Not required: no contract has a clause on notice.",)


def test_a_contractors_hold_stops_the_ndpa_but_not_missouri() -> None:
    investigation = (hold("2026-03-08", party=Party.CONTRACTOR),)

    held = notice(case(NDPA.terms("Example", ["NY"]), holds=investigation))
    missouri = notice(case(NDPA.terms("Example", ["MO"]), holds=investigation))
    model = notice(case(MODEL, holds=investigation))
    assert held.state is DutyState.HELD
    assert missouri.state is DutyState.MISSED
    assert model.state is DutyState.RUNNING


def test_a_clause_with_a_limit_comes_before_one_without() -> None:
    """The New York clause is held, the Missouri one runs on."""
    investigation = (hold("2026-03-08", party=Party.CONTRACTOR),)
    found = notice(case(NDPA.terms("Example", ["NY", "MO"]), holds=investigation))

    assert dates(found)[1] == "2026-03-08T17:00-04:00"


def test_the_clause_is_cited_with_its_section() -> None:
    found = notice(case(NDPA.terms("Example", ["NY"])))

    assert [each.short for each in found.citations] == [
        "National Data Privacy Agreement v1 Exhibit G New York s.14"
    ]
    assert "New York exhibit, section 14:" in found.working
    assert found.period == "72 hours"


@pytest.mark.parametrize(("exhibits", "reimburses"), [([], False), (["NY"], True), (["NH"], False)])
def test_the_new_york_exhibit_makes_the_provider_pay(exhibits: list[str], reimburses: bool) -> None:
    assert NDPA.terms("Example", exhibits).reimburses is reimburses
    assert MODEL.reimburses


@pytest.mark.parametrize(
    ("exhibits", "days", "is_certified", "section"),
    [
        ([], 60, False, "Art. IV s.6"),
        (["NH"], 60, False, "Art. IV s.6"),
        (["NY"], 90, True, "Exhibit G New York s.10"),
    ],
)
def test_an_exhibit_says_by_when_records_are_destroyed(
    exhibits: list[str], days: int, is_certified: bool, section: str
) -> None:
    found = NDPA.terms("Example", exhibits).destruction

    assert found is not None
    assert (found.days, found.is_certified, found.citation.section) == (days, is_certified, section)


def test_the_model_agreement_certifies_without_a_number_of_days() -> None:
    found = MODEL.destruction

    assert found is not None
    assert (found.days, found.is_certified) == (None, True)
