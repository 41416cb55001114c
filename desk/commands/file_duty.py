"""``duenotice file``: duties were fulfilled, with the proof."""

from __future__ import annotations

from pathlib import Path

import click

from desk.casework import (
    NAME_NOBODY,
    case_options,
    examples,
    installation,
    read_bytes,
    seal_milestone,
)
from desk.changes import answer
from desk.instants import MOMENT, WORDS, now
from incidents.moments import Moment
from incidents.services.progress import duty_progress
from incidents.services.record_filing import EvidenceFile, GivenFiling, record_filing
from incidents.services.view_case import view_case


@click.command(
    name="file",
    epilog=examples(
        "file KINGSTON-2026-001 policy.internal-report --at 2026-03-16T11:00-04:00",
        "file KINGSTON-2026-001 ny.8nycrr121.cpo-after-receipt --at 2026-03-24",
        "--receipt R-17 --evidence form.pdf",
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("duties", nargs=-1, required=True, metavar="DUTY...")
@click.option(
    "--at",
    type=MOMENT,
    metavar="MOMENT",
    help="When it was filed, sent or done: 2026-03-20 or 2026-03-20T16:00-04:00. Where everybody "
    "was told one by one it may be left out: the day of the last of them.",
)
@click.option(
    "--evidence",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file that proves it, kept byte for byte; repeat it for more.",
)
@click.option("--receipt", type=WORDS, metavar="TEXT", help="The number or name of the receipt.")
@click.option(
    "--late-reason",
    type=WORDS,
    metavar="TEXT",
    help=f"Why it is late; needed after the limit. {NAME_NOBODY}",
)
@click.option(
    "--early-reason",
    type=WORDS,
    metavar="TEXT",
    help="Why it is recorded before everybody was told; needed while somebody is missing. "
    f"{NAME_NOBODY}",
)
@click.option(
    "--notice",
    "notices",
    multiple=True,
    metavar="DIGEST",
    help="The approved text that was used, by its digest; repeat it for more.",
)
@click.option(
    "--supersedes",
    type=int,
    metavar="FILING",
    help="The number of the filing that this one corrects.",
)
@case_options
def command(
    *,
    number: str,
    duties: tuple[str, ...],
    at: Moment | None,
    evidence: tuple[Path, ...],
    receipt: str | None,
    late_reason: str | None,
    early_reason: str | None,
    notices: tuple[str, ...],
    supersedes: int | None,
    wave: int,
    by: str,
    as_json: bool,
) -> None:
    """Record that one or more duties were fulfilled by one filing.

    DUTY is the id that `duenotice show CASE` prints under each duty; one NYSED
    form answers both clocks of the Chief Privacy Officer, so name both.
    A filing is never edited and never waits for an approval. Its lateness is
    frozen: a correction stands beside it and changes nothing of that. A duty to
    tell people one by one is fulfilled when the last of them was told.

    With --json: case, recorded, announced, moved.
    """
    home = installation()
    given = GivenFiling(
        duties=duties,
        at=at or _last_handed_over(number, wave, duties),
        by=by,
        wave=wave,
        receipt=receipt,
        late_reason=late_reason,
        early_reason=early_reason,
        evidence=tuple(_taken_in(path) for path in evidence),
        notices=notices,
        supersedes=supersedes,
    )
    with home.work(now(), by) as work:
        changed = record_filing(work, home.law, number, given)
    seal_milestone(number)
    answer(changed, as_json=as_json)


def _taken_in(path: Path) -> EvidenceFile:
    return EvidenceFile(name=path.name, content=read_bytes(path))


def _last_handed_over(number: str, wave: int, duties: tuple[str, ...]) -> Moment:
    """Give the day on which the last notice of these duties was handed over."""
    home, days = installation(), []
    with home.reading(now()) as work:
        view = view_case(work, home.law, number)
        for duty in duties:
            found = duty_progress(work, view.case, wave, duty)
            if found is None or found.last_handed_over is None or not found.is_complete:
                raise click.UsageError(
                    f"Say with --at when {duty} was fulfilled: only where everybody was told one "
                    "by one is the day known."
                )
            days.append(view.agency.zone.day_of(found.last_handed_over))
    return max(days)
