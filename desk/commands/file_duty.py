"""``duenotice file``: duties were fulfilled, with the proof."""

from __future__ import annotations

from pathlib import Path

import click

from desk.casework import answer, case_options, installation, read_evidence, seal_milestone
from desk.instants import MOMENT, now
from incidents.moments import Moment
from incidents.services.record_filing import EvidenceFile, GivenFiling, record_filing


@click.command(name="file")
@click.argument("number", metavar="CASE")
@click.argument("duties", nargs=-1, required=True, metavar="DUTY...")
@click.option("--at", type=MOMENT, required=True, help="When it was filed, sent or done.")
@click.option(
    "--evidence", multiple=True, type=click.Path(path_type=Path), help="A file that proves it."
)
@click.option("--receipt", help="The number or name of the receipt.")
@click.option("--late-reason", help="Why it is late; needed after the limit.")
@click.option(
    "--notice", "notices", multiple=True, metavar="DIGEST", help="The approved text that was used."
)
@click.option("--supersedes", type=int, metavar="FILING", help="The filing that this one corrects.")
@case_options
def command(
    *,
    number: str,
    duties: tuple[str, ...],
    at: Moment,
    evidence: tuple[Path, ...],
    receipt: str | None,
    late_reason: str | None,
    notices: tuple[str, ...],
    supersedes: int | None,
    wave: int,
    by: str,
    as_json: bool,
) -> None:
    """Record that one or more duties were fulfilled by one filing.

    A filing is never edited. Its lateness is frozen: a correction stands
    beside it and changes nothing of that.
    """
    home = installation()
    files = tuple(
        EvidenceFile(name=name, content=content) for name, content in read_evidence(evidence)
    )
    given = GivenFiling(
        duties=duties,
        at=at,
        by=by,
        wave=wave,
        receipt=receipt,
        late_reason=late_reason,
        evidence=files,
        notices=notices,
        supersedes=supersedes,
    )
    with home.work(now(), by) as work:
        changed = record_filing(work, home.law, number, given)
    seal_milestone(number)
    answer(changed, as_json=as_json)
