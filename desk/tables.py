"""Plans as people read them: most urgent first, states in words."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.plan import Plan
from incidents.law.wording import counted
from incidents.moments import Instant, LocalDay, Moment

#: Duties to act on come first; among them the nearest date.
_ORDER = (
    DutyState.MISSED,
    DutyState.OVERDUE,
    DutyState.RUNNING,
    DutyState.UNDECIDED,
    DutyState.HELD,
    DutyState.NO_FIXED_DATE,
    DutyState.NOT_STARTED,
    DutyState.DONE,
    DutyState.NOT_REQUIRED,
)
_STYLES = {
    DutyState.MISSED: "bold red",
    DutyState.OVERDUE: "red",
    DutyState.RUNNING: "bold",
    DutyState.UNDECIDED: "yellow",
    DutyState.HELD: "cyan",
    DutyState.NOT_REQUIRED: "dim",
    DutyState.NOT_STARTED: "dim",
}
#: Duties that ask nothing of anybody now are named in a line below the table.
_QUIET = (DutyState.NOT_REQUIRED, DutyState.NOT_STARTED)


def console() -> Console:
    """Give the console that people read, as wide as theirs is."""
    return Console(highlight=False)


def urgent_first(plan: Plan) -> list[PlannedDuty]:
    """Give the duties by state, then by the nearest date."""
    far = Instant.parse("2199-12-31T00:00Z")

    def order(duty: PlannedDuty) -> tuple[int, Instant]:
        return _ORDER.index(duty.state), plan.zone.end_of(duty.target) if duty.target else far

    return sorted(plan.duties, key=order)


def show_plan(plan: Plan, name: str) -> None:
    """Print the duties that matter as a table, and the rest in one line."""
    out = console()
    heading = Text.assemble((name, "bold"), f", as it stood on {plan.zone.words(plan.at)}")
    out.print(heading, no_wrap=False)
    shown = [each for each in urgent_first(plan) if each.state not in _QUIET]
    if shown:
        out.print(_table_of(shown, plan))
    else:
        out.print("No clock is running, and nothing is left to decide.")
    for state in _QUIET:
        named = [each.id for each in plan.duties if each.state is state]
        if named:
            out.print(Text(f"{state.words.capitalize()}: {', '.join(named)}", style="dim"))
    for needs, undecided in _by_needs(plan).items():
        asked = f"To decide {', '.join(undecided)}, find out: {', '.join(needs)}"
        out.print(Text(asked, style="yellow"))
    for warning in plan.warnings:
        out.print(Text(f"Note: {warning}", style="yellow"))
    out.print(
        Text(
            "The working of one duty: --why ID. This is a tool, and not legal advice.", style="dim"
        )
    )


def _table_of(duties: list[PlannedDuty], plan: Plan) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("State", "Duty", "Aim for", "Lawful until"):
        table.add_column(heading, overflow="fold", no_wrap=heading != "Duty")
    for duty in duties:
        table.add_row(*_row(duty, plan))
    return table


def _by_needs(plan: Plan) -> dict[tuple[str, ...], list[str]]:
    """Give the undecided duties, together where the same answers decide them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for duty in plan.duties:
        if duty.needs:
            found.setdefault(duty.needs, []).append(duty.id)
    return found


def _row(duty: PlannedDuty, plan: Plan) -> tuple[Text, ...]:
    marks = ["the binding one"] if duty.binding else []
    marks += [] if all(each.verified for each in duty.citations) else ["source not yet read"]
    marked = f" ({'; '.join(marks)})" if marks else ""
    state = Text(f"{duty.state.words}\n{_left(duty, plan)}", style=_STYLES.get(duty.state, ""))
    title = Text(f"{duty.rule.title}{marked}\n").append(duty.id, style="dim")
    dates = (duty.target, duty.limit)
    none = "none fixed" if duty.state is DutyState.UNDECIDED else ""
    return state, title, *(Text(_date(each, plan, none)) for each in dates)


def _date(moment: Moment | None, plan: Plan, none: str) -> str:
    """Give weekday and date, with the year and the hour where they matter."""
    if moment is None:
        return none
    day = plan.zone.day_of(moment).date
    lines = [f"{day:%a %b} {day.day}"]
    if day.year != plan.zone.day_of(plan.at).date.year:
        lines.append(str(day.year))
    if isinstance(moment, Instant):
        lines.append(plan.zone.words(moment).rpartition(", ")[2])
    return "\n".join(lines)


def _left(duty: PlannedDuty, plan: Plan) -> str:
    unit = "day" if isinstance(duty.limit or duty.target, LocalDay) else "hour"
    if duty.late:
        return f"{counted(duty.late, unit)} late"
    if duty.target is None or duty.state.is_settled:
        return ""
    if isinstance(duty.target, LocalDay):
        left = duty.target.days_after(plan.zone.day_of(plan.at))
    else:
        # Whole hours, rounded down: nobody may think there is more time than there is.
        left = -plan.at.hours_after(duty.target)
    if left < 0:
        return "target passed"
    return f"{counted(left, unit)} left" if left or unit == "day" else "under 1 hour left"


def show_working(plan: Plan, duty_id: str, among: str = "") -> None:
    """Print how one duty's dates were found, with every citation."""
    known = [each.id for each in plan.duties]
    if duty_id not in known:
        raise click.UsageError(f"There is no duty `{duty_id}`; there are {', '.join(known)}.")
    duty, out = plan.duty(duty_id), console()
    out.print(Text(f"{duty.rule.title} ({duty.id}){among}", style="bold"))
    out.print(Text(f"{duty.rule.holder} → {duty.rule.recipient}; state: {duty.state.words}"))
    steps = Table.grid(padding=(0, 1, 0, 0))
    steps.add_column(justify="right", no_wrap=True)
    for number, step in enumerate(duty.working, 1):
        steps.add_row(f"{number}.", Text(step))
    out.print(steps)
    out.print(Text("Stands in:", style="bold"))
    for each in duty.citations:
        out.print(Text(f"  {each.short}; {each.reading}"))
        out.print(Text(f"    {each.url}"), soft_wrap=True)
