"""What came back is settled once, gets another way, and nobody can forge it for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState, SendingState
from incidents.services.ports import UnitOfWork
from incidents.services.telling.read_bounces import BounceReport, read_bounces
from incidents.services.telling.resend_delivery import resend_delivery
from notices.couriers.bounce_boxes import FolderBox
from tests.support.bulk_sink import BulkSink
from tests.support.mailed_people import MailedPeople
from tests.support.returned_mail import returned
from tests.support.told_people import NUMBER

EMAIL, MAIL = Method.EMAIL, Method.FIRST_CLASS_MAIL
READ_AT = "2026-03-20T14:00-04:00"


class Box(MailedPeople):
    """People who were sent e-mails, some of which come back."""

    def sent(self, count: int) -> None:
        self.goes_out(count, EMAIL, MAIL)
        with BulkSink() as sink:
            self.sends_by_email(sink.port)
        (self.home / "bounces").mkdir()

    def comes_back(
        self, number: int, *, to: int = 0, action: str = "failed", name: str = ""
    ) -> None:
        row = self.deliveries()[number - 1]
        content = returned(row.message_id, f"Family{to or number}@families.example", action=action)
        (self.home / "bounces" / f"{number}{name}.eml").write_bytes(content)

    def moves_to(self, email: str) -> None:
        recipient = self.deliveries()[0].recipient

        def correct(work: UnitOfWork) -> None:
            row = work.recipients.get(NUMBER, recipient)
            assert row is not None
            work.recipients.readdress(NUMBER, row.id, replace(row.recipient, email=email))

        self.at("2026-03-20T12:00-04:00", correct)

    def reads(self) -> BounceReport:
        at = Instant.parse(READ_AT)
        folder = FolderBox(self.home / "bounces")
        return read_bounces(lambda: self.work(at, "bounces"), folder, stop_percent=5)


@pytest.fixture
def box(engine: Engine, tmp_path: Path) -> Box:
    return Box(engine, tmp_path / "home")


def counts(report: BounceReport) -> Sequence[int]:
    return report.read, report.hard, report.soft, report.known, report.unmatched


def test_who_was_not_reached_gets_a_letter(box: Box) -> None:
    box.sent(4)
    box.comes_back(2)

    assert counts(box.reads()) == (1, 1, 0, 0, 0)

    assert box.states() == [
        "email accepted",
        "email bounced",
        "email accepted",
        "email accepted",
        "first_class_mail queued",
    ]
    assert box.deliveries()[1].last_result == "came back, given up by the mail server (5.1.1)"
    (event,) = box.events("bounces:read")
    assert event.body == {"matched": 1, "hard": 1, "soft": 0, "unmatched": 0}


def test_reading_twice_changes_nothing(box: Box) -> None:
    box.sent(3)
    box.comes_back(1)
    box.comes_back(2, action="delayed")
    box.reads()
    before = (box.states(), box.case().size)

    assert counts(box.reads()) == (2, 0, 0, 2, 0)
    assert (box.states(), box.case().size) == before


def test_one_that_is_delayed_is_noted_and_later_given_up(box: Box) -> None:
    box.sent(1)
    box.comes_back(1, action="delayed")
    assert counts(box.reads()) == (1, 0, 1, 0, 0)
    assert box.states() == ["email accepted"]

    box.comes_back(1, name="-later")
    assert counts(box.reads()) == (2, 1, 0, 0, 0)
    assert box.states() == ["email bounced", "first_class_mail queued"]


def test_one_for_somebody_elses_address_waits_for_a_person(box: Box) -> None:
    box.sent(2)
    box.comes_back(1, to=2)

    assert counts(box.reads()) == (1, 0, 1, 0, 0)
    assert box.states() == ["email undetermined", "email accepted"]
    assert box.deliveries()[0].last_result == (
        "taken; given up for another address than the one it was sent to (5.1.1)"
    )

    assert counts(box.reads()) == (1, 0, 0, 1, 0)


def test_one_that_came_back_elsewhere_is_sent_again_by_choice(box: Box) -> None:
    box.sent(1)
    box.comes_back(1, to=2)
    box.reads()

    at = Instant.parse("2026-03-20T15:00-04:00")
    mailing = box.mailing(box.post(25), lambda: at)
    state = resend_delivery(mailing, NUMBER, box.deliveries()[0].id, by="dpo")

    assert state is DeliveryState.QUEUED


def test_the_old_address_still_counts_once_it_was_corrected(box: Box) -> None:
    box.sent(1)
    box.moves_to("new@families.example")
    box.comes_back(1)

    assert counts(box.reads()) == (1, 1, 0, 0, 0)
    assert box.states() == ["email bounced", "first_class_mail queued"]


def test_the_new_address_is_none_that_the_e_mail_went_to(box: Box) -> None:
    box.sent(1)
    box.moves_to("family2@families.example")
    box.comes_back(1, to=2)

    assert counts(box.reads()) == (1, 0, 1, 0, 0)
    assert box.states() == ["email undetermined"]


def test_the_old_address_is_kept_where_nobody_can_read_it(box: Box, engine: Engine) -> None:
    box.sent(1)
    box.moves_to("new@families.example")

    with engine.connect() as connection:
        sent_to = connection.execute(text("SELECT sent_to FROM deliveries")).scalar_one()

    assert len(sent_to) == 43
    assert "family1" not in sent_to


def test_what_is_not_of_ours_is_counted_and_left(box: Box) -> None:
    box.sent(1)
    (box.home / "bounces" / "1.eml").write_bytes(
        returned("somebody@else.example", "x@else.example")
    )
    (box.home / "bounces" / "2.eml").write_bytes(b"From: rosa@families.example\r\n\r\nThanks.\r\n")

    assert counts(box.reads()) == (2, 0, 0, 0, 2)
    assert not box.events("bounces:read")


def test_too_many_that_come_back_stop_what_still_goes(box: Box) -> None:
    box.sent(40)
    for number in range(1, 12):
        box.comes_back(number)

    report = box.reads()

    assert report.stopped == ["KINGSTON-2026-001"]
    assert box.sending_state() is SendingState.STOPPED


def test_nobody_is_named_in_the_record(box: Box) -> None:
    box.sent(2)
    box.comes_back(1)
    box.reads()

    told = str(
        [each.body for each in box.events("bounces:read") + box.events("deliveries:settled")]
    )
    assert "amil" not in told.replace("family-notice", "")
