"""Checkpoints go to somebody else's mailbox, once, and can be checked from there."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine

from incidents.case.agency import Agency
from incidents.ledger import standalone
from incidents.moments import Instant
from incidents.services.handed_in import by_log, notes_in
from incidents.services.mail_checkpoints import (
    CheckpointMessage,
    NotMailedError,
    mail_checkpoints,
)
from notices.couriers.checkpoint_mail import CheckpointMail
from notices.couriers.outbox import OutboxCourier
from tests.support.sealed import AGENCY, EVENING, NUMBER, Sealed


@pytest.fixture
def sealed(engine: Engine, tmp_path: Path) -> Sealed:
    """Give a case that was sealed once, on each database."""
    sealed = Sealed(engine, tmp_path / "home")
    sealed.case.opens()
    sealed.seal()
    return sealed


@pytest.fixture
def agency(sealed: Sealed) -> Agency:
    """Give the agency with its two addresses."""
    return sealed.case.law.registry.agency(AGENCY)


@dataclass
class Postbox:
    """Takes messages, or refuses them after some."""

    room: int = 99
    taken: list[CheckpointMessage] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    def send(self, message: CheckpointMessage) -> None:
        """Take a message."""
        if len(self.taken) == self.room:
            raise NotMailedError("The mail server is away.")
        self.taken.append(message)

    def settle(self, message: CheckpointMessage) -> None:
        """Forget a message."""
        self.settled.append(message.message_id)


def mail(sealed: Sealed, courier: Postbox, agency: Agency) -> tuple[CheckpointMessage, ...]:
    """Mail what is new."""
    return mail_checkpoints(sealed.reading, sealed.seals, courier, agency)


def test_each_address_gets_the_checkpoints_of_agency_and_cases(
    sealed: Sealed, agency: Agency
) -> None:
    postbox = Postbox()
    mail(sealed, postbox, agency)

    assert [each.to for each in postbox.taken] == [
        "superintendent@kingston.example",
        "ric@example.org",
    ]
    assert len({each.message_id for each in postbox.taken}) == 2
    notes = notes_in(postbox.taken[0].text.encode())
    assert notes == [*sealed.notes(AGENCY), *sealed.notes(NUMBER)]
    assert str(sealed.keys.verifier(AGENCY)) in postbox.taken[0].text


def test_nothing_is_mailed_twice(sealed: Sealed, agency: Agency) -> None:
    postbox = Postbox()
    mail(sealed, postbox, agency)
    mail(sealed, postbox, agency)
    sealed.seal_all()
    mail(sealed, postbox, agency)

    assert len(postbox.taken) == 2
    assert postbox.settled == [each.message_id for each in postbox.taken]


def test_the_next_message_has_only_what_is_new(sealed: Sealed, agency: Agency) -> None:
    postbox = Postbox()
    mail(sealed, postbox, agency)
    sealed.case.learns()
    sealed.seal()
    mail(sealed, postbox, agency)

    notes = notes_in(postbox.taken[-1].text.encode())
    assert notes == [sealed.notes(AGENCY)[-1], sealed.notes(NUMBER)[-1]]


def test_a_message_that_failed_is_the_same_the_next_time(sealed: Sealed, agency: Agency) -> None:
    with pytest.raises(NotMailedError, match="away"):
        mail(sealed, Postbox(room=1), agency)
    later = Postbox()
    mail(sealed, later, agency)

    first = Postbox()
    sealed.note(AGENCY, 2).with_suffix(".mailed").unlink()
    mail(sealed, first, agency)
    assert later.taken == first.taken


def test_without_addresses_nothing_is_mailed(sealed: Sealed) -> None:
    nobody = Agency(
        id=AGENCY,
        name="Kingston",
        kind=sealed.case.law.registry.agency(AGENCY).kind,
        zone=sealed.case.law.registry.agency(AGENCY).zone,
    )
    postbox = Postbox()

    assert mail(sealed, postbox, nobody) == ()
    assert postbox.taken == []


def test_a_message_names_no_person_and_nothing_of_what_happened(
    sealed: Sealed, agency: Agency
) -> None:
    postbox = Postbox()
    mail(sealed, postbox, agency)

    said = postbox.taken[0].subject + postbox.taken[0].text
    for secret in ("Roster", "Dana", "Sam", "Example Learning", "students"):
        assert secret not in said


def test_a_message_saved_from_the_outbox_verifies_the_record(
    sealed: Sealed, agency: Agency, tmp_path: Path
) -> None:
    outbox = OutboxCourier(tmp_path / "outbox")
    courier = CheckpointMail(outbox, Instant.parse(EVENING))
    mail_checkpoints(sealed.reading, sealed.seals, courier, agency)

    message = next(iter((tmp_path / "outbox").glob("*.eml"))).read_bytes()
    notes = notes_in(message)
    assert set(by_log(notes)) == {AGENCY, NUMBER}
    assert sealed.verify(handed_in=notes).faults == ()


def test_a_message_known_to_have_gone_out_is_not_sent_again(
    sealed: Sealed, agency: Agency, tmp_path: Path
) -> None:
    outbox = OutboxCourier(tmp_path / "outbox")
    courier = CheckpointMail(outbox, Instant.parse(EVENING))
    mail_checkpoints(sealed.reading, sealed.seals, courier, agency)
    kept = {path: path.read_bytes() for path in (tmp_path / "outbox").iterdir()}
    sealed.note(AGENCY, 2).with_suffix(".mailed").unlink()
    mail_checkpoints(sealed.reading, sealed.seals, courier, agency)

    assert {path: path.read_bytes() for path in (tmp_path / "outbox").iterdir()} == kept


def test_a_message_with_many_notes_gives_the_strangers_verifier_one(sealed: Sealed) -> None:
    note = sealed.notes(NUMBER)[0]

    assert standalone.NOTE.search(f"Please keep this message.\n\n{note}\nMore words.\n") is not None


def test_notes_are_read_from_what_mail_programs_make_of_them(sealed: Sealed) -> None:
    note = sealed.notes(NUMBER)[0]

    assert notes_in(note.replace("\n", "\r\n").encode()) == [note]
    assert notes_in(f"Hello\n{note}\nand again\n{note}".encode()) == [note]
    assert notes_in(note.rstrip().encode()) == [note]
    assert notes_in(b"nothing of the kind") == []
