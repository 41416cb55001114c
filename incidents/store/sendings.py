"""The sendings: each what one approval lets go at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from incidents.services.people_rows import DeliveryState, SendingRow, SendingState
from incidents.services.ports import StoreError
from incidents.store.agencies import agency_of
from incidents.store.people import LOCK_CASE
from incidents.store.transaction import Prepared, Transaction, instant, instant_or_none

_NAMES = (
    "id, number, case_number, agency, wave, state, notices, deliveries,"
    " prepared_at, released_at, reason"
)
_ADD = Prepared(
    "INSERT INTO sendings (case_number, agency, wave, number, state, notices, deliveries,"  # noqa: S608 - ours
    " prepared_at) SELECT :case, :agency, :wave, coalesce(max(number), 0) + 1, 'prepared',"
    " :notices, 0, :now FROM sendings WHERE case_number = :case"
    f" RETURNING {_NAMES}"
)
_GET = Prepared(
    f"SELECT {_NAMES} FROM sendings WHERE case_number = :case AND number = :number"  # noqa: S608
)
_OF_CASE = Prepared(
    f"SELECT {_NAMES} FROM sendings WHERE case_number = :case ORDER BY number"  # noqa: S608 - ours
)
_RUNNING = Prepared(
    f"SELECT {_NAMES} FROM sendings AS s WHERE state = 'released' AND"  # noqa: S608 - ours
    " (EXISTS (SELECT 1 FROM deliveries AS d WHERE d.sending = s.id AND d.state = 'queued')"
    " OR EXISTS (SELECT 1 FROM deliveries AS d WHERE d.sending = s.id AND d.state = 'sending'))"
    " ORDER BY id"
)
_MARK = Prepared(
    "UPDATE sendings SET state = :state, reason = :reason,"
    " released_at = coalesce(released_at, :released_at) WHERE id = :sending"
)
_CANCEL = Prepared(
    "UPDATE deliveries SET state = :cancelled, settled_at = :now"
    " WHERE sending = :sending AND state IN ('queued', 'in_hand')"
)


class SqlSendings:
    """The sendings in the database."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def add(self, case: str, wave: int, notices: Sequence[str]) -> SendingRow:
        """Give a new sending of a case, prepared and empty."""
        agency = agency_of(self._work, case)
        self._work.run(LOCK_CASE, number=case).fetchall()
        values = {"case": case, "agency": agency, "wave": wave, "notices": " ".join(notices)}
        (row,) = self._work.run(_ADD, now=self._work.stamp, **values).fetchall()
        return _sending(row)

    def get(self, case: str, number: int) -> SendingRow | None:
        """Give one by its number within the case."""
        row = self._work.run(_GET, case=case, number=number).fetchone()
        return None if row is None else _sending(row)

    def of_case(self, case: str) -> list[SendingRow]:
        """Give those of the case, the first one first."""
        return [_sending(row) for row in self._work.run(_OF_CASE, case=case).fetchall()]

    def running(self) -> list[SendingRow]:
        """Give the released ones that still have a delivery to send, of all cases."""
        return [_sending(row) for row in self._work.run(_RUNNING).fetchall()]

    def mark(self, sending: int, state: SendingState, reason: str | None = None) -> None:
        """Set where it stands; what waits or is in hand of a cancelled one is cancelled with it.

        The first release gives the time of release; one that goes on after a
        stop keeps it.
        """
        values = {
            "state": state.value,
            "reason": reason,
            "released_at": self._work.stamp if state.lets_go else None,
        }
        if not self._work.run(_MARK, sending=sending, **values).rowcount:
            raise StoreError(
                f"There is no sending {sending}; take it from the list of the case's sendings."
            )
        if state is SendingState.CANCELLED:
            cancelled = DeliveryState.CANCELLED.value
            self._work.run(_CANCEL, sending=sending, cancelled=cancelled, now=self._work.stamp)


def _sending(row: Sequence[Any]) -> SendingRow:
    number_of_all, number, case, agency, wave, state, notices, deliveries, *times = row
    prepared_at, released_at, reason = times
    return SendingRow(
        id=number_of_all,
        number=number,
        case=case,
        agency=agency,
        wave=wave,
        state=SendingState(state),
        notices=tuple(notices.split()),
        deliveries=deliveries,
        prepared_at=instant(prepared_at),
        released_at=instant_or_none(released_at),
        reason=reason,
    )
