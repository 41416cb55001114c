"""The list of a sending, with the digest that its release binds to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState, SendingRow
from incidents.services.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingList:
    """Who is on the list of a sending, as far as it is released or not by a digest."""

    digest: str
    methods: Mapping[Method, int]
    duties: tuple[str, ...]
    notices: frozenset[str]


def list_of(work: UnitOfWork, sending: SendingRow) -> SendingList:
    """Give the list of a sending, with the digest that a release binds to.

    It is the SHA-256 over the lines ``recipient method notice``, in the order of
    the deliveries. What went out before, or was given up, is no part of it.
    """
    digest, methods = sha256(), Counter[Method]()
    duties: dict[str, None] = {}
    notices = set()
    for row in work.deliveries.rows(sending.case):
        if row.sending == sending.id and row.state is DeliveryState.QUEUED:
            digest.update(f"{row.recipient} {row.method.value} {row.notice}\n".encode())
            methods[row.method] += 1
            notices.add(row.notice)
            duties.update(dict.fromkeys(row.duty.split("+")))
    return SendingList(
        digest=digest.hexdigest(),
        methods=dict(methods),
        duties=tuple(duties),
        notices=frozenset(notices),
    )
