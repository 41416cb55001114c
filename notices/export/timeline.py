"""Where things stand on a drawn timeline: shares of its width, and words for it.

A row has a label, bars and marks. Every place is a whole number of ten
thousandths of the width, so that the same case is drawn the same everywhere.
What a picture shows is also said in its alternative text and in the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from incidents.case.case import Document
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.moment_names import MomentName
from incidents.moments import Instant, LocalDay, Moment, Zone, parse_moment
from incidents.services.export_case import CaseRecord

#: The width of the drawing.
WIDTH = 10_000
#: The words of a tick further right would leave the drawing.
_LAST_TICK = 9_300
_DAY, _WEEK = 86_400, 7
_TICKS = (1, 2, 7, 14, 28, 56, 91, 182, 364)
_MOST_TICKS = 9
_NOT_DRAWN = (DutyState.NOT_REQUIRED, DutyState.NOT_STARTED, DutyState.UNDECIDED)


class Shape(StrEnum):
    """What a bar or a mark stands for; told by its form, not by colour alone."""

    CLOCK = "clock"  # from the start to the limit
    LATE = "late"  # from the limit to what was done, or to now
    HOLD = "hold"
    OPEN = "open"  # no date is fixed: from the start on
    MOMENT = "moment"
    TARGET = "target"
    LIMIT = "limit"
    DONE = "done"
    DONE_LATE = "done_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of time."""

    shape: Shape
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point in time; ``letter`` refers to a line of the legend."""

    shape: Shape
    at: int
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One line of the drawing."""

    label: str
    note: str = ""
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A drawing, with what it says in words."""

    ticks: tuple[tuple[int, str], ...]
    rows: tuple[TimelineRow, ...]
    #: Letter, date and words of each moment that is marked.
    legend: tuple[tuple[str, str, str], ...]
    words: str

    def plain(self) -> dict[str, object]:
        """Give the drawing as JSON values."""
        return {
            "ticks": [{"at": at, "label": label} for at, label in self.ticks],
            "legend": [list(line) for line in self.legend],
            "words": self.words,
            "rows": [
                {
                    "label": row.label,
                    "note": row.note,
                    "bars": [[bar.shape.value, bar.start, bar.end] for bar in row.bars],
                    "marks": [[mark.shape.value, mark.at, mark.letter] for mark in row.marks],
                }
                for row in self.rows
            ],
        }


@dataclass(slots=True)
class _Scale:
    """Turns moments into places, from the first to the last of them."""

    zone: Zone
    first: date = field(init=False)
    days: int = field(init=False)

    def fit(self, moments: Iterable[Moment]) -> None:
        days = [self.zone.day_of(moment).date for moment in moments]
        margin = max(1, (max(days) - min(days)).days // 40)
        self.first = min(days) - timedelta(days=margin)
        self.days = (max(days) - self.first).days + 1 + margin

    def start(self, moment: Moment) -> int:
        return self._place(self.zone.start_of(moment))

    def end(self, moment: Moment) -> int:
        return self._place(self.zone.end_of(moment))

    def middle(self, moment: Moment) -> int:
        return (self.start(moment) + self.end(moment)) // 2

    def ticks(self) -> Iterator[tuple[int, str]]:
        step = next((each for each in _TICKS if self.days <= each * _MOST_TICKS), _TICKS[-1])
        day = self.first + timedelta(days=-self.first.weekday() % _WEEK if step >= _WEEK else 0)
        year = None
        while (place := self.start(LocalDay(day))) < _LAST_TICK:
            yield place, _label(day, named_year=year)
            year = day.year
            day += timedelta(days=step)

    def day(self, moment: Moment) -> str:
        """Give the day of a moment; its year only where there are several."""
        found = self.zone.day_of(moment)
        last = self.first + timedelta(days=self.days)
        return _label(found.date, named_year=last.year if last.year == self.first.year else None)

    def _place(self, instant: Instant) -> int:
        begin = self.zone.start_of(LocalDay(self.first))
        seconds = int((instant.utc - begin.utc).total_seconds())
        return max(0, min(WIDTH, seconds * WIDTH // (self.days * _DAY)))


def timeline_of(record: CaseRecord, wave: int) -> Timeline:
    """Give the drawing of one wave: what happened, holds, and each duty."""
    document, zone = record.case.wave(wave), record.agency.zone
    duties = _drawn(record, wave)
    moments = _moments(document)
    holds = _holds(document)
    scale = _Scale(zone)
    scale.fit([*(at for _, at in moments), *_dates(duties), *_ends(holds), *_record(record, wave)])
    legend = _legend(moments, scale)
    rows = [_happened(moments, scale), *(_hold(each, record, scale) for each in holds)]
    rows += [_duty(each, record, scale) for each in duties]
    return Timeline(
        ticks=tuple(scale.ticks()),
        rows=tuple(rows),
        legend=legend,
        words=_words(rows, legend),
    )


def _drawn(record: CaseRecord, wave: int) -> list[PlannedDuty]:
    duties = [
        each
        for each in record.view.plans[wave].duties
        if each.state not in _NOT_DRAWN and (each.starts or each.fulfilled_at)
    ]
    zone = record.agency.zone

    def order(duty: PlannedDuty) -> tuple[Instant, Instant]:
        start = duty.starts.moment if duty.starts else duty.fulfilled_at
        end = duty.limit or duty.fulfilled_at or record.at
        return zone.start_of(start or record.at), zone.end_of(end)

    return sorted(duties, key=order)


def _moments(document: Document) -> list[tuple[MomentName, Moment]]:
    given = document.get("moments") or {}
    found = [(name, given.get(name.value)) for name in MomentName]
    return [(name, parse_moment(text)) for name, text in found if isinstance(text, str)]


def _holds(document: Document) -> list[tuple[str, Moment, Moment | None]]:
    return [
        (
            str(each.get("authority") or each["kind"]).replace("_", " "),
            parse_moment(str(each["from"])),
            parse_moment(str(each["until"])) if each.get("until") else None,
        )
        for each in document.get("holds") or []
    ]


def _dates(duties: Iterable[PlannedDuty]) -> Iterator[Moment]:
    for duty in duties:
        found = (duty.starts.moment if duty.starts else None, duty.target, duty.limit)
        yield from (each for each in (*found, duty.fulfilled_at) if each is not None)


def _ends(holds: Iterable[tuple[str, Moment, Moment | None]]) -> Iterator[Moment]:
    for _, start, end in holds:
        yield from (start, end or start)


def _record(record: CaseRecord, wave: int) -> Iterator[Moment]:
    """Give what the drawing reaches to at least: an open case, to its last entry."""
    if wave == min(record.case.waves) and record.case.opened_at is not None:
        yield record.case.opened_at
    if not record.is_final:
        yield record.at


def _legend(
    moments: list[tuple[MomentName, Moment]], scale: _Scale
) -> tuple[tuple[str, str, str], ...]:
    ordered = sorted(moments, key=lambda each: scale.zone.start_of(each[1]))
    return tuple(
        (chr(ord("A") + place), scale.day(at), name.words)
        for place, (name, at) in enumerate(ordered)
    )


def _label(day: date, *, named_year: int | None) -> str:
    return f"{day:%b} {day.day}" + ("" if day.year == named_year else f", {day.year}")


def short(day: LocalDay) -> str:
    """Give a day as it stands beside a drawing: ``Mar 5, 2026``."""
    return f"{day.date:%b} {day.date.day}, {day.date.year}"


def _happened(moments: list[tuple[MomentName, Moment]], scale: _Scale) -> TimelineRow:
    ordered = sorted(moments, key=lambda each: scale.zone.start_of(each[1]))
    marks = tuple(
        Mark(shape=Shape.MOMENT, at=scale.middle(at), letter=chr(ord("A") + place))
        for place, (_, at) in enumerate(ordered)
    )
    return TimelineRow(label="What happened", marks=marks)


def _hold(
    hold: tuple[str, Moment, Moment | None], record: CaseRecord, scale: _Scale
) -> TimelineRow:
    authority, start, end = hold
    bar = Bar(shape=Shape.HOLD, start=scale.start(start), end=scale.end(end or record.at))
    since = scale.day(start)
    until = f"until {scale.day(end)}" if end else "not ended"
    return TimelineRow(label=f"Hold: {authority}", note=f"from {since} {until}", bars=(bar,))


def _duty(duty: PlannedDuty, record: CaseRecord, scale: _Scale) -> TimelineRow:
    done, limit = duty.fulfilled_at, duty.limit
    begin = scale.start(duty.starts.moment if duty.starts else done or record.at)
    bars, marks = [], []
    if limit is not None:
        bars.append(Bar(shape=Shape.CLOCK, start=begin, end=scale.end(limit)))
        marks.append(Mark(shape=Shape.LIMIT, at=scale.end(limit)))
    else:
        bars.append(Bar(shape=Shape.OPEN, start=begin, end=scale.middle(done or record.at)))
    if limit is not None and duty.late:
        bars.append(
            Bar(shape=Shape.LATE, start=scale.end(limit), end=scale.middle(done or record.at))
        )
    if duty.target is not None and duty.target != limit:
        marks.append(Mark(shape=Shape.TARGET, at=scale.end(duty.target)))
    if done is not None:
        shape = Shape.DONE_LATE if duty.late else Shape.DONE
        marks.append(Mark(shape=shape, at=scale.middle(done)))
    return TimelineRow(
        label=duty.rule.title, note=_note(duty, scale), bars=tuple(bars), marks=tuple(marks)
    )


def _note(duty: PlannedDuty, scale: _Scale) -> str:
    due = f"due {scale.day(duty.limit)}" if duty.limit else "no fixed date"
    if duty.fulfilled_at is None:
        return f"{due}, {duty.state.words}" if duty.limit else duty.state.words
    return f"{due}, done {scale.day(duty.fulfilled_at)}{' (late)' if duty.late else ''}"


def _words(rows: Iterable[TimelineRow], legend: Iterable[tuple[str, str, str]]) -> str:
    happened = "; ".join(f"{words} on {day}" for _, day, words in legend)
    drawn = "; ".join(f"{row.label}: {row.note}" for row in rows if row.note)
    return f"A timeline. What happened: {happened}. Below it, a bar each: {drawn}."
