"""What is learned is recorded, never overwritten, and what it moves is said."""

from __future__ import annotations

import pytest

from incidents.errors import InputRefusedError
from incidents.law.duty import DutyState
from incidents.services.people import UnknownPersonError
from incidents.services.record_fact import ReasonMissingError, record_cost
from tests.support.caseworker import LAW, Caseworker

SSN = ["ssn"]
RESIDENTS = "ny.stl208.residents"
BUREAUS = "ny.stl208.consumer-reporting-agencies"


def students(private: int, count: int = 600_000) -> list[dict[str, object]]:
    """Give an affected list of one group."""
    return [
        {
            "group": "students",
            "residence": "NY",
            "count": count,
            "with_private_information": private,
        }
    ]


def test_a_correction_without_a_source_is_refused(dpo: Caseworker) -> None:
    dpo.opens()

    with pytest.raises(ReasonMissingError, match=r"already recorded as 2026-03-16T09:30-04:00"):
        dpo.records("2026-03-17T09:00-04:00", "moments.receipt", "2026-03-20")


def test_a_correction_keeps_what_was_there_before(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.records(
        "2026-03-17T09:00-04:00", "moments.receipt", "2026-03-13T09:30-04:00", "stamp on the letter"
    )

    then = dpo.sees("2026-04-01T09:00-04:00", as_of="2026-03-16T12:00-04:00")
    now = dpo.sees("2026-04-01T09:00-04:00")

    assert then.case.wave(1)["moments"]["receipt"] == "2026-03-16T09:30-04:00"
    assert now.case.wave(1)["moments"]["receipt"] == "2026-03-13T09:30-04:00"
    assert str(now.plans[1].duty("ny.8nycrr121.cpo-after-receipt").target) == "2026-03-23"


def test_what_makes_no_sense_is_refused_and_nothing_kept(dpo: Caseworker) -> None:
    dpo.opens()
    size = dpo.case().size

    with pytest.raises(InputRefusedError, match=r"`moments\.occurrence_end`"):
        dpo.records(
            "2026-03-17T09:00-04:00",
            "moments",
            {"occurrence_start": "2026-03-02", "occurrence_end": "2026-03-01"},
            "x",
        )

    assert dpo.case().size == size


def test_a_moment_that_did_not_happen_yet_is_known_later(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.records("2026-03-17T09:00-04:00", "moments.discovery", "2026-03-17T08:00-04:00")

    before = dpo.sees("2026-03-20T09:00-04:00", as_of="2026-03-17T08:30-04:00")

    assert before.plans[1].duty("ny.8nycrr121.cpo-after-discovery").state is DutyState.NOT_STARTED


def test_corrected_facts_bring_a_duty_and_say_so(dpo: Caseworker) -> None:
    dpo.opens(affected=students(100))
    changed = dpo.records(
        "2026-04-02T10:00-04:00", "facts.private_information", SSN, "second letter"
    )

    arisen = [each.body()["duty"] for each in changed.announced if each.tag == "duty:planned"]

    assert RESIDENTS in arisen
    assert BUREAUS not in arisen


def test_a_duty_once_met_stays_on_the_record(dpo: Caseworker) -> None:
    dpo.opens(affected=students(100))
    dpo.records("2026-04-02T10:00-04:00", "facts.private_information", SSN, "second letter")
    changed = dpo.records(
        "2026-04-03T10:00-04:00", "facts.private_information", [], "third letter: a mistake"
    )

    assert ("duty:withdrawn", RESIDENTS) in [
        (each.tag, each.body().get("duty")) for each in changed.announced
    ]
    assert (1, RESIDENTS) in dpo.case().planned
    assert (1, RESIDENTS) in dpo.case().withdrawn


def test_a_withdrawn_duty_comes_back_and_says_so(dpo: Caseworker) -> None:
    dpo.opens(affected=students(100))
    for day, value in (("02", SSN), ("03", []), ("04", SSN)):
        changed = dpo.records(
            f"2026-04-{day}T10:00-04:00", "facts.private_information", value, "letters"
        )

    assert ("duty:returned", RESIDENTS) in [
        (each.tag, each.body().get("duty")) for each in changed.announced
    ]
    assert (1, RESIDENTS) not in dpo.case().withdrawn


@pytest.mark.parametrize(
    ("private", "crossed"), [(5_000, []), (5_001, ["ny.stl208.more-than-5000-residents"])]
)
def test_more_than_5000_residents_is_announced(
    dpo: Caseworker, private: int, crossed: list[str]
) -> None:
    # State Technology Law 208(7)(b): more than 5,000 at one time.
    dpo.opens()
    changed = dpo.records("2026-04-02T10:00-04:00", "affected", students(private), "recount")

    assert [
        each.body()["threshold"] for each in changed.announced if each.tag == "threshold:crossed"
    ] == crossed


def test_more_than_500000_persons_is_announced_once(dpo: Caseworker) -> None:
    # State Technology Law 208(5): substitute notice above 500,000 persons.
    dpo.opens()
    changed = dpo.records("2026-04-02T10:00-04:00", "affected", students(500_001), "recount")
    again = dpo.records("2026-04-03T10:00-04:00", "affected", students(500_002), "recount")

    crossed = [
        each.body()["threshold"] for each in changed.announced if each.tag == "threshold:crossed"
    ]
    assert crossed == ["ny.stl208.more-than-5000-residents", "ny.stl208.more-than-500000-persons"]
    assert not [each for each in again.announced if each.tag == "threshold:crossed"]


@pytest.mark.parametrize(("dollars", "times"), [(250_000, 0), (250_001, 1)])
def test_a_cost_over_250000_dollars_is_announced(dpo: Caseworker, dollars: int, times: int) -> None:
    # State Technology Law 208(5): a cost over $250,000.
    dpo.opens()
    changed = dpo.estimates("2026-04-02T10:00-04:00", dollars)

    assert len([each for each in changed.announced if each.tag == "threshold:crossed"]) == times


def test_the_waves_are_not_added_up_for_a_threshold(dpo: Caseworker) -> None:
    # All persons of one wave count as notified at one time; a second wave is its own.
    dpo.opens(affected=students(3_000))
    changed = dpo.opens_wave("2026-04-20T11:00-04:00", affected=students(3_000))

    assert not [each for each in changed.announced if each.tag == "threshold:crossed"]


def test_the_cost_of_a_case_with_two_waves_is_announced_once(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.opens_wave("2026-04-20T11:00-04:00")
    changed = dpo.estimates("2026-04-21T10:00-04:00", 250_001)

    assert [(each.tag, each.body()["wave"]) for each in changed.announced] == [
        ("threshold:crossed", 1)
    ]


def test_only_people_of_the_settings_change_a_case(dpo: Caseworker) -> None:
    dpo.opens()
    size = dpo.case().size

    with pytest.raises(UnknownPersonError, match="`nobody`; there are dpo, superintendent, board"):
        dpo.at(
            "2026-03-17T09:00-04:00",
            lambda work: record_cost(work, LAW, dpo.number, 100),
            actor="nobody",
        )

    assert dpo.case().size == size


def test_a_group_counted_again_replaces_what_was_known_of_it(dpo: Caseworker) -> None:
    dpo.opens(affected=[*students(0, 4_800), {"group": "teachers", "residence": "NY", "count": 9}])
    dpo.counts("2026-04-02T10:00-04:00", students(12, 5_200)[0], "recount")
    dpo.counts("2026-04-02T10:05-04:00", {"group": "principals", "residence": None, "count": 1})

    affected = dpo.case().wave(1)["affected"]
    assert [(each["group"], each["count"]) for each in affected] == [
        ("students", 5_200),
        ("teachers", 9),
        ("principals", 1),
    ]


def test_a_group_counted_again_needs_a_source(dpo: Caseworker) -> None:
    dpo.opens(affected=students(0, 4_800))

    with pytest.raises(
        ReasonMissingError, match=r"The students of NY are already counted \(4,800, with private"
    ):
        dpo.counts("2026-04-02T10:00-04:00", students(12, 5_200)[0])
