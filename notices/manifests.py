"""The manifests of batches: each sheet by person, page and address; each call.

One row a letter, in the order of the pages, so that a mail house can take file
and manifest as they are, and a letter that comes back is found by its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from incidents.people.person import PostalAddress
from incidents.people.recipient import Recipient
from incidents.services.people_rows import Outgoing
from incidents.services.telling.letters import PrintedLetter
from incidents.services.telling.printing import ServiceRow
from notices.addressees import names_of
from notices.export.tables import csv_pieces

LETTERS = (
    "sheet",
    "first page",
    "pages",
    "recipient",
    "names",
    "street 1",
    "street 2",
    "street 3",
    "city",
    "state",
    "postal code",
    "country",
    "language",
    "notice",
)
CALLS = ("call", "recipient", "telephone", "names", "about", "language", "notice", "outcome", "at")
#: The headings of ``parents.csv`` as we read what the service publishes (underscores, every
#: field a text); it gives the exact ones to its customers, so compare the first line once.
SERVICE = (
    "parent_id",
    "first_name",
    "last_name",
    "email",
    "phone",
    "language",
    "student_id",
    "student_name",
)
_STREETS = 3


def manifest_of(printed: Sequence[PrintedLetter], letters: Iterable[Outgoing]) -> bytes:
    """Give the manifest of a batch as CSV; no cell of it is a formula."""
    by_sheet = {each.delivery.id: each for each in letters}
    return b"".join(csv_pieces(LETTERS, (_row(each, by_sheet[each.number]) for each in printed)))


def call_sheet_of(calls: Iterable[Outgoing]) -> bytes:
    """Give a call sheet as CSV, with room for how each call ended and when."""
    return b"".join(csv_pieces(CALLS, (_call(each) for each in calls)))


def service_list(rows: Iterable[ServiceRow]) -> bytes:
    """Give a list in the shape of ParentSquare's, a row for each child of a family."""
    return b"".join(csv_pieces(SERVICE, (_parent(each) for each in rows)))


def concerned_in(recipient: Recipient) -> str:
    """Give whom a recipient is told about."""
    return "; ".join(each.name for each in recipient.concerns)


def address_cells(address: PostalAddress | None) -> tuple[str, ...]:
    """Give an address as seven cells; further lines of a street go into the third."""
    if address is None:
        return ("",) * (_STREETS + 4)
    first, rest = address.street[: _STREETS - 1], address.street[_STREETS - 1 :]
    streets = [*first, ", ".join(rest)]
    streets += [""] * (_STREETS - len(streets))
    return (*streets, address.city, address.state, address.postal_code, address.country)


def _row(printed: PrintedLetter, letter: Outgoing) -> tuple[str | int, ...]:
    return (
        printed.number,
        printed.first_page,
        printed.pages,
        letter.delivery.recipient,
        names_of(letter.recipient),
        *address_cells(letter.recipient.address),
        letter.recipient.language,
        letter.delivery.notice,
    )


def _call(call: Outgoing) -> tuple[str | int, ...]:
    recipient = call.recipient
    return (
        call.delivery.id,
        call.delivery.recipient,
        recipient.phone or "",
        names_of(recipient),
        concerned_in(recipient),
        recipient.language,
        call.delivery.notice,
        "",
        "",
    )


def _parent(row: ServiceRow) -> tuple[str, ...]:
    """Give a row; a number goes without its plus, which no spreadsheet may calculate."""
    recipient = row.letter.recipient
    first, _, last = (recipient.names[0] if recipient.names else "").rpartition(" ")
    return (
        str(row.letter.delivery.recipient),
        first or last,
        last if first else "",
        recipient.email or "",
        (recipient.phone or "").lstrip("+ "),
        recipient.language,
        row.local_id or "",
        row.child,
    )
