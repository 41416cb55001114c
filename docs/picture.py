"""Draws the picture of the README: one case as steps and clocks.

Every date in it comes from the plan of ``docs/tutorial/roster.yaml``, so that
the picture cannot show what the program would not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from config.incident_files import read_file
from config.planning import plan_incident
from config.registry import load_registry
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.plan import Plan
from incidents.law.rule import Step
from incidents.moments import Instant, LocalDay, Moment

INCIDENT = Path(__file__).parent / "tutorial" / "roster.yaml"
AT = Instant.parse("2026-04-21T09:00-04:00")

_FIRST, _LAST = LocalDay.parse("2026-04-06"), LocalDay.parse("2026-07-03")
_WIDTH, _HEIGHT = 1000, 580
_LEFT, _RIGHT, _TOP, _LANE = 272, 970, 112, 54
#: So many entries are drawn, and these of them are sealed.
_ENTRIES, _SEALED = 14, (4, 9, 13)
_STEPS = {
    Step.CONTRACTOR: "Contractor",
    Step.DISTRICT_DPO: "District DPO",
    Step.STATE_CPO: "State Chief Privacy Officer",
    Step.AFFECTED_PEOPLE: "Affected people",
    Step.STATE_AGENCIES: "State agencies",
    Step.CONSUMER_REPORTING_AGENCIES: "Consumer reporting agencies",
}
_STYLE = """\
text{font-family:system-ui,'Segoe UI',Helvetica,Arial,sans-serif;font-size:13px;fill:#1b2733;
stroke:#fff;stroke-width:3px;stroke-linejoin:round;paint-order:stroke}
.title{font-size:17px;font-weight:600}.step{font-size:14px;font-weight:600}.quiet{fill:#5a6772}
.small{font-size:12px}.before{text-anchor:end}.lane{stroke:#dde3e8}.week{stroke:#eef1f4}.clock{fill:#2f6fb3}
.extra{fill:url(#more)}.open{stroke:#2f6fb3;stroke-width:2;stroke-dasharray:2 5}
.moment{stroke:#b3541e;stroke-width:1.5}.dot{fill:#b3541e}.entry{fill:#fff;stroke:#2f6fb3;stroke-width:1.5}
.link{stroke:#2f6fb3;stroke-width:1.5}.seal{fill:#2f6fb3}"""


def case_svg() -> str:
    """Give the picture as SVG."""
    registry = load_registry()
    plan = plan_incident(read_file(INCIDENT.read_bytes(), registry), AT, registry)
    drawn = "\n".join((*_frame(), *_moments(plan), *_lanes(plan), *_ledger()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'aria-labelledby="title description">\n'
        '<title id="title">One case as steps and clocks</title>\n'
        f'<desc id="description">{escape(_in_words(plan))}</desc>\n'
        f"<style>{_STYLE}</style>\n"
        '<defs><pattern id="more" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="5" height="5" fill="#dbe8f5"/>'
        '<rect width="2" height="5" fill="#2f6fb3"/></pattern></defs>\n'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n{drawn}\n</svg>\n'
    )


def _in_words(plan: Plan) -> str:
    """Give what the picture shows to those who cannot see it."""
    told = [
        f"{each.rule.title}: aim for {each.target}, lawful until {each.limit}."
        for each in plan.duties
        if each.target is not None
    ]
    return " ".join([*told, "Each change is an entry in a hash chain with signed checkpoints."])


def _frame() -> Iterator[str]:
    yield _text(20, 32, "A contractor left a roster open: one case as steps and clocks", "title")
    yield _text(20, 54, f"as it stood on {AT.utc:%B} {AT.utc.day}, {AT.utc.year}", "quiet")
    day = _FIRST
    while day <= _LAST:
        yield _line("week", _x(day), _TOP - 26, _x(day), _top(len(_STEPS) + 1))
        if day.days_after(_FIRST) % 14 == 0:
            yield _text(_x(day), _TOP - 32, f"{day.date:%b} {day.date.day}", "quiet small")
        day = day.plus(7)


def _lanes(plan: Plan) -> Iterator[str]:
    for place, (step, name) in enumerate(_STEPS.items()):
        yield from _lane(place, name)
        duties = [each for each in plan.duties if each.rule.step is step]
        shown = [each for each in duties if _is_running(each)]
        yield from _clocks(shown, _top(place))
        if not shown:
            yield _text(_LEFT + 8, _top(place) + 31, _why_not(duties), "quiet")
    yield from _lane(len(_STEPS), "Closure")
    last = "once each duty is done or decided: close, export, verify"
    yield _text(_LEFT + 8, _top(len(_STEPS)) + 31, last, "quiet")


def _lane(place: int, name: str) -> Iterator[str]:
    yield _line("lane", 20, _top(place + 1), _RIGHT, _top(place + 1))
    yield _text(20, _top(place) + 31, f"{place + 1} {name}", "step")


def _is_running(duty: PlannedDuty) -> bool:
    return duty.state not in (DutyState.NOT_REQUIRED, DutyState.NOT_STARTED)


def _why_not(duties: Iterable[PlannedDuty]) -> str:
    reasons = (each.working[0] for each in duties if each.state is DutyState.NOT_REQUIRED)
    return next(reasons).partition(";")[0].rstrip(".")


def _clocks(duties: Sequence[PlannedDuty], top: float) -> Iterator[str]:
    dated = [each for each in duties if each.target is not None]
    for number, duty in enumerate(dated):
        yield from _clock(duty, top + (10 + number * 22 if len(dated) > 1 else 21))
    if not dated and duties:
        starts = duties[0].starts
        begins = _x(starts.moment) if starts else _LEFT
        words = "no fixed date: without unreasonable delay"
        yield _line("open", begins, top + 27, _RIGHT - 330, top + 27)
        yield _text(_RIGHT - 322, top + 31, words, "quiet small")


def _clock(duty: PlannedDuty, y: float) -> Iterator[str]:
    if duty.starts is None or duty.target is None or duty.limit is None:
        return
    start, target, limit = (_x(each) for each in (duty.starts.moment, duty.target, duty.limit))
    yield _box("clock", start, y, target - start, 12)
    if limit > target:
        yield _box("extra", target, y, limit - target, 12)
    late = f", told {duty.late} days late" if duty.late else ""
    moved = f", lawful until {_day(duty.limit)}" if limit > target else ""
    words = f"{duty.period}: {_day(duty.target)}{moved}{late}"
    if limit > _RIGHT - 220:
        yield _text(start + 8, y - 5, words, "small")
    else:
        yield _text(limit + 8, y + 11, words, "small")


def _moments(plan: Plan) -> Iterator[str]:
    found = {
        each.starts.name.words: each.starts.moment
        for each in plan.duties
        if each.starts is not None and _is_running(each)
    }
    for place, (words, moment) in enumerate(found.items()):
        x, side = _x(moment), 8 if place else -8
        yield _line("moment", x, _TOP - 8, x, _top(4))
        yield f'<circle class="dot" cx="{x:.1f}" cy="{_TOP - 10}" r="4"/>'
        yield _text(x + side, _TOP - 6, words, "small" if place else "small before")


def _ledger() -> Iterator[str]:
    y = _top(len(_STEPS) + 1) + 22
    yield _text(20, y + 17, "The ledger", "step")
    for number in range(_ENTRIES):
        x = _LEFT + number * 34
        if number:
            yield _line("link", x - 12, y + 11, x, y + 11)
        yield _box("seal" if number in _SEALED else "entry", x, y, 22, 22)
    beside = _LEFT + _ENTRIES * 34 + 6
    yield _text(beside, y + 9, "every change is an entry in a chain;", "small")
    yield _text(beside, y + 25, "signed checkpoints leave the house", "small")


def _x(moment: Moment) -> float:
    """Give the place of a day on the page."""
    day = moment if isinstance(moment, LocalDay) else LocalDay(moment.utc.date())
    share = day.days_after(_FIRST) / _LAST.days_after(_FIRST)
    return _LEFT + share * (_RIGHT - _LEFT)


def _top(lane: int) -> float:
    return _TOP + _LANE * lane


def _day(moment: Moment) -> str:
    day = moment.date if isinstance(moment, LocalDay) else moment.utc.date()
    return f"{day:%a} {day:%b} {day.day}"


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(words)}</text>'


def _line(kind: str, x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<line class="{kind}" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'


def _box(kind: str, x: float, y: float, width: float, height: float) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3"'
    return f'<rect class="{kind}" {place}/>'
