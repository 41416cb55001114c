"""How far telling the people has come, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from desk.tables import console
from incidents.case.telling import BatchSummary, SendingSummary
from incidents.people.recipient import Method
from incidents.services.people_rows import RecipientState
from incidents.services.progress import DutyProgress
from incidents.services.view_case import CaseView

_MOST_NUMBERS = 20
_COLUMNS = {
    "on the way": (RecipientState.ON_THE_WAY, RecipientState.NOT_SENT),
    "nobody can say": (RecipientState.UNDETERMINED,),
    "failed": (RecipientState.FAILED,),
    "no address": (RecipientState.WITHOUT_ADDRESS,),
    "excused": (RecipientState.EXCUSED,),
}


def show_progress(
    view: CaseView, found: Sequence[DutyProgress], dropped: Mapping[int, Sequence[int]]
) -> None:
    """Print the counts of each duty, and what to do next."""
    out = console()
    if not found:
        out.print(f"In case {view.case.number} nobody is told one by one yet.")
    else:
        out.print(progress_table(found))
    for line in (*_next(view, found), *_dropped(view, dropped)):
        out.print(Text(line))


def progress_table(found: Sequence[DutyProgress]) -> Table:
    """Give a row for each duty: how many it owes, and where they stand."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("Duty", "Owed", "Told", *(name.capitalize() for name in _COLUMNS)):
        table.add_column(heading, overflow="fold", justify="left" if heading == "Duty" else "right")
    for each in found:
        wave = f" (wave {each.wave})" if len({one.wave for one in found}) > 1 else ""
        counts = (f"{each.count(*states):,}" for states in _COLUMNS.values())
        style = "" if each.is_complete else "bold"
        table.add_row(f"{each.duty}{wave}", f"{each.owed:,}", _told(each), *counts, style=style)
    return table


def _told(progress: DutyProgress) -> str:
    ways = [f"{count:,} {_SHORT[method]}" for method, count in progress.told.items()]
    return "\n".join([f"{sum(progress.told.values()):,}", *(ways if len(ways) > 1 else ())])


_SHORT = {Method.FIRST_CLASS_MAIL: "mail", Method.EMAIL: "e-mail", Method.TELEPHONE: "calls"}


def _next(view: CaseView, found: Sequence[DutyProgress]) -> Iterator[str]:
    number, telling = view.case.number, view.case.telling
    yield from (_sending(number, each) for each in telling.sendings.values() if _waits(each))
    waiting = [each for each in telling.batches.values() if _lies_here(each)]
    if waiting:
        listed = " ".join(str(each.number) for each in waiting)
        yield f"Printed and not mailed yet, by the record: batches {listed}."
        yield f"  Record it: duenotice letters-mailed {number} {listed} --at DAY"
    for each in found:
        if each.is_complete and each.last_handed_over is not None:
            yield from _complete(view, each)
        elif each.missing:
            yield f"{each.duty} still owes: {each.missing_words}."


def _complete(view: CaseView, progress: DutyProgress) -> Iterator[str]:
    """Offer the day on which a duty was fulfilled, unless it is filed."""
    last = progress.last_handed_over
    if last is None or view.case.filings_of(progress.wave, progress.duty):
        return
    day = view.agency.zone.day_of(last)
    wave = f" --wave {progress.wave}" if len(view.plans) > 1 else ""
    yield f"{progress.duty} is complete; its last notice was handed over on {day.words()}."
    yield f"  Record it: duenotice file {view.case.number} {progress.duty} --at {day}{wave}"


def _dropped(view: CaseView, dropped: Mapping[int, Sequence[int]]) -> Iterator[str]:
    for wave, numbers in dropped.items():
        if not numbers:
            continue
        among = f" of wave {wave}" if len(view.plans) > 1 else ""
        shown = ", ".join(map(str, numbers[:_MOST_NUMBERS]))
        more = f" and {len(numbers) - _MOST_NUMBERS:,} more" if len(numbers) > _MOST_NUMBERS else ""
        yield f"Nobody is told for {len(numbers):,} affected persons{among}: {shown}{more}."


def _waits(sending: SendingSummary) -> bool:
    return sending.state in ("prepared", "stopped")


def _lies_here(batch: BatchSummary) -> bool:
    return batch.handed_over_at is None and batch.method != Method.TELEPHONE


def _sending(number: str, sending: SendingSummary) -> str:
    reason = f": {sending.reason}" if sending.reason else ""
    return f"Sending {sending.number} of {number} is {sending.state}{reason}."
