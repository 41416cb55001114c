"""``duenotice decide``: a determination, by somebody, for a reason."""

from __future__ import annotations

from collections.abc import Callable

import click

from desk.casework import NAME_NOBODY, case_options, examples, installation, seal_milestone
from desk.changes import answer
from desk.instants import MOMENT, WORDS, now
from incidents.errors import InputRefusedError
from incidents.moments import Moment
from incidents.services.determine import (
    Decided,
    answers,
    decide_duty,
    decide_exemption,
    decide_no_breach,
)
from incidents.services.follow_up import Changed
from incidents.services.lawbook import LawBook
from incidents.services.ports import UnitOfWork

_Whole = Callable[[UnitOfWork, LawBook, str, Decided], Changed]
#: What may be decided of a wave as a whole.
_WHOLES: dict[str, _Whole] = {"exemption": decide_exemption, "no-breach": decide_no_breach}


@click.command(
    name="decide",
    epilog=examples(
        "decide KINGSTON-2026-001 ny.8nycrr121.reimbursement --not-required",
        '--reason "The contractor posted the letters itself."',
        'decide KINGSTON-2026-001 no-breach --reason "Nobody opened the file."',
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("subject", metavar="DUTY|exemption|no-breach")
@click.option(
    "--required/--not-required", "required", default=None, help="What was decided of a DUTY."
)
@click.option(
    "--reason",
    type=WORDS,
    metavar="TEXT",
    required=True,
    help=f"Why, in a sentence that stands up later. {NAME_NOBODY}",
)
@click.option(
    "--at",
    type=MOMENT,
    metavar="MOMENT",
    help="When it was decided, such as 2026-03-20 or 2026-03-20T10:00-04:00; now, unless given.",
)
@click.option(
    "--sign",
    "signs",
    multiple=True,
    metavar="SIGN=ANSWER",
    help="What was found of one sign on the policy's worksheet; repeat it for each.",
)
@case_options
def command(
    *,
    number: str,
    subject: str,
    required: bool | None,
    reason: str,
    at: Moment | None,
    signs: tuple[str, ...],
    wave: int,
    by: str,
    as_json: bool,
) -> None:
    """Determine that a duty is, or is not, required.

    Nothing else ends a duty that was not filed. DUTY is the id that
    `duenotice show CASE` prints under each duty.

    `exemption` records the determination under State Technology Law 208(2)(a)
    that residents need no notice, which may start a report of its own to the
    Attorney General. `no-breach` ends each duty that rests on a breach; it asks
    for the policy's worksheet, and without --sign it names the signs.

    With --json: case, recorded, announced, moved.
    """
    whole, instant, home = _WHOLES.get(subject), now(), installation()
    _check(subject, required)
    decided = Decided(
        by=by, reason=reason, made_at=at or instant, wave=wave, worksheet=answers(signs)
    )
    with home.work(instant, by) as work:
        changed = (
            whole(work, home.law, number, decided)
            if whole
            else decide_duty(work, home.law, number, subject, decided, required=bool(required))
        )
    seal_milestone(number)
    answer(changed, as_json=as_json)


def _check(subject: str, required: bool | None) -> None:  # noqa: FBT001 - a third answer is none
    """Refuse a duty without a verdict, and a verdict where the subject is one."""
    if subject in _WHOLES and required is not None:
        raise InputRefusedError(
            [f"`{subject}` says already what was decided; leave --required or --not-required out."]
        )
    if subject not in _WHOLES and required is None:
        raise InputRefusedError(
            [f"Say what was decided of {subject}: --required or --not-required."]
        )
