"""The deadlines as a calendar file (RFC 5545), for whoever subscribes or imports.

One event a duty: on the day of its target, or at the hour. An event keeps its
UID for good and its SEQUENCE grows with each entry of the record that may have
moved it, so that a calendar takes the newer one; what is done, not required
or held is cancelled. A calendar is a courtesy and may be hours behind: the
reminders are what counts. It names cases by number and duties by title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from incidents.case.case import Happened
from incidents.case.ladder import CONTRACTOR, Ladder, steps_before
from incidents.law.duty import DutyState, PlannedDuty
from incidents.moments import LocalDay, Moment
from incidents.services.view_case import CaseView

_PRODUCT = "-//Due Notice//Deadlines//EN"
_REFRESH = timedelta(hours=1)
_CANCELLED = (DutyState.DONE, DutyState.NOT_REQUIRED, DutyState.HELD)
_OF_THE_WAVE = ("case:opened", "wave:opened", "fact:recorded", "hold:placed", "hold:released")


def calendar_file(views: Iterable[CaseView], ladder: Ladder) -> bytes:
    """Give the file with the deadlines of these cases, as they stand."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Due Notice")
    calendar.add("x-published-ttl", "PT1H")
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for view in views:
        for event in _events(view, ladder):
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(view: CaseView, ladder: Ladder) -> Iterator[Event]:
    for wave, duty in view.duties():
        changes = [each for each in view.case.events if _changes(each, wave, duty)]
        if duty.state in _CANCELLED:
            # What was never published need not be taken back.
            wanted = len(changes) > 1 and duty.starts is not None and _may_have_a_date(duty)
        else:
            wanted = duty.target is not None
        if wanted:
            yield _event(view, wave, duty, changes, ladder)


def _event(
    view: CaseView, wave: int, duty: PlannedDuty, changes: list[Happened], ladder: Ladder
) -> Event:
    event = Event()
    event.add("uid", f"{view.case.number}.w{wave}.{duty.id}@{view.case.agency}")
    event.add("sequence", len(changes) - 1)
    event.add("dtstamp", view.at.utc)
    event.add("last-modified", changes[-1].at.utc)
    event.add("status", _status(duty))
    event.add("summary", _summary(view, wave, duty))
    event.add("description", _description(view, duty))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    when = duty.target or _start_day(duty)
    if isinstance(when, LocalDay):
        event.add("dtstart", when.date)
        event.add("dtend", when.plus(1).date)
    else:
        event.add("dtstart", when.utc)
    if duty.state not in _CANCELLED and duty.rule.holder != CONTRACTOR:
        for alarm in _alarms(duty, ladder, when):
            event.add_component(alarm)
    return event


def _alarms(duty: PlannedDuty, ladder: Ladder, when: Moment) -> Iterator[Alarm]:
    """Give an alarm for each step of the ladder up to the target.

    In days they count on the wall clock, as all-day events do.
    """
    zone = ZoneInfo(duty.zone.name)
    for step in steps_before(ladder, duty):
        if isinstance(when, LocalDay):
            midnight = datetime.combine(when.date, time())
            before = step.due_at.utc.astimezone(zone).replace(tzinfo=None) - midnight
        else:
            before = step.due_at.utc - when.utc
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", duty.rule.title)
        alarm.add("trigger", before)
        yield alarm


def _changes(event: Happened, wave: int, duty: PlannedDuty) -> bool:
    """Say whether an entry of the record may have changed a duty of a wave."""
    body: Mapping[str, object] = event.body
    if body.get("wave", 1) != wave:
        return False
    if event.tag == "determination:made":
        return body.get("duty") in (None, duty.id)
    if event.tag == "filing:recorded":
        duties = body.get("duties")
        return isinstance(duties, list) and duty.id in duties
    return event.tag in _OF_THE_WAVE


def _may_have_a_date(duty: PlannedDuty) -> bool:
    if duty.target is not None or duty.rule.clock_is_by_contract:
        return True
    return duty.version is not None and duty.version.clock.length is not None


def _start_day(duty: PlannedDuty) -> LocalDay:
    if duty.starts is None:
        raise ValueError("a duty that is not in the calendar has no day there")
    return duty.zone.day_of(duty.starts.moment)


def _status(duty: PlannedDuty) -> str:
    if duty.state in _CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if duty.state is DutyState.UNDECIDED else "CONFIRMED"


def _summary(view: CaseView, wave: int, duty: PlannedDuty) -> str:
    number = f"{view.case.number}, wave {wave}" if wave > 1 else view.case.number
    undecided = "To decide: " if duty.state is DutyState.UNDECIDED else ""
    return f"{number}: {undecided}{duty.rule.title}"


def _description(view: CaseView, duty: PlannedDuty) -> str:
    zone = duty.zone
    lines = [f"State: {duty.state.words}"]
    if duty.target is not None:
        lines.append(f"Aim for: {zone.words(duty.target)}")
    if duty.limit is not None:
        lines.append(f"Lawful until: {zone.words(duty.limit)}")
    lines.append(f"See: duenotice show {view.case.number}")
    return "\n".join(lines)
