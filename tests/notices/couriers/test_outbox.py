"""The outbox: one file a message, whole or not there."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from incidents.services.couriers import CourierDownError, Whereabouts
from notices.couriers.outbox import OutboxCourier
from tests.notices.couriers.samples import a_message

NAME = "KINGSTON-2026-001.w1.duty.2026-03-26_-5d.email-dpo@kingston-csd.eml"


@pytest.fixture
def outbox(tmp_path: Path) -> OutboxCourier:
    """Give an outbox that is not there yet."""
    return OutboxCourier(tmp_path / "outbox")


def test_a_message_lies_in_a_file_of_its_own(outbox: OutboxCourier) -> None:
    outbox.send(a_message())

    (path,) = outbox.folder.iterdir()
    email = message_from_bytes(path.read_bytes(), policy=SMTP)
    assert path.name == NAME
    assert email["To"] == "Dana Poole <dana@kingston.example>"
    assert email["Subject"] == "KINGSTON-2026-001: 5 days left"


def test_only_the_owner_reads_it(outbox: OutboxCourier) -> None:
    outbox.send(a_message())

    assert (outbox.folder / NAME).stat().st_mode & 0o777 == 0o600
    assert outbox.folder.stat().st_mode & 0o777 == 0o700


def test_the_same_message_again_changes_nothing(outbox: OutboxCourier) -> None:
    outbox.send(a_message())
    before = (outbox.folder / NAME).stat()
    outbox.send(a_message(text="other words"))

    assert (outbox.folder / NAME).stat() == before


def test_it_knows_what_went_out_and_what_stayed(outbox: OutboxCourier) -> None:
    stayed = outbox.whereabouts(a_message().message_id)
    outbox.send(a_message())
    outbox.forget(a_message().message_id)

    assert stayed is Whereabouts.STAYED
    assert outbox.whereabouts(a_message().message_id) is Whereabouts.WENT_OUT


def test_what_somebody_took_out_still_counts_as_gone(outbox: OutboxCourier) -> None:
    outbox.send(a_message())
    (outbox.folder / "taken").mkdir()
    (outbox.folder / NAME).rename(outbox.folder / "taken" / NAME)
    outbox.send(a_message())

    assert outbox.whereabouts(a_message().message_id) is Whereabouts.WENT_OUT
    assert not (outbox.folder / NAME).exists()


def test_a_name_without_an_address_is_left_for_a_person(outbox: OutboxCourier) -> None:
    outbox.send(a_message(to=None))

    assert b"To: Dana Poole:;\r\n" in (outbox.folder / NAME).read_bytes()
    assert not outbox.needs_address


def test_a_folder_that_cannot_be_written_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be")

    with pytest.raises(CourierDownError, match="see that it has room"):
        OutboxCourier(tmp_path / "outbox").send(a_message())


def test_a_crash_while_writing_leaves_no_message(outbox: OutboxCourier) -> None:
    """Only the draft of a dead process is there; the next attempt writes it anew."""
    outbox.folder.mkdir()
    (outbox.folder / f".{NAME}.1.draft").write_bytes(b"half")
    before = outbox.whereabouts(a_message().message_id)
    outbox.send(a_message())

    assert before is Whereabouts.STAYED
    assert outbox.whereabouts(a_message().message_id) is Whereabouts.WENT_OUT
