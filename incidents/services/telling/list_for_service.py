"""Gives the e-mails of a sending to a district's own messaging service, as a list.

Some districts reach their families through a service that has the addresses
already. It takes a list; the text is the approved one. The e-mails of the list
are then in somebody's hands like printed letters, and nobody sends them here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from incidents.case.telling_events import BatchMade
from incidents.people.recipient import Method
from incidents.services.note_quietly import note_quietly
from incidents.services.people_rows import DeliveryState, Outgoing, SendingRow, Settled
from incidents.services.ports import UnitOfWork
from incidents.services.telling.print_batch import (
    PrintedBatch,
    PrintReport,
    name_of,
    recovered,
    refuse_held,
    released_sending,
)
from incidents.services.telling.printing import PrintFolderError, Printing, ServiceRow


def list_for_service(
    printing: Printing, write: Callable[[Sequence[ServiceRow]], bytes], number: str, sending: int
) -> PrintReport:
    """Write lists of all e-mails that wait in a sending; claim and batch are one act.

    Raise NotPrintedError where the sending is not released, and
    PrintFolderError where the folder cannot take the list.
    """
    found = released_sending(printing, number, sending)
    batches = [*recovered(printing, number)]
    while batch := _listed(printing, write, found):
        batches.append(batch)
    return PrintReport(batches=tuple(batches), refused=())


def _listed(
    printing: Printing, write: Callable[[Sequence[ServiceRow]], bytes], sending: SendingRow
) -> PrintedBatch | None:
    with printing.work(printing.clock()) as work:
        worker, until = printing.folder.worker, printing.until()
        refuse_held(work, sending)  # of each list: a hold may come between two
        claimed = work.deliveries.claim(
            sending.id, Method.EMAIL, worker=worker, until=until, limit=printing.size
        )
        if not claimed:
            return None
        manifest = write(_rows(work, claimed))
        digest = sha256(manifest).hexdigest()
        printing.folder.hold(digest, None, manifest)
        batch = _recorded(work, printing, sending, [each.delivery.id for each in claimed], digest)
    printing.folder.release(digest, batch.name)
    return batch


def _recorded(
    work: UnitOfWork, printing: Printing, sending: SendingRow, numbers: Sequence[int], digest: str
) -> PrintedBatch:
    work.deliveries.settle(
        [
            Settled(
                delivery=each,
                state=DeliveryState.IN_HAND,
                result="on a list for a messaging service",
                at=work.now,
            )
            for each in numbers
        ]
    )
    row = work.deliveries.add_batch(sending.id, Method.EMAIL, numbers, digest)
    name = name_of(Method.EMAIL, row.number)
    if not printing.folder.is_free(name):
        raise PrintFolderError(
            f"{name} lies in the folder already and is of another case; give a folder of its own "
            "for each case."
        )
    made = BatchMade(
        sending=sending.number,
        wave=sending.wave,
        batch=row.number,
        method=Method.EMAIL.value,
        deliveries=len(numbers),
        manifest=digest,
    )
    note_quietly(work, sending.case, [made])
    return PrintedBatch(number=row.number, name=name, letters=len(numbers), manifest=digest)


def _rows(work: UnitOfWork, claimed: Sequence[Outgoing]) -> list[ServiceRow]:
    """Give a row for each child of each family, with the school's own number."""
    rows = []
    for each in claimed:
        for concern in each.recipient.concerns:
            person = work.people.get(each.delivery.case, concern.person)
            local_id = person.person.local_id if person else None
            rows.append(ServiceRow(letter=each, child=concern.name, local_id=local_id))
    return rows
