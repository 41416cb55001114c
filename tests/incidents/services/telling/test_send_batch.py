"""What becomes of each e-mail, by what the mail server says and when it falls silent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.checkpoint_shelf import FolderShelf
from config.keys import FileKeyStore
from incidents.law.holds import HoldKind
from incidents.moments import Instant, parse_moment
from incidents.people.recipient import Method
from incidents.services.hold_notification import place_hold
from incidents.services.kept_files import files_in
from incidents.services.people_rows import DeliveryState, SendingState
from incidents.services.seals import Seals
from incidents.services.telling.brakes import FEWEST
from incidents.services.telling.post import JournalError
from incidents.services.telling.resend_delivery import resend_delivery
from incidents.services.telling.send_batch import NotReleasedError
from incidents.services.telling.stop_sending import (
    SendingStateError,
    resume_sending,
    stop_sending,
)
from incidents.services.verify_ledger import verify_ledger
from tests.support.bulk_sink import KEPT_THEN_RESET, RESET, BulkSink
from tests.support.mailed_people import AFTER_THE_LEASE, SENT_AT, MailedPeople
from tests.support.told_people import NUMBER, families

EMAIL, MAIL = Method.EMAIL, Method.FIRST_CLASS_MAIL


@dataclass
class GivenJournal:
    """A journal that knows what it is told."""

    taken: Sequence[str] = ()
    broken: bool = False
    asked: list[str] = field(default_factory=list)

    def holds(self, message_ids: Sequence[str]) -> frozenset[str]:
        if self.broken:
            raise JournalError("The journal cannot be read.")
        self.asked += message_ids
        return frozenset(self.taken) & frozenset(message_ids)


@pytest.fixture
def mailed(engine: Engine, tmp_path: Path) -> MailedPeople:
    return MailedPeople(engine, tmp_path / "home")


def at_verb(verb: str, fault: str, only: str = "") -> BulkSink:
    return BulkSink(fault=lambda asked, to: fault if asked == verb and to.startswith(only) else "")


def results(mailed: MailedPeople) -> list[str | None]:
    return [each.last_result for each in mailed.deliveries()]


def test_everybody_gets_one_e_mail_and_the_record_proves_it(
    mailed: MailedPeople, tmp_path: Path
) -> None:
    mailed.goes_out(7, EMAIL)

    with BulkSink() as sink:
        report = mailed.sends_by_email(sink.port)

    assert report.counts == {DeliveryState.ACCEPTED: 7}
    assert sorted(sink.recipients) == [f"family{n}@families.example" for n in range(1, 8)]
    rows = mailed.deliveries()
    assert sorted(sink.ids) == sorted(row.message_id for row in rows)
    assert {row.handed_over_at for row in rows} == {Instant.parse(SENT_AT)}
    (event,) = mailed.events("deliveries:settled")
    assert event.body["counts"] == {"accepted": 7}
    with mailed.looks(Instant.parse(SENT_AT)) as work:
        (named,) = files_in(event.body)
        content = work.files.get("kingston-csd", named.sha256)
        seals = Seals(keys=FileKeyStore(tmp_path), shelf=FolderShelf(tmp_path))
        faults = verify_ledger(work, seals, NUMBER).faults
    assert not faults
    lines = [json.loads(line) for line in (content or b"").splitlines()]
    assert [line["delivery"] for line in sorted(lines, key=lambda line: line["delivery"])] == [
        row.id for row in rows
    ]
    assert {(line["state"], line["result"]) for line in lines} == {
        ("accepted", "taken (250 2.0.0)")
    }
    assert b"Ames" not in (content or b"")
    assert b"families.example" not in (content or b"")
    # The receipts are let go of once the record knows.
    assert [each.name for each in (mailed.home / "receipts" / "bulk").iterdir()] == ["folder"]


def test_a_case_that_was_answered_stays_answered(mailed: MailedPeople) -> None:
    mailed.goes_out(3, EMAIL)
    with mailed.work(Instant.parse(SENT_AT)) as work:
        work.cases.mark_answered(NUMBER, work.cases.get(NUMBER).size, None)

    with BulkSink() as sink:
        mailed.sends_by_email(sink.port)

    with mailed.looks(Instant.parse(SENT_AT)) as work:
        row = work.cases.get(NUMBER)
    assert row.answered == row.size


def test_a_batch_takes_so_many_and_leaves_the_rest(mailed: MailedPeople) -> None:
    mailed.goes_out(5, EMAIL)

    with BulkSink() as sink:
        first = mailed.sends_by_email(sink.port, limit=3)
        assert (first.claimed, first.goes_on, len(sink.ids)) == (3, True, 3)
        mailed.sends_by_email(sink.port, limit=3)
        last = mailed.sends_by_email(sink.port, limit=3)

    assert len(set(sink.ids)) == len(sink.ids) == 5
    assert (last.claimed, last.goes_on) == (0, False)


def test_nothing_goes_before_it_is_released(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()

    with BulkSink() as sink, pytest.raises(NotReleasedError, match="have it released first"):
        mailed.sends_by_email(sink.port)
    assert not sink.ids


def test_refused_for_now_it_goes_later_and_later(mailed: MailedPeople) -> None:
    mailed.goes_out(1, EMAIL, MAIL)

    due = []
    at = Instant.parse(SENT_AT)
    with at_verb("RCPT", "450 4.2.1 greylisted") as sink:
        for _ in range(11):
            mailed.sends_by_email(sink.port, str(at))
            (row, *_) = mailed.deliveries()
            due.append((row.due_at.utc - at.utc).total_seconds() / 60)
            at = row.due_at

    assert due == [1, 5, 15, 60, 120, 240, 480, 720, 1200, 1479, 0]
    assert sum(due) == 72 * 60
    assert mailed.states() == ["email unreached", "first_class_mail queued"]
    assert row.last_result == (
        "given up after 72 hours; the last answer: the mail server refused the recipient "
        "(450 4.2.1)"
    )


def test_a_message_is_not_tried_before_its_time(mailed: MailedPeople) -> None:
    mailed.goes_out(1, EMAIL)
    with at_verb("RCPT", "450 4.2.1 greylisted") as sink:
        mailed.sends_by_email(sink.port)

    with BulkSink() as sink:
        mailed.sends_by_email(sink.port, "2026-03-20T10:00:59-04:00")
        assert not sink.ids
        mailed.sends_by_email(sink.port, "2026-03-20T10:01-04:00")
        assert len(sink.ids) == 1


def test_refused_for_good_a_letter_is_queued_at_once(mailed: MailedPeople) -> None:
    mailed.goes_out(3, EMAIL, MAIL)

    with at_verb("RCPT", "550 5.1.1 nobody", only="family2@") as sink:
        mailed.sends_by_email(sink.port)

    assert mailed.states() == [
        "email accepted",
        "email bounced",
        "email accepted",
        "first_class_mail queued",
    ]
    assert results(mailed)[1] == "the mail server refused the recipient (550 5.1.1)"


#: What the server does, what becomes of the delivery now, what the journal then says
#: of the same message (None: there is none), and what becomes of it after the lease.
MATRIX = [
    ("CONNECT", RESET, "queued", None, "accepted"),
    ("EHLO", RESET, "queued", None, "accepted"),
    ("MAIL", RESET, "queued", None, "accepted"),
    ("MAIL", "550 5.7.1 not you", "queued", None, "accepted"),
    ("RCPT", RESET, "queued", None, "accepted"),
    ("RCPT", "451 4.3.0 busy", "queued", None, "accepted"),
    ("RCPT", "550 5.1.1 nobody", "bounced", None, "bounced"),
    ("DATA", RESET, "queued", None, "accepted"),
    ("DATA", "554 5.5.0 no", "bounced", None, "bounced"),
    ("DOT", "451 4.3.0 busy", "queued", None, "accepted"),
    ("DOT", "554 5.7.1 spam", "bounced", None, "bounced"),
    ("DOT", RESET, "sending", None, "undetermined"),
    ("DOT", RESET, "sending", "absent", "accepted"),
    ("DOT", KEPT_THEN_RESET, "sending", None, "undetermined"),
    ("DOT", KEPT_THEN_RESET, "sending", "there", "accepted"),
    ("DOT", KEPT_THEN_RESET, "sending", "broken", "undetermined"),
]


@pytest.mark.parametrize(("verb", "fault", "now", "journal", "then"), MATRIX)
def test_every_state_is_as_the_table_says(  # noqa: PLR0917 - a row of the table
    mailed: MailedPeople, verb: str, fault: str, now: str, journal: str | None, then: str
) -> None:
    mailed.goes_out(1, EMAIL)
    taken: list[str] = []

    with at_verb(verb, fault) as broken:
        mailed.sends_by_email(broken.port)
        taken += broken.ids
    assert mailed.states() == [f"email {now}"]

    message_id = mailed.deliveries()[0].message_id
    if journal:
        found = [message_id] if journal == "there" else []
        mailed.journal = GivenJournal(taken=found, broken=journal == "broken")
    with BulkSink() as sink:
        mailed.sends_by_email(sink.port, AFTER_THE_LEASE)
        taken += sink.ids
    assert mailed.states() == [f"email {then}"]
    if then == "accepted":
        assert taken == [message_id]
    assert len(taken) <= 1


def test_what_nobody_knows_is_sent_again_only_by_choice(mailed: MailedPeople) -> None:
    mailed.goes_out(1, EMAIL)
    with at_verb("DOT", KEPT_THEN_RESET) as sink:
        mailed.sends_by_email(sink.port)
        (first,) = sink.ids
    (row,) = mailed.deliveries()
    later = Instant.parse("2026-03-20T11:00-04:00")
    with BulkSink() as sink:
        mailed.sends_by_email(sink.port, AFTER_THE_LEASE)
        mailed.sends_by_email(sink.port, str(later))
        assert (sink.ids, mailed.states()) == ([], ["email undetermined"])

        mailing = mailed.mailing(mailed.post(sink.port), lambda: later)
        assert resend_delivery(mailing, NUMBER, row.id, by="dpo") is DeliveryState.QUEUED
        assert results(mailed) == ["sent again, by choice of dpo"]
        mailed.sends_by_email(sink.port, "2026-03-20T11:01-04:00")

    assert sink.ids == [first]
    assert mailed.states() == ["email accepted"]
    with pytest.raises(SendingStateError, match="is accepted; only one of which nobody knows"):
        resend_delivery(mailing, NUMBER, row.id, by="dpo")


def test_what_the_journal_finds_later_is_not_sent_again(mailed: MailedPeople) -> None:
    mailed.goes_out(1, EMAIL)
    with at_verb("DOT", KEPT_THEN_RESET) as sink:
        mailed.sends_by_email(sink.port)
        mailed.sends_by_email(sink.port, AFTER_THE_LEASE)
    (row,) = mailed.deliveries()
    mailed.journal = GivenJournal(taken=[row.message_id])

    mailing = mailed.mailing(mailed.post(sink.port), lambda: Instant.parse(AFTER_THE_LEASE))
    assert resend_delivery(mailing, NUMBER, row.id, by="dpo") is DeliveryState.ACCEPTED


def test_it_stops_by_itself_when_too_many_bounce(mailed: MailedPeople) -> None:
    mailed.goes_out(40, EMAIL, MAIL)

    with at_verb("RCPT", "550 5.7.1 we take you for a spammer") as sink:
        for _ in range(4):
            if mailed.sending_state() is SendingState.RELEASED:
                mailed.sends_by_email(sink.port, limit=FEWEST)

    assert mailed.sending_state() is SendingState.STOPPED
    assert Counter(mailed.states())["email bounced"] == FEWEST
    (event,) = mailed.events("sending:stopped")
    assert event.body["because"] == (
        "10 of 10 e-mails were refused for good, which is more than 5 of a hundred: look at the "
        "list and at the answers, then have it go on with a reason"
    )
    assert event.actor == "send"


def test_going_on_counts_anew_and_a_few_bounces_stop_nothing(mailed: MailedPeople) -> None:
    mailed.goes_out(40, EMAIL, MAIL)
    with at_verb("RCPT", "550 5.1.1 nobody") as sink:
        mailed.sends_by_email(sink.port, limit=FEWEST)
    later = "2026-03-20T12:00-04:00"
    mailed.at(
        later,
        lambda work: resume_sending(
            work, mailed.law, NUMBER, 1, by="dpo", reason="an old domain, taken out"
        ),
    )

    with at_verb("RCPT", "550 5.1.1 nobody", only="family33@") as sink:
        report = mailed.sends_by_email(sink.port, "2026-03-20T12:01-04:00")

    assert report.counts == {DeliveryState.ACCEPTED: 29, DeliveryState.BOUNCED: 1}
    assert mailed.sending_state() is SendingState.RELEASED
    assert mailed.events("sending:resumed")[0].body["reason"] == "an old domain, taken out"


def test_five_of_a_hundred_go_on_and_six_stop(mailed: MailedPeople) -> None:
    mailed.goes_out(400, EMAIL)
    mailed.lease(bounce_stop_percent=5)
    ends = {n for n in range(1, 401) if n % 20 == 0}

    def some(verb: str, to: str) -> str:
        number = to.removeprefix("family").partition("@")[0]
        return "550 5.1.1 nobody" if verb == "RCPT" and int(number) in ends else ""

    with BulkSink(fault=some) as sink:
        mailed.sends_by_email(sink.port)

    assert mailed.sending_state() is SendingState.RELEASED
    assert Counter(mailed.states()) == {"email accepted": 380, "email bounced": 20}


def test_a_hold_in_between_stops_it(mailed: MailedPeople) -> None:
    mailed.goes_out(600, EMAIL)

    with BulkSink() as sink:

        def hold() -> None:
            if len(sink.ids) == 100:
                mailed.at(
                    SENT_AT,
                    lambda work: place_hold(
                        work,
                        mailed.law,
                        NUMBER,
                        HoldKind.LAW_ENFORCEMENT,
                        starts=parse_moment("2026-03-20T09:00-04:00"),
                        authority="Ulster County Sheriff",
                    ),
                )

        sink.on_message = hold
        report = mailed.sends_by_email(sink.port, limit=600)

    assert report.ended == "a hold on the notification began"
    assert 100 < len(sink.ids) < 600
    assert mailed.sending_state() is SendingState.STOPPED
    counts = Counter(mailed.states())
    assert counts == {"email accepted": len(sink.ids), "email queued": 600 - len(sink.ids)}
    with pytest.raises(SendingStateError, match="Ulster County Sheriff"):
        mailed.at(
            "2026-03-20T12:00-04:00",
            lambda work: resume_sending(work, mailed.law, NUMBER, 1, by="dpo", reason="go on"),
        )


def test_somebody_stops_it_and_nothing_more_goes(mailed: MailedPeople) -> None:
    mailed.goes_out(600, EMAIL)

    with BulkSink() as sink:

        def stop() -> None:
            if len(sink.ids) == 50:
                mailed.at(
                    SENT_AT,
                    lambda work: stop_sending(work, mailed.law, NUMBER, 1, reason="a wrong date"),
                )

        sink.on_message = stop
        report = mailed.sends_by_email(sink.port, limit=600)

    assert report.ended == "the sending was stopped"
    assert Counter(mailed.states())["email accepted"] == len(sink.ids) < 600


def test_no_more_go_in_a_minute_than_may(mailed: MailedPeople) -> None:
    mailed.goes_out(7, EMAIL)
    mailed.lease(per_minute=3)

    with BulkSink() as sink:
        first = mailed.sends_by_email(sink.port)
        second = mailed.sends_by_email(sink.port)
        assert (first.claimed, second.claimed, len(sink.ids)) == (3, 0, 3)
        assert second.ended == "as many as may go by now have gone; the rest follows"
        mailed.sends_by_email(sink.port, "2026-03-20T10:01-04:00")

    assert len(sink.ids) == 6


def test_a_server_that_is_away_costs_nobody_their_e_mail(mailed: MailedPeople) -> None:
    mailed.goes_out(20, EMAIL)
    with BulkSink() as sink:
        nobody_there = sink.port

    report = mailed.sends_by_email(nobody_there)

    assert report.ended is not None
    assert "cannot be used" in report.ended
    assert Counter(mailed.states()) == {"email queued": 20}
    with BulkSink() as sink:
        mailed.sends_by_email(sink.port, "2026-03-20T10:01-04:00")
    assert len(set(sink.ids)) == len(sink.ids) == 20


def test_a_recipient_whose_address_went_bad_gets_a_letter(mailed: MailedPeople) -> None:
    mailed.goes_out(2, EMAIL, MAIL)

    def spoil(work: object) -> None:
        from dataclasses import replace  # noqa: PLC0415

        row = work.recipients.get(NUMBER, 1)  # type: ignore[attr-defined]
        spoiled = replace(row.recipient, email="nobody at all")
        work.recipients.readdress(NUMBER, 1, spoiled)  # type: ignore[attr-defined]

    mailed.at(SENT_AT, spoil)
    with BulkSink() as sink:
        mailed.sends_by_email(sink.port)

    assert mailed.states() == ["email bounced", "email accepted", "first_class_mail queued"]
    assert "could not be written: This e-mail address cannot" in str(results(mailed)[0])
