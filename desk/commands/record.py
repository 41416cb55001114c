"""``duenotice record``: what was learned of a case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import click

from desk.casework import case_options, change_options, examples, installation, source_option
from desk.changes import answer, warn_of_future
from desk.instants import now
from incidents.law.circumstances import Group
from incidents.law.moment_names import MomentName
from incidents.ledger.canonical import Json
from incidents.moments import Instant, parse_moment
from incidents.services.follow_up import Changed
from incidents.services.lawbook import LawBook
from incidents.services.ports import UnitOfWork
from incidents.services.record_fact import record_affected, record_cost, record_fact

_Act = Callable[[UnitOfWork, LawBook], Changed]
_UNKNOWN = "unknown"
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_FLAG_FACTS = ("student_data", "appr_data", "encrypted", "key_acquired")
_OF_THE_FILE = ("attributed_to", "contract")
_FACTS = (*_FLAG_FACTS, "private_information", "medium", "custody", *_OF_THE_FILE)


class _InOrder(click.Group):
    """Lists its commands in the order in which a case wants them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names as they were added."""
        del ctx
        return list(self.commands)


@click.group(
    name="record",
    cls=_InOrder,
    subcommand_metavar="moment|fact|affected|cost|wording ...",
    epilog=examples(
        "record KINGSTON-2026-001 moment report 2026-03-17T14:20-04:00",
        'record KINGSTON-2026-001 fact encrypted true --source "the contractor\'s letter"',
        "record KINGSTON-2026-001 affected students --residence NY --count 5200",
    ),
)
@click.argument("number", metavar="CASE")
@click.pass_context
def command(context: click.Context, number: str) -> None:
    """Record a moment, a fact, who was affected, or what it will cost.

    Nothing is overwritten: what was known before stays on the record, and what
    replaces it needs a --source. `duenotice record CASE fact --help` says more,
    and so does each of the others.
    """
    context.obj = number


@command.command(name="moment", short_help="When something happened.")
@click.argument("name", type=click.Choice([each.value for each in MomentName]), metavar="NAME")
@click.argument("value", metavar="MOMENT")
@source_option
@case_options
@click.pass_obj
def moment(
    number: str, *, name: str, value: str, source: str | None, wave: int, by: str, as_json: bool
) -> None:
    """Record when something happened.

    MOMENT is a date (2026-03-05), an instant with its offset
    (2026-03-05T16:00-05:00), or unknown, which takes a mistake back.

    NAME is occurrence_start, occurrence_end, contractor_discovery,
    contractor_confirmation, receipt, discovery, report, complaint_receipt,
    complaint_extended_to, cyber_incident_belief, ransom_payment,
    exemption_determination or hhs_notification.

    With --json: case, recorded, announced, moved.
    """
    at = None if value == _UNKNOWN else parse_moment(value)
    text = None if at is None else str(at)
    act = partial(
        record_fact, number=number, path=f"moments.{name}", value=text, wave=wave, source=source
    )
    warn_of_future(_change(act, now(), by, as_json=as_json), wave, MomentName(name))


@command.command(name="fact", short_help="What was exposed, how it was kept, whose breach it is.")
@click.argument("name", type=click.Choice(_FACTS), metavar="NAME")
@click.argument("value", metavar="VALUE")
@source_option
@case_options
@click.pass_obj
def fact(
    number: str, *, name: str, value: str, source: str | None, wave: int, by: str, as_json: bool
) -> None:
    """Record a fact: NAME and VALUE are of those below.

    unknown, for each of them, takes back what turned out not to be known.

    student_data, appr_data, encrypted, key_acquired: true or false.

    private_information: none, or elements with commas between them: ssn,
    drivers_license, account_with_code, account_alone, biometric,
    online_credentials, medical, health_insurance, student_id.

    medium: computerized or physical.

    custody: owned, licensed or maintained.

    attributed_to: contractor or agency.

    contract: the id of a contract, or none where no clause speaks of a breach.

    With --json: case, recorded, announced, moved.
    """
    path = name if name in _OF_THE_FILE else f"facts.{name}"
    act = partial(
        record_fact,
        number=number,
        path=path,
        value=_fact_value(name, value),
        wave=wave,
        source=source,
    )
    _change(act, now(), by, as_json=as_json)


@command.command(name="affected", short_help="How many of a group are affected.")
@click.argument("group", type=click.Choice([each.value for each in Group]), metavar="GROUP")
@click.option(
    "--residence",
    metavar="STATE",
    help="Where they live, such as NY; leave it out where it is not known.",
)
@click.option(
    "--count", type=int, metavar="NUMBER", help="How many persons; leave it out until it is known."
)
@click.option(
    "--with-private-information",
    "private",
    type=int,
    metavar="NUMBER",
    help="How many of them with private information; leave it out until it is known.",
)
@source_option
@case_options
@click.pass_obj
def affected(
    number: str,
    *,
    group: str,
    residence: str | None,
    count: int | None,
    private: int | None,
    source: str | None,
    wave: int,
    by: str,
    as_json: bool,
) -> None:
    """Record how many of a group are affected, in the place of what was known of it.

    GROUP is students, eligible_students, teachers, principals, employees or
    others; those of another residence are counted as another group.

    With --json: case, recorded, announced, moved.
    """
    entry: dict[str, Json] = {
        "group": group,
        "residence": residence.upper() if residence else None,
        "count": count,
        "with_private_information": private,
    }
    act = partial(record_affected, number=number, group=entry, wave=wave, source=source)
    _change(act, now(), by, as_json=as_json)


@command.command(name="cost", short_help="What the notices will cost.")
@click.argument("dollars", type=click.IntRange(min=0), metavar="DOLLARS")
@source_option
@change_options
@click.pass_obj
def cost(number: str, *, dollars: int, source: str | None, by: str, as_json: bool) -> None:
    """Record what the notices of the case are estimated to cost, in whole dollars.

    With --json: case, recorded, announced, moved.
    """
    act = partial(record_cost, number=number, dollars=dollars, source=source)
    _change(act, now(), by, as_json=as_json)


@command.command(name="wording", short_help="Words for the notices.")
@click.argument("field", metavar="FIELD")
@click.argument("values", nargs=-1, required=True, metavar="TEXT...")
@case_options
@click.pass_obj
def wording(
    number: str, *, field: str, values: tuple[str, ...], wave: int, by: str, as_json: bool
) -> None:
    """Record words for the notices, once for all of them; no names of people.

    FIELD is one that `duenotice draft` says is lacking, such as
    incident_description, data_types, investigation, steps_taken, contact_phone
    or elements_present. Of a list, each TEXT is one line; of longer text, one
    paragraph.

    With --json: case, recorded, announced, moved.
    """
    from incidents.services.draft_notice import record_wording  # noqa: PLC0415 - only here
    from notices.wordings import written_value  # noqa: PLC0415 - only where words are written

    value = written_value(field, values)
    act = partial(record_wording, number=number, field=field, value=value, wave=wave)
    _change(act, now(), by, as_json=as_json)


def _fact_value(name: str, value: str) -> Json:
    """Give what was typed as the incident file holds it; the service judges it."""
    if value == _UNKNOWN:
        return None
    if name in _FLAG_FACTS:
        return _FLAGS.get(value.lower(), value)
    if name == "private_information":
        return [] if value == "none" else [each.strip() for each in value.split(",")]
    return value


def _change(act: _Act, instant: Instant, by: str, *, as_json: bool) -> Changed:
    home = installation()
    with home.work(instant, by) as work:
        changed = act(work, home.law)
    answer(changed, as_json=as_json)
    return changed
