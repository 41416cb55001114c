"""What is done once a sending is released: e-mails, letters, calls, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from desk.demo.before_release import prepared, released
from desk.demo.running import Running, counted
from desk.demo.world import AGENCY
from desk.money import dollars
from incidents.moments import Instant
from incidents.people.person import PostalAddress
from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState, RecipientRow
from incidents.services.telling.correct_person import Correction, correct_person
from incidents.services.telling.excuse_recipient import excuse_recipient
from incidents.services.telling.log_call import GivenCall, Outcome, log_call
from incidents.services.telling.mail_batch import GivenMailing, mail_batch
from incidents.services.telling.prepare_sending import NotPreparedError
from incidents.services.telling.return_letters import GivenReturn, return_letters

if TYPE_CHECKING:
    from incidents.services.telling.printing import Press

_LETTER, _CALL = Method.FIRST_CLASS_MAIL, Method.TELEPHONE
_AFTER_THE_LEASE = timedelta(minutes=11)
#: Every so many-th call reaches nobody, and every so many-th letter comes back.
_NOBODY_THERE, _COMES_BACK, _CALLS = 9, 70, 3
#: What a letter of two pages costs with its postage, in cents.
_LETTER_CENTS = 90


def send_emails(running: Running) -> Iterator[str]:
    """Send what goes by e-mail, over real SMTP to a server on this computer."""
    from incidents.services.telling.send_sending import send_sending  # noqa: PLC0415 - seldom

    before = running.standing(Method.EMAIL)
    # What an earlier showing was cut off in is found out once its lease is over.
    late = before.get(DeliveryState.SENDING, 0) > 0
    at = Instant(running.at.utc + _AFTER_THE_LEASE) if late else running.at
    mailing = running.home.mailing(lambda: at)
    for number in running.sendings():
        send_sending(mailing, running.case, number, limit=200)
    taken, gone = running.more(Method.EMAIL, before, DeliveryState.ACCEPTED, DeliveryState.BOUNCED)
    if taken:
        yield f"{taken:,} e-mails were taken by the mail server."
    if gone:
        yield f"{gone} mailboxes are gone: those families get letters."


def print_letters(running: Running) -> Iterator[str]:
    """Print the letters that wait, in batches with their manifests."""
    from notices.presses import LetterPress  # noqa: PLC0415 - loads the PDF engine

    yield from _printed(running, LetterPress(writer=running.home.letter_writer), "letters")


def mail_letters(running: Running) -> Iterator[str]:
    """Hand the printed batches to the post office."""
    with running.reading() as work:
        batches = work.deliveries.batches(running.case)
    waiting = [each for each in batches if each.method is _LETTER and each.handed_over_at is None]
    for batch in waiting:
        cents = batch.deliveries * _LETTER_CENTS
        given = GivenMailing(batch=batch.number, at=running.at, by="dpo", cents=cents)
        with running.work() as work:
            mail_batch(work, running.home.law, running.case, given)
    letters = sum(each.deliveries for each in waiting)
    yield f"{letters:,} letters went to the post, for {dollars(letters * _LETTER_CENTS)}."


def call_families(running: Running) -> Iterator[str]:
    """Make the call sheet, and call."""
    from notices.presses import CallPress  # noqa: PLC0415 - loads the PDF engine

    yield from _printed(running, CallPress(), "calls")
    before = running.standing(_CALL)
    for call in running.deliveries(_CALL, DeliveryState.IN_HAND):
        _call(running, call)
    told, in_vain = running.more(_CALL, before, DeliveryState.ACCEPTED, DeliveryState.UNREACHED)
    yield f"{told} families were told by telephone, {in_vain} were called three times in vain."


def read_bounces(running: Running) -> Iterator[str]:
    """Read what came back, and print letters for those families."""
    running.server.give_back()
    report = running.home.read_bounces(lambda: running.at)
    yield f"{report.hard} messages came back: those families get letters."
    yield from print_letters(running)


def find_addresses(running: Running) -> Iterator[str]:
    """Work the list of those whom nothing reaches, and let go what goes to them."""
    found, excused = _worked(running)
    yield f"{found} addresses were found by the schools."
    if excused:
        yield f"{excused} may not be told, by a court's order: that is recorded as the reason."
    with suppress(NotPreparedError):  # nobody new is on the list, or it went out before
        number = len(running.sendings()) + 1
        prepared(running, number, running.home.zone_of(AGENCY).day_of(running.at))
        released(running, number)
    yield from print_letters(running)


def _worked(running: Running) -> tuple[int, int]:
    with running.reading() as work:
        lacking = [*work.recipients.without_method(running.case, 1)]
        rows = [*lacking, *work.recipients.failed(running.case, 1)]
    for row in rows:
        _excuse(running, row) if _is_flagged(row) else _correct(running, row)
    excused = sum(map(_is_flagged, rows))
    return len(rows) - excused, excused


def take_back(running: Running) -> Iterator[str]:
    """Take the letters back that the post returned."""
    mailed = running.deliveries(_LETTER, DeliveryState.ACCEPTED)
    back = tuple(each for each in mailed if not each % _COMES_BACK)
    given = GivenReturn(sheets=back, at=running.at, by="dpo", why="moved")
    with running.work() as work:
        returned = return_letters(work, running.home.law, running.case, given)
    follows = {way.words: count for way, count in returned.fell_back.queued.items()}
    yield f"{len(back)} letters came back, so those families count as untold again."
    yield f"What follows by itself: {counted(follows)}; to find: {len(returned.fell_back.to_work)}."


def try_again(running: Running) -> Iterator[str]:
    """Tell those whose letters came back in another way."""
    yield from call_families(running)
    yield from send_emails(running)
    yield from find_addresses(running)
    yield from mail_letters(running)


def _printed(running: Running, press: Press, what: str) -> Iterator[str]:
    from incidents.services.telling import print_batch  # noqa: PLC0415 - seldom
    from incidents.services.telling.printing import Printing  # noqa: PLC0415 - seldom
    from notices.print_folder import letter_folder  # noqa: PLC0415 - seldom

    with letter_folder(running.home.settings.home / what) as folder:
        printing = Printing(
            work=lambda at: running.home.work(at, "dpo"), folder=folder, clock=lambda: running.at
        )
        reports = [
            print_batch.print_letters(printing, press, running.case, number)
            for number in running.sendings()
        ]
    batches = [batch for report in reports for batch in report.batches]
    if batches:
        count = sum(batch.letters for batch in batches)
        yield f"{count:,} {what} in {_files(len(batches))}; a manifest says who is on which page."


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _call(running: Running, call: int) -> None:
    outcome = Outcome.TOLD if call % _NOBODY_THERE else Outcome.NO_ANSWER
    given = GivenCall(delivery=call, outcome=outcome, at=running.at, by="dpo")
    state = DeliveryState.IN_HAND
    while state is DeliveryState.IN_HAND:
        with running.work() as work:
            taken = log_call(work, running.home.law, running.case, given, most_calls=_CALLS)
        state = taken.state


def _is_flagged(row: RecipientRow) -> bool:
    return row.recipient.plan.reason.startswith("nobody may be told")


def _excuse(running: Running, row: RecipientRow) -> None:
    reason = "A court order forbids it; the guardian whom the court named was told in person."
    with running.work() as work:
        excuse_recipient(work, running.home.law, running.case, row.id, reason=reason, by="dpo")


def _correct(running: Running, row: RecipientRow) -> None:
    """Write down an address that the school's office knew."""
    person = row.recipient.concerns[0].person
    street = f"{11 + row.id % 90} Harbor Street"
    address = PostalAddress(street=(street,), city="Kingston", state="NY", postal_code="12401")
    with running.work() as work:
        listed = work.people.get(running.case, person)
        names = [each.name for each in listed.person.contacts] if listed else []
        meant = [number for number, name in enumerate(names, 1) if name in row.recipient.names]
        found = Correction(
            person=person,
            # A student of age, whom the list gives no way of their own, is added.
            contact=meant[0] if meant else 0,
            address=address,
            source="the school's office",
        )
        correct_person(work, running.home.law, running.case, found)
