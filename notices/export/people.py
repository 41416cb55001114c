"""What was sent to each person, when, how and with what result: the people's part.

Names leave only here, and only where they were asked for: one table for all,
and pages of evidence, one section a recipient, some hundred to a file. Each
holds the rows of its own recipient and of nobody else. Everything else in an
export knows people by their numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from incidents.law.exposure import PRIVATE_ELEMENTS
from incidents.moments import Instant, parse_moment
from incidents.people.recipient import Concern, Method, Recipient
from incidents.services.chunks import chunks
from incidents.services.export_case import CaseRecord
from incidents.services.people_rows import DeliveryRow, PersonRow, RecipientRow
from incidents.services.ports import StoredEvent, UnitOfWork
from incidents.services.registers import Row
from incidents.services.telling_registers import standing_of
from notices.addressees import names_of
from notices.catalogue import UnknownNoticeError, catalogue
from notices.export.bag import Bag
from notices.export.evidence_pdf import EvidencePrinter
from notices.export.tables import csv_pieces

#: How many recipients one file of evidence has.
PER_FILE = 200
_DIGITS = 16
_CALLS = {
    "told": "told",
    "no_answer": "nobody answered",
    "message_left": "a message was left",
    "wrong_number": "wrong number",
    "refused": "would not listen",
}
#: What a delivery of each kind goes by: as a correction names it, and as a page does.
_FIELDS = {Method.FIRST_CLASS_MAIL: "address", Method.EMAIL: "email", Method.TELEPHONE: "phone"}
_CORRECTED = {
    Method.FIRST_CLASS_MAIL: "the postal address",
    Method.EMAIL: "the e-mail address",
    Method.TELEPHONE: "the telephone number",
}
COLUMNS = (
    "recipient",
    "names",
    "about",
    "told about",
    "wave",
    "kind",
    "language",
    "duties",
    "address",
    "e-mail",
    "telephone",
    "excused",
    "delivery",
    "method",
    "notice",
    "state",
    "handed over at",
    "result",
    "batch",
    "corrected since",
    "evidence file",
)
_OF_PERSON = ("wave", "person", "name", "group", "told through")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One recipient with all that was done to tell them."""

    row: RecipientRow
    deliveries: tuple[DeliveryRow, ...]


@dataclass(slots=True)
class _People:
    """Goes through the recipients of a record, and writes them down."""

    work: UnitOfWork
    record: CaseRecord
    #: What the log says of single deliveries, by their number.
    happened: Mapping[int, list[StoredEvent]]
    #: When each batch of letters and calls was made, with the addresses of that time.
    made_at: Mapping[int, Instant]
    #: By number of the affected person, what the log says of corrections.
    corrected: Mapping[int, list[StoredEvent]]
    #: By number of the affected person, those who are told about them.
    told_through: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def corrected_since(self, recipient: Recipient, delivery: DeliveryRow) -> int | None:
        """Give the entry that corrected where this delivery went, if one did since.

        Of two contacts of a child it may be the other's: the log names no address.
        """
        made = self.made_at.get(delivery.batch or 0, delivery.handed_over_at)
        since = [
            event.seq
            for each in recipient.concerns
            for event in self.corrected.get(each.person, ())
            if made is not None and event.at > made and _names(event, _FIELDS[delivery.method])
        ]
        if since and delivery.method is Method.EMAIL:
            is_as_known = self.work.deliveries.went_to(delivery.id, [recipient.email or ""])
            return None if is_as_known else max(since)
        return max(since, default=None)

    def each(self) -> Iterator[_Told]:
        """Give the recipients wave by wave, by number."""
        for wave in sorted(self.record.case.waves):
            for row in self.work.recipients.stream(self.record.number, wave):
                found = self.work.deliveries.of_recipient(self.record.number, row.id)
                yield _Told(row=row, deliveries=tuple(found))


def add_people(bag: Bag, work: UnitOfWork, record: CaseRecord) -> None:
    """Add the folder ``people``: two tables and the pages of evidence.

    The keys of the sealed names are needed; raise what the store raises
    without them.
    """
    batches = {each.number: each.made_at for each in work.deliveries.batches(record.number)}
    people = _People(work, record, _happened(record), batches, _corrections(record))
    with closing(EvidencePrinter()) as printer:
        for place, piece in enumerate(chunks(people.each(), PER_FILE)):
            for told in piece:
                for each in told.row.recipient.concerns:
                    people.told_through[each.person].append(told.row.id)
            sections = [_section(people, each) for each in piece]
            bag.add(f"people/{_file(place)}", printer.make(record, sections))
    bag.add("people/people.csv", csv_pieces(COLUMNS, _told(people)))
    bag.add("people/affected.csv", csv_pieces(_OF_PERSON, _affected(people)))


