"""Answering a case: twice is once, and a failing store is never swallowed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from incidents.case.events import CostEstimated
from incidents.law.rule import Step
from incidents.moments import LocalDay
from incidents.services.answer_case import answer_case, answer_closure, answer_step
from incidents.services.drafter import Addressed, DraftedText
from incidents.services.ports import StoreFullError
from incidents.services.practice import Practice
from incidents.services.view_case import CaseView
from notices.drafter import CatalogueDrafter
from tests.support.caseworker import Caseworker, practice
from tests.support.whole_case import home_with_district, law_of

NOW = "2026-03-16T10:01-04:00"


class FullDisk(CatalogueDrafter):
    """Meets a disk without room, as keeping a draft may."""

    def draft(self, addressed: Addressed, view: CaseView, on: LocalDay) -> DraftedText:
        """Raise what the store raises."""
        raise StoreFullError("The disk is full.")


@pytest.fixture
def work_practice(tmp_path: Path) -> Practice:
    """Give the practice of an installation whose district has an address."""
    return practice(law_of(home_with_district(tmp_path)))


def waits(dpo: Caseworker, at: str = NOW) -> bool:
    """Say whether the case waits for an answer."""
    return dpo.number in dpo.at(at, lambda work: work.cases.unanswered())


def test_answering_twice_changes_nothing(dpo: Caseworker, work_practice: Practice) -> None:
    dpo.opens()
    dpo.at(NOW, lambda work: answer_case(work, work_practice, dpo.number), actor="respond")
    size = dpo.case().size
    dpo.at(NOW, lambda work: answer_case(work, work_practice, dpo.number), actor="respond")

    assert dpo.case().size == size
    assert not waits(dpo)


def test_a_case_wakes_when_its_next_clock_turns(dpo: Caseworker, work_practice: Practice) -> None:
    dpo.opens()
    dpo.at(NOW, lambda work: answer_case(work, work_practice, dpo.number), actor="respond")

    row = dpo.at(NOW, lambda work: work.cases.get(dpo.number))
    assert row.wakes_at is not None
    assert not waits(dpo, "2026-03-16T23:59-04:00")
    assert waits(dpo, "2026-03-27T00:00-04:00")


def test_what_others_record_between_two_steps_keeps_a_case_waiting(
    dpo: Caseworker, work_practice: Practice
) -> None:
    dpo.opens()
    begun_at = dpo.case().size
    dpo.at(
        NOW,
        lambda work: answer_step(work, work_practice, dpo.number, Step.STATE_CPO),
        actor="respond",
    )
    dpo.at(NOW, lambda work: work.append(dpo.number, [CostEstimated(dollars=1, source=None)]))
    dpo.at(
        NOW,
        lambda work: answer_closure(work, work_practice, dpo.number, begun_at),
        actor="respond",
    )

    assert waits(dpo)


def test_a_notice_that_cannot_be_written_is_named_and_stops_nothing(dpo: Caseworker) -> None:
    dpo.opens()
    # The district of the package has no address, which every letterhead shows.
    answer = dpo.at(
        NOW,
        lambda work: answer_step(work, practice(), dpo.number, Step.AFFECTED_PEOPLE),
        actor="respond",
    )

    assert answer.drafted == 0
    assert "family-notice" in answer.not_drafted


def test_a_failing_store_is_not_taken_for_a_failing_notice(
    dpo: Caseworker, work_practice: Practice
) -> None:
    dpo.opens()
    full = replace(work_practice, drafter=FullDisk())

    with pytest.raises(StoreFullError):
        dpo.at(
            NOW,
            lambda work: answer_step(work, full, dpo.number, Step.STATE_CPO),
            actor="respond",
        )


def test_a_closed_case_is_answered_without_an_entry(
    dpo: Caseworker, work_practice: Practice
) -> None:
    dpo.opens()
    dpo.closes()
    size = dpo.case().size
    dpo.at(
        "2026-03-21T10:00-04:00",
        lambda work: answer_case(work, work_practice, dpo.number),
        actor="respond",
    )

    assert dpo.case().size == size
    assert not waits(dpo, "2027-01-01T00:00-05:00")
