"""How much went out by each channel this minute and this day, for all workers."""

from __future__ import annotations

from incidents.store.bulk import Worded
from incidents.store.transaction import Prepared, Transaction

_BEGIN = Prepared(
    "INSERT INTO rates (channel, minute, in_minute, day, in_day)"
    " VALUES (:channel, '', 0, '', 0) ON CONFLICT DO NOTHING"
)
#: Two who ask at once take turns on this row.
_READ = Worded("SELECT minute, in_minute, day, in_day FROM rates WHERE channel = :channel [LOCKED]")
_WRITE = Prepared(
    "UPDATE rates SET minute = :minute, in_minute = :in_minute, day = :day, in_day = :in_day"
    " WHERE channel = :channel"
)
_MINUTE, _DAY = len("2026-03-10T15:00"), len("2026-03-10")


class SqlRates:
    """The counts by channel in the database; minute and day are those of UTC."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def take(self, channel: str, wanted: int, *, per_minute: int, per_day: int) -> int:
        """Give how many of those wanted may go now, and count them as gone.

        A clock that is a little behind counts into the later window, so that
        two machines do not have a minute's worth each.
        """
        self._work.run(_BEGIN, channel=channel)
        then, in_minute, on, in_day = self._work.run(_READ, channel=channel).fetchone()
        minute, day = max(then, self._work.stamp[:_MINUTE]), max(on, self._work.stamp[:_DAY])
        in_minute, in_day = in_minute * (minute == then), in_day * (day == on)
        granted = min(
            wanted,
            max(per_minute - in_minute, 0) if per_minute else wanted,
            max(per_day - in_day, 0) if per_day else wanted,
        )
        counts = {"in_minute": in_minute + granted, "in_day": in_day + granted}
        self._work.run(_WRITE, channel=channel, minute=minute, day=day, **counts)
        return granted
