"""What a change came to: what was recorded, what it announced, what it moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import click

from desk.casework import warn
from desk.history import sentence_of, told_of
from incidents.case.case import Happened
from incidents.case.events import CaseEvent
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.moment_names import MomentName
from incidents.services.follow_up import Changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A duty whose state or dates a change moved."""

    wave: int
    before: PlannedDuty
    after: PlannedDuty

    def as_json(self) -> dict[str, object]:
        """Give the duty with its state and dates before and after."""
        return {
            "wave": self.wave,
            "duty": self.after.id,
            "before": _dates(self.before),
            "after": _dates(self.after),
        }

    @property
    def sentence(self) -> str:
        """Give the move in words."""
        return f"{self.after.id}: {_standing(self.before)} → {_standing(self.after)}."


def answer(changed: Changed, *, as_json: bool) -> None:
    """Print what a change came to."""
    if as_json:
        click.echo(json.dumps(changed_json(changed), ensure_ascii=False))
        return
    zone = changed.after.agency.zone
    for event in recorded(changed):
        click.echo(sentence_of(event, zone))
    for line in announcements(changed):
        click.echo(line)


def changed_json(changed: Changed) -> dict[str, object]:
    """Give a change as JSON: what was recorded, what it announced, what it moved."""
    return {
        "case": changed.after.case.number,
        "recorded": [
            {"entry": each.seq, "event": each.tag, **each.body} for each in recorded(changed)
        ],
        "announced": [{"event": each.tag, **each.body()} for each in changed.announced],
        "moved": [each.as_json() for each in moved(changed)],
    }


def recorded(changed: Changed) -> list[Happened]:
    """Give the entries that a person made; what they announced follows these."""
    new = changed.after.case.events[changed.before.case.size :]
    return new[: len(new) - len(changed.announced)]


def announcements(changed: Changed) -> list[str]:
    """Give the sentences that a person must not miss.

    A duty that arose or came back is told with its dates, and not once more
    among those that moved.
    """
    told = {(each.body().get("wave"), each.body().get("duty")) for each in changed.announced}
    moves = (each for each in moved(changed) if (each.wave, each.after.id) not in told)
    return [
        *(_announced(each, changed) for each in changed.announced),
        *(f"{_among(changed, each.wave)}{each.sentence}" for each in moves),
    ]


def _announced(event: CaseEvent, changed: Changed) -> str:
    body, zone = event.body(), changed.after.agency.zone
    told = told_of(event.tag, body, zone)
    if event.tag not in ("duty:planned", "duty:returned"):
        return told
    wave, duty = body["wave"], str(body["duty"])
    standing = _standing(changed.after.plans[wave].duty(duty)) if isinstance(wave, int) else ""
    return f"{_among(changed, wave)}{told.removesuffix('.')}: {standing}."


def _among(changed: Changed, wave: object) -> str:
    """Give the wave where a case has more than one."""
    return f"Wave {wave}: " if len(changed.after.plans) > 1 else ""


def warn_of_future(changed: Changed, wave: int, *names: MomentName) -> None:
    """Warn where one of these moments of a wave lies ahead: it starts no clock yet."""
    zone, moments = changed.after.agency.zone, changed.after.incidents[wave].circumstances.moments
    for name in names:
        moment = moments.get(name)
        if name is MomentName.COMPLAINT_EXTENDED_TO or moment is None:  # a promise lies ahead
            continue
        if zone.start_of(moment) > changed.after.at:
            when = f"{name.words} ({zone.words(moment)})"
            warn(f"{when} lies in the future; until then it starts no clock.")


def moved(changed: Changed) -> Iterator[Moved]:
    """Give each duty whose dates or state a change moved."""
    for wave, plan in changed.before.plans.items():
        pairs = zip(plan.duties, changed.after.plans[wave].duties, strict=True)
        for before, after in pairs:
            if _dates(before) != _dates(after):
                yield Moved(wave=wave, before=before, after=after)


def _dates(duty: PlannedDuty) -> dict[str, object]:
    return {key: duty.as_json()[key] for key in ("state", "target", "limit")}


def _standing(duty: PlannedDuty) -> str:
    if duty.state is DutyState.DONE:
        late = duty.late_words
        return f"done, {late} late" if late else "done" if duty.limit is None else "done, in time"
    parts = [duty.state.words]
    if duty.target is not None and duty.target != duty.limit:
        parts.append(f"aim for {duty.zone.words(duty.target)}")
    if duty.limit is not None:
        parts.append(f"lawful until {duty.zone.words(duty.limit)}")
    return ", ".join(parts)