def _told(people: _People) -> Iterator[Row]:
    for place, told in enumerate(people.each()):
        for each in told.deliveries or (None,):
            since = people.corrected_since(told.row.recipient, each) if each else None
            corrected = f"entry {since}" if since is not None else ""
            yield (*_whom(told.row), *_what(each), corrected, _file(place // PER_FILE))


def _file(place: int) -> str:
    return f"evidence-{place + 1:04}.pdf"


def _happened(record: CaseRecord) -> dict[int, list[StoredEvent]]:
    found: dict[int, list[StoredEvent]] = defaultdict(list)
    for event in record.events:
        delivery = event.body.get("delivery")
        if event.tag in ("call:logged", "letter:returned") and isinstance(delivery, int):
            found[delivery].append(event)
    return found


def _names(event: StoredEvent, field: str) -> bool:
    fields = event.body["fields"]
    return isinstance(fields, list) and field in fields


def _corrections(record: CaseRecord) -> dict[int, list[StoredEvent]]:
    found: dict[int, list[StoredEvent]] = defaultdict(list)
    for event in record.events:
        person = event.body.get("person")
        if event.tag == "person:corrected" and isinstance(person, int):
            found[person].append(event)
    return found


def _affected(people: _People) -> Iterator[Row]:
    """Give each affected person of the lists with the recipients told about them."""
    for wave in sorted(people.record.case.waves):
        for row in people.work.people.stream(people.record.number, wave):
            yield _person(people, row)


def _person(people: _People, row: PersonRow) -> Row:
    through = ", ".join(map(str, people.told_through.get(row.id, ())))
    group = row.person.group.words
    return row.wave, row.id, row.person.name, group, through or "nobody"


def _whom(row: RecipientRow) -> Row:
    recipient = row.recipient
    address = recipient.address.lines() if recipient.address else ()
    return (
        row.id,
        names_of(recipient),
        "; ".join(each.name for each in recipient.concerns),
        "; ".join(f"{each.name}: {_exposed(each)}" for each in recipient.concerns),
        row.wave,
        recipient.kind.value,
        recipient.language,
        ", ".join(recipient.duties),
        ", ".join(address),
        recipient.email or "",
        recipient.phone or "",
        row.excused or "",
    )


def _what(delivery: DeliveryRow | None) -> Row:
    if delivery is None:
        return "", "", "", "", "", "", ""
    state, result = standing_of(delivery)
    at = delivery.handed_over_at.stamp() if delivery.handed_over_at else ""
    method, batch = delivery.method.words, delivery.batch or ""
    return delivery.id, method, delivery.notice, state, at, result, batch


def _exposed(concern: Concern) -> str:
    if concern.exposed is None:
        return "as the notice says of all"
    named = [PRIVATE_ELEMENTS.get(each, each) for each in concern.exposed]
    return ", ".join(named) or "no element of private information"


def _section(people: _People, told: _Told) -> dict[str, Any]:
    """Give what the evidence of one recipient shows, as words."""
    row, recipient = told.row, told.row.recipient
    address = recipient.address.lines() if recipient.address else ()
    known = [
        ("Told about", "; ".join(f"{each.name} ({_exposed(each)})" for each in recipient.concerns)),
        ("For the duties", ", ".join(recipient.duties)),
        ("Language", recipient.language),
        ("Address as it is known", ", ".join(address)),
        ("E-mail address as it is known", recipient.email or ""),
        ("Telephone as it is known", recipient.phone or ""),
        ("Why in this way", recipient.plan.reason),
        ("Not told, because", row.excused or ""),
    ]
    return {
        "number": str(row.id),
        "names": names_of(recipient),
        "known": [list(pair) for pair in known if pair[1]],
        "sent": [_sent(people, recipient, each) for each in told.deliveries],
    }


def _sent(people: _People, recipient: Recipient, delivery: DeliveryRow) -> dict[str, Any]:
    state, result = standing_of(delivery)
    events = [_event(people, each) for each in people.happened.get(delivery.id, ())]
    since = people.corrected_since(recipient, delivery)
    if since is not None:
        events.append(f"{_CORRECTED[delivery.method]} was corrected since (entry {since})")
    return {
        "delivery": str(delivery.id),
        "what": f"{_title(people.record, delivery.notice)}, text {delivery.notice[:_DIGITS]}",
        "how": delivery.method.words + (f", batch {delivery.batch}" if delivery.batch else ""),
        "when": _when(people, delivery),
        "state": state,
        "result": result,
        "events": events,
    }


def _when(people: _People, delivery: DeliveryRow) -> str:
    """Give when it was handed over; the post takes letters on a day, at no hour."""
    at, zone = delivery.handed_over_at, people.record.agency.zone
    if at is None:
        return "not handed over"
    return zone.words(zone.day_of(at) if delivery.method is Method.FIRST_CLASS_MAIL else at)


def _title(record: CaseRecord, digest: str) -> str:
    draft = record.case.drafts.get(digest)
    try:
        return catalogue().template(draft.notice).title if draft else "A notice"
    except UnknownNoticeError:
        return draft.notice if draft else "A notice"


def _event(people: _People, event: StoredEvent) -> str:
    body: Mapping[str, Any] = event.body
    when = people.record.agency.zone.words(parse_moment(body["at"]))
    if event.tag == "call:logged":
        outcome = _CALLS.get(body["outcome"], body["outcome"])
        return f"{when}: called by {body['by']}: {outcome} (entry {event.seq})"
    because = f": {body['because']}" if body["because"] else ""
    return f"{when}: the letter came back{because} (entry {event.seq})"
