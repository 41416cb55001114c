"""A duty to tell people is fulfilled with the last of them; nobody is dropped silently."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from incidents.case.telling_events import (
    RecipientsResolved,
    RosterImported,
    SendingCancelled,
    SubstituteChosen,
)
from incidents.law.circumstances import Group
from incidents.moments import Instant, parse_moment
from incidents.people.person import AffectedPerson
from incidents.people.recipient import Method
from incidents.services.close_case import ClosingRefusedError, close_case
from incidents.services.people_rows import DeliveryState, RecipientState, SendingState, Settled
from incidents.services.ports import UnitOfWork
from incidents.services.record_filing import (
    EvidenceFile,
    FilingRefusedError,
    GivenFiling,
    record_filing,
)
from tests.support.caseworker import LEFT
from tests.support.told_people import DUTY, NUMBER, ToldPeople, families

MAIL, EMAIL, PHONE = Method.FIRST_CLASS_MAIL, Method.EMAIL, Method.TELEPHONE
OTHERS = tuple(each for each in LEFT if each != DUTY)


class Desk(ToldPeople):
    """Somebody who settles deliveries, files and closes."""

    def settles(self, *states: DeliveryState, at: str = "2026-03-24T10:00-04:00") -> None:
        """Settle the deliveries by number, one state each."""
        rows = self.deliveries()

        def settle(work: UnitOfWork) -> None:
            for row, state in zip(rows, states, strict=False):
                settled = Settled(delivery=row.id, state=state, result="as the test has it", at=now)
                work.deliveries.settle([settled])

        now = Instant.parse(at)
        self.at(at, settle)

    def files(self, *duties: str, at: str = "2026-03-24T16:00-04:00", **given) -> None:
        """Record a filing."""
        filing = GivenFiling(duties=duties, at=parse_moment(at), by="dpo", **given)
        self.at(
            "2026-03-25T09:00-04:00", lambda work: record_filing(work, self.law, NUMBER, filing)
        )

    def chooses_substitute(self, ground: str, at: str = "2026-03-24T12:00-04:00") -> None:
        """Choose substitute notice, whatever its test says."""
        chosen = SubstituteChosen(wave=1, duty=DUTY, ground=ground, showing={}, by="dpo")
        self.at(at, lambda work: work.append(NUMBER, [chosen]))

    def closes(self, reason: str | None = None) -> None:
        """Close the case."""
        self.at(
            "2026-03-26T09:00-04:00",
            lambda work: close_case(work, self.law, NUMBER, by="dpo", reason=reason),
        )


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Desk:
    """Give somebody with a case, once on each database."""
    return Desk(engine, tmp_path)


PROOF = EvidenceFile(name="postings.pdf", content=b"three parts, each with its day")
ACCEPTED, BOUNCED = DeliveryState.ACCEPTED, DeliveryState.BOUNCED


def test_filing_before_everybody_is_told_shows_who_is_missing(office: Desk):
    office.lists(*families(4, MAIL), *families(1, None, first=5))
    office.sends()
    office.settles(ACCEPTED, BOUNCED, DeliveryState.UNDETERMINED)
    with pytest.raises(FilingRefusedError) as refused:
        office.files(DUTY)
    assert str(refused.value) == (
        "Not everybody has been told (ny.8nycrr121.individuals: 1 on the way, 1 undetermined, "
        "1 failed, 1 without a usable address); see duenotice progress KINGSTON-2026-001, or say "
        "with --early-reason why it is recorded now."
    )
    assert office.case().filings == []


def test_an_early_filing_with_a_reason_keeps_how_many_were_missing(office: Desk):
    office.lists(*families(3, MAIL))
    office.sends()
    office.settles(ACCEPTED)
    office.files(DUTY, early_reason="The rest goes out tomorrow")
    (filing,) = office.case().filings
    assert (filing.early_reason, filing.missing) == ("The rest goes out tomorrow", {DUTY: 2})


def test_a_complete_duty_is_filed_without_a_reason(office: Desk):
    office.lists(*families(2, MAIL))
    office.sends()
    office.settles(ACCEPTED, ACCEPTED)
    office.files(DUTY, early_reason="not needed")
    (filing,) = office.case().filings
    assert (filing.early_reason, filing.missing) == (None, {})


def test_a_filing_dated_before_the_last_hand_over_is_early(office: Desk):
    office.lists(*families(2, MAIL))
    office.sends()
    office.settles(ACCEPTED, ACCEPTED)
    with pytest.raises(FilingRefusedError, match="handed over on Tuesday, March 24, 2026"):
        office.files(DUTY, at="2026-03-23T16:00-04:00")


def test_a_duty_nobody_is_told_for_one_by_one_is_filed_as_ever(office: Desk):
    office.files(DUTY)
    assert [each.duties for each in office.case().filings] == [(DUTY,)]


def test_an_excused_recipient_completes_a_duty(office: Desk):
    office.lists(*families(2, MAIL))
    office.sends()
    office.settles(ACCEPTED, BOUNCED)
    recipient = office.deliveries()[1].recipient
    office.at(
        "2026-03-24T12:00-04:00",
        lambda work: work.recipients.excuse(NUMBER, recipient, "Died in 2024"),
    )
    assert office.progress().is_complete
    assert office.progress().count(RecipientState.EXCUSED) == 1


@pytest.mark.parametrize(
    ("ground", "covered", "missing"),
    [("no_contact", 2, {RecipientState.ON_THE_WAY: 1}), ("cost", 3, {})],
)
def test_substitute_notice_covers_those_whom_its_ground_covers(
    office: Desk, ground: str, covered: int, missing: dict[RecipientState, int]
):
    office.lists(*families(3, MAIL), *families(1, None, first=4))
    office.sends()
    office.settles(ACCEPTED, BOUNCED)
    office.chooses_substitute(ground)

    # Choosing it tells nobody; a filing with its proof says that it was given.
    assert (office.progress().by_substitute, sum(office.progress().missing.values())) == (
        covered,
        3,
    )
    early = "One letter is on its way" if missing else None
    office.files(DUTY, evidence=(PROOF,), early_reason=early)

    assert office.progress().missing == missing
    (filing,) = office.case().filings
    assert sum(filing.missing.values()) == sum(missing.values())


def test_substitute_notice_without_proof_of_its_parts_tells_nobody(office: Desk):
    office.lists(*families(1, MAIL), *families(1, None, first=2))
    office.sends()
    office.settles(ACCEPTED)
    office.chooses_substitute("no_contact")
    with pytest.raises(FilingRefusedError) as refused:
        office.files(DUTY)
    assert str(refused.value) == (
        "Not everybody has been told (ny.8nycrr121.individuals: 1 without a usable address; for 1 "
        "of them substitute notice was chosen and is not on record); see duenotice progress "
        "KINGSTON-2026-001, prove with --evidence that each part of the substitute notice was "
        "done, or say with --early-reason why it is recorded now."
    )
    assert not office.progress().is_complete


def test_proof_of_something_before_the_choice_is_no_proof_of_it(office: Desk):
    office.lists(*families(1, MAIL), *families(1, None, first=2))
    office.sends()
    office.settles(ACCEPTED)
    office.files(DUTY, evidence=(PROOF,), early_reason="One address is not found yet")
    office.chooses_substitute("no_contact", at="2026-03-25T12:00-04:00")

    assert office.progress().missing == {RecipientState.WITHOUT_ADDRESS: 1}


def test_closing_is_refused_while_a_notice_is_on_its_way(office: Desk):
    office.lists(*families(2, MAIL))
    office.sends()
    office.settles(ACCEPTED)
    office.files(*OTHERS)
    office.files(DUTY, early_reason="The rest goes out tomorrow")
    with pytest.raises(ClosingRefusedError, match=r"sending 1 \(released\) 1 by first-class mail"):
        office.closes()


def test_closing_is_refused_while_somebody_is_untold(office: Desk):
    office.lists(*families(2, MAIL))
    office.sends()
    office.settles(ACCEPTED, BOUNCED)
    office.files(*OTHERS)
    office.files(DUTY, early_reason="One address is wrong")
    with pytest.raises(ClosingRefusedError, match=r"not everybody was told: .*1 failed"):
        office.closes("We are done")


def test_a_case_closes_once_everybody_is_told(office: Desk):
    office.lists(*families(2, MAIL))
    office.sends()
    office.settles(ACCEPTED, ACCEPTED)
    office.files(*OTHERS, DUTY)
    office.closes()
    assert office.case().closed_at is not None


def test_a_person_for_whom_nobody_is_told_keeps_a_case_open(office: Desk):
    office.lists(*families(1, MAIL))
    office.sends()
    office.settles(ACCEPTED)
    office.at(
        "2026-03-24T11:00-04:00",
        lambda work: work.people.add(
            NUMBER, 1, 1, [AffectedPerson(name="Robin Late", group=Group.STUDENTS)]
        ),
    )
    resolved = RecipientsResolved(
        wave=1,
        on="2026-03-24",
        prefer="first_class_mail",
        persons=2,
        recipients=1,
        without_method=0,
        not_owed={},
    )
    office.at("2026-03-24T11:30-04:00", lambda work: work.append(NUMBER, [resolved]))
    office.files(*OTHERS, DUTY)
    with pytest.raises(ClosingRefusedError, match="For 1 affected persons of case"):
        office.closes()
    office.closes("Robin Late was on the list by mistake")
    assert office.case().closed_at is not None


def test_a_sending_that_was_given_up_keeps_no_case_open(office: Desk):
    office.lists(*families(1, MAIL))
    number = office.sends()

    def give_up(work: UnitOfWork) -> None:
        work.sendings.mark(number, SendingState.CANCELLED, "sent by the contractor")
        work.append(
            NUMBER,
            [SendingCancelled(sending=1, wave=1, by="dpo", reason="sent by the contractor")],
        )

    office.at("2026-03-24T12:00-04:00", give_up)
    office.files(*OTHERS, DUTY)
    office.closes()
    assert office.case().closed_at is not None


def test_persons_listed_later_keep_a_duty_from_being_fulfilled(office: Desk) -> None:
    office.lists(*families(2, MAIL))
    office.sends()
    office.settles(DeliveryState.ACCEPTED, DeliveryState.ACCEPTED)
    assert office.progress().is_complete

    def more(work: UnitOfWork) -> None:
        roster = work.rosters.add(NUMBER, 1, "d" * 64, 3)
        new = [AffectedPerson(name=f"New {each}", group=Group.STUDENTS) for each in range(3)]
        work.people.add(NUMBER, 1, roster.number, new)
        event = RosterImported(
            wave=1, roster=roster.number, sha256="d" * 64, rows=3, added=3, known=0, columns={}
        )
        work.append(NUMBER, [event])

    office.at("2026-03-24T11:00-04:00", more)

    assert not office.progress().is_complete
    assert office.progress().missing == {RecipientState.NOT_FOUND_OUT: 3}
    with pytest.raises(FilingRefusedError, match="3 on the list of whom it is not found out who"):
        office.files(DUTY)
    office.files(DUTY, early_reason="The second list came from another school")
    assert office.case().filings[-1].missing == {DUTY: 3}
