"""What was given up is prepared anew: nobody is lost by it, and nobody told twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from incidents.moments import Instant
from incidents.people.recipient import Kind, Method
from incidents.services.draft_notice import draft_notice
from incidents.services.drafter import Addressed
from incidents.services.people_rows import RecipientState
from incidents.services.ports import UnitOfWork
from incidents.services.telling import prepare_sending as preparing
from incidents.services.telling.bounce import Bounce
from incidents.services.telling.excuse_recipient import excuse_recipient
from incidents.services.telling.log_call import GivenCall, Outcome, log_call
from incidents.services.telling.prepare_sending import NotPreparedError
from incidents.services.telling.read_bounces import read_bounces
from incidents.services.telling.release_sending import approve_texts
from incidents.services.telling.stop_sending import (
    SendingStateError,
    cancel_sending,
    stop_sending,
)
from tests.support.bulk_sink import BulkSink
from tests.support.mailed_people import MailedPeople
from tests.support.told_people import NUMBER, families, family

EMAIL, MAIL, PHONE = Method.EMAIL, Method.FIRST_CLASS_MAIL, Method.TELEPHONE
GIVEN_UP, CHANGED, ANEW = (f"2026-03-21T{hour}:00-04:00" for hour in ("08", "09", "10"))
RELEASED = "2026-03-21T11:00-04:00"


@pytest.fixture
def mailed(engine: Engine, tmp_path: Path) -> MailedPeople:
    """Give the people who prepare and release, once on each database."""
    return MailedPeople(engine, tmp_path / "home")


def gives_up(mailed: MailedPeople, *, stops: bool = False) -> None:
    """Give the first sending up."""
    if stops:
        mailed.at(GIVEN_UP, lambda work: stop_sending(work, mailed.law, NUMBER, 1, "a typo"))
    mailed.at(
        GIVEN_UP,
        lambda work: cancel_sending(work, mailed.law, NUMBER, 1, by="dpo", reason="a typo"),
    )


def drafts_anew(mailed: MailedPeople, kind: str = "parent") -> None:
    """Draft the text of a kind on another day, so that it is another text."""
    addressed = Addressed(notice="family-notice", kind=kind)
    mailed.at(CHANGED, lambda work: draft_notice(work, mailed.practice, NUMBER, addressed))


def test_who_was_excused_meanwhile_is_not_written_to(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()
    gives_up(mailed)
    mailed.at(
        CHANGED,
        lambda work: excuse_recipient(
            work, mailed.law, NUMBER, 1, reason="a court order", by="dpo"
        ),
    )

    assert mailed.prepares(ANEW).methods == {EMAIL: 1}
    mailed.releases(RELEASED)
    with BulkSink() as sink:
        mailed.sends_by_email(sink.port, "2026-03-21T12:00-04:00")
    assert sink.recipients == ["family2@families.example"]


def test_whose_way_changed_meanwhile_is_told_by_one(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()
    gives_up(mailed)

    def by_mail(work: UnitOfWork) -> None:
        row = work.recipients.get(NUMBER, 1)
        assert row is not None
        plan = replace(row.recipient.plan, method=MAIL)
        work.recipients.readdress(NUMBER, 1, replace(row.recipient, plan=plan))

    mailed.at(CHANGED, by_mail)

    assert mailed.prepares(ANEW).methods == {EMAIL: 1, MAIL: 1}
    assert mailed.states() == ["email cancelled", "email queued", "first_class_mail queued"]


def _logs(mailed: MailedPeople, call: GivenCall) -> None:
    mailed.at(
        "2026-03-20T12:00-04:00",
        lambda work: log_call(work, mailed.law, NUMBER, call, most_calls=3),
    )


def test_a_letter_called_off_after_a_call_stays_so(mailed: MailedPeople) -> None:
    mailed.lists(*families(1, PHONE, MAIL), *families(1, MAIL, first=2))
    mailed.drafts()
    mailed.prepares()
    mailed.releases()
    for outcome in (Outcome.WRONG_NUMBER, Outcome.TOLD):
        call = GivenCall(
            delivery=1, outcome=outcome, at=Instant.parse("2026-03-20T10:00-04:00"), by="dpo"
        )
        _logs(mailed, call)
    gives_up(mailed, stops=True)

    assert mailed.prepares(ANEW).methods == {MAIL: 1}
    assert mailed.states() == [
        "telephone accepted",
        "first_class_mail queued",
        "first_class_mail cancelled",
    ]


def test_one_of_two_texts_drafted_anew_leaves_nobody_out(mailed: MailedPeople) -> None:
    grown = family(2, EMAIL)
    grown = replace(grown, recipient=replace(grown.recipient, kind=Kind.ELIGIBLE_STUDENT))
    mailed.lists(family(1, EMAIL), grown)
    mailed.drafts("parent", "eligible-student")
    mailed.prepares()
    gives_up(mailed)
    drafts_anew(mailed, "eligible-student")

    prepared = mailed.prepares(ANEW)

    assert (prepared.number, prepared.methods) == (2, {EMAIL: 2})
    mailed.releases(RELEASED, number=2)


def test_printed_letters_of_one_given_up_are_printed_anew(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, MAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.releases()

    def prints(work: UnitOfWork) -> None:
        until = Instant.parse("2026-05-01T00:00-04:00")
        sending = work.sendings.of_case(NUMBER)[0].id
        claimed = work.deliveries.claim(sending, MAIL, worker="w", until=until, limit=9)
        work.deliveries.add_batch(sending, MAIL, [each.delivery.id for each in claimed], "e" * 64)

    mailed.at("2026-03-20T11:00-04:00", prints)
    gives_up(mailed, stops=True)
    drafts_anew(mailed)

    assert mailed.prepares(ANEW).methods == {MAIL: 2}


def test_a_late_bounce_of_one_given_up_goes_another_way(mailed: MailedPeople) -> None:
    mailed.lists(*families(1, EMAIL, MAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.releases()
    with BulkSink() as sink:
        mailed.sends_by_email(sink.port)
    gives_up(mailed, stops=True)

    class Box:
        def read(self):
            yield "1", Bounce(message_id=sink.ids[0], status="5.1.1", is_hard=True)

    now = Instant.parse(CHANGED)
    read_bounces(lambda: mailed.work(now), Box(), stop_percent=0)
    assert mailed.progress().count(RecipientState.FAILED) == 1
    drafts_anew(mailed)

    assert mailed.prepares(ANEW).methods == {MAIL: 1}


def test_one_cut_short_gives_way_to_other_texts(
    mailed: MailedPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailed.lists(*families(3, EMAIL))
    mailed.drafts()
    monkeypatch.setattr(preparing, "_closed", _is_killed)
    with pytest.raises(KeyboardInterrupt):
        mailed.prepares()
    monkeypatch.undo()
    for act in (
        lambda work: cancel_sending(work, mailed.law, NUMBER, 1, by="dpo", reason="x"),
        lambda work: approve_texts(work, mailed.law, NUMBER, 1, by="dpo"),
    ):
        with pytest.raises(SendingStateError, match="was begun and not finished"):
            mailed.at(GIVEN_UP, act)
    drafts_anew(mailed)

    prepared = mailed.prepares(ANEW)

    assert (prepared.number, prepared.methods) == (2, {EMAIL: 3})


def _is_killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_nobody_left_is_said_in_a_sentence(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.releases()
    refusals = {"family1@families.example": "550 5.1.1 nobody"}
    fault = lambda verb, to: refusals.get(to, "") if verb == "RCPT" else ""  # noqa: E731
    with BulkSink(fault=fault) as sink:
        mailed.sends_by_email(sink.port)

    with pytest.raises(
        NotPreparedError, match=r"1 have no way left, to 0 .* and 1 have a delivery"
    ):
        mailed.prepares(ANEW)
