"""A case as people read it: its duties, what is known, and what was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from desk.history import DIGITS, on, sentence_of
from desk.progress_page import progress_table
from desk.tables import console, show_plan, show_working
from incidents.case.case import Determination, DraftedNotice, Filing
from incidents.law.wording import sentence
from incidents.moments import Instant, Zone, parse_moment
from incidents.services.follow_up import terms_of
from incidents.services.progress import DutyProgress
from incidents.services.view_case import CaseView
from notices.export.happened import happened

#: Where the first column of a section ends.
_LABELS = 34


def show_case(view: CaseView, told: Sequence[DutyProgress] = ()) -> None:
    """Print the plan of each wave, and then the whole record."""
    case = view.case
    if case.closed_at is not None:
        closed_on = view.agency.zone.words(case.closed_at)
        console().print(Text(sentence(f"Case {case.number} was closed on {closed_on}")))
    for wave, plan in view.plans.items():
        among = f" (wave {wave})" if len(view.plans) > 1 else ""
        show_plan(plan, f"{case.number}: {case.title}{among}")
        _section(f"What is known{among}", _known(view, wave))
    if told:
        console().print(Text("\nTelling the people", style="bold"))
        console().print(progress_table(told))
    _section("Filings", [_filing(view, each) for each in case.filings])
    _section("Determinations", [_determination(view, each) for each in case.determinations])
    _section("Notices", [_notice(each) for each in case.drafts.values()])
    _history(view)


def show_duty(view: CaseView, duty: str) -> None:
    """Print the working of one duty in each wave, and its terms then and now."""
    for wave, plan in view.plans.items():
        show_working(plan, duty, among=f", wave {wave}" if len(view.plans) > 1 else "")
        for line in _terms(view, wave, duty):
            console().print(Text(line))


def _terms(view: CaseView, wave: int, duty: str) -> Iterable[str]:
    """Give the terms as they stood when the duty first arose, and a change since."""
    then, now = view.case.planned.get((wave, duty)), terms_of(view.plans[wave].duty(duty))
    if then is not None:
        yield f"When it first arose: {_term(then['period'], then['in_force'])}."
        if (then["period"], then["in_force"]) != (now["period"], now["in_force"]):
            yield f"By the rules of today: {_term(now['period'], now['in_force'])}."
    if (wave, duty) in view.case.withdrawn:
        yield "Corrected facts took this duty away later; it stays on the record."


def _term(period: object, in_force: object) -> str:
    return f"{period or 'no period'}, in force {in_force or 'by the policy or the contract'}"


def _known(view: CaseView, wave: int) -> list[tuple[str, str]]:
    found = happened(view, wave)
    rows = [(label, words) for label, words in (*found["facts"], *found["moments"])]
    for group, residence, count, private in found["people"]:
        rows.append(
            (f"Affected {group}, {residence}", f"{count}, with private information: {private}")
        )
    for number, (kind, authority, since, until) in enumerate(found["holds"], 1):
        rows.append((f"Hold {number}, {kind}", f"{authority}; from {since}; until: {until}"))
    if found["described"]:
        rows.append(("In words", found["described"]))
    return rows


def _filing(view: CaseView, filing: Filing) -> tuple[str, str]:
    parts = [
        f"{', '.join(filing.duties)}, by {filing.by}",
        *([f"receipt {filing.receipt}"] if filing.receipt else []),
        *(f"evidence {_file(file)}" for file in filing.evidence),
        *(f"notice {digest[:DIGITS]}" for digest in filing.notices),
        *([f"late because: {filing.late_reason}"] if filing.late_reason else []),
        *([f"before everybody was told: {filing.early_reason}"] if filing.early_reason else []),
        *([f"corrects filing {filing.supersedes}"] if filing.supersedes else []),
    ]
    among = f" (wave {filing.wave})" if len(view.plans) > 1 else ""
    return f"{filing.number}  {_short(filing.at, view.agency.zone)}{among}", "; ".join(parts)


def _short(text: str, zone: Zone) -> str:
    """Give a recorded moment as a column has room for it."""
    moment = parse_moment(text)
    day = zone.day_of(moment).date
    words = f"{day:%a %b} {day.day}, {day.year}"
    at = zone.words(moment).rpartition(", ")[2] if isinstance(moment, Instant) else ""
    return f"{words}, {at}" if at else words


def _file(file: object) -> str:
    given = file if isinstance(file, dict) else {}
    return f"{given.get('name')} (SHA-256 {str(given.get('sha256'))[:DIGITS]}…)"


def _determination(view: CaseView, made: Determination) -> tuple[str, str]:
    zone = view.agency.zone
    verdict = "required" if made.required else "not required"
    about = f"{made.duty}: {verdict}" if made.duty else f"{made.subject.words}: {verdict}"
    looked_at = [f"{sign}: {found}" for sign, found in made.worksheet.items()]
    parts = [f"{about}, by {made.by}", made.reason.rstrip("."), *looked_at]
    if made.keep_until:
        parts.append(f"to be kept until {on(made.keep_until, zone)}")
    among = f" (wave {made.wave})" if len(view.plans) > 1 else ""
    return f"{_short(made.made_at, zone)}{among}", "; ".join(parts)


def _notice(draft: DraftedNotice) -> tuple[str, str]:
    approved = (
        f"approved by {', '.join(draft.approved_by)}" if draft.approved_by else "not approved"
    )
    lacks = f"; {len(draft.refusals)} elements stand in the way" if draft.refusals else ""
    return draft.digest[:DIGITS], f"{draft.notice} for {draft.recipient_kind}: {approved}{lacks}"


def _history(view: CaseView) -> None:
    """Print every entry under who made it and when."""
    out, zone = console(), view.agency.zone
    out.print(Text("\nHistory", style="bold"))
    for (when, actor), events in groupby(
        view.case.events, key=lambda each: (zone.words(each.at), each.actor)
    ):
        out.print(Text(f"{when}, {actor}", style="dim"))
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(justify="right", min_width=5)
        grid.add_column(overflow="fold")
        for each in events:
            grid.add_row(str(each.seq), Text(sentence_of(each, zone)))
        out.print(grid)


def _section(heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """Print a heading and a row for each, if there is any."""
    if not rows:
        return
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold", max_width=_LABELS)
    grid.add_column(overflow="fold")
    for label, words in rows:
        grid.add_row(Text(label), Text(words))
    out = console()
    out.print(Text(f"\n{heading}", style="bold"))
    out.print(grid)
