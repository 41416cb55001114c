"""``duenotice record``: what was learned of a case."""

from __future__ import annotations

import click

from config.law_parts import PRIVATE_ELEMENTS
from desk.casework import answer, case_options, installation, source_option
from desk.instants import MOMENT, now
from incidents.law.circumstances import Custody, Group, Medium
from incidents.law.moment_names import MomentName
from incidents.ledger.canonical import Json
from incidents.moments import Moment
from incidents.services.draft_notice import record_wording
from incidents.services.follow_up import Changed
from incidents.services.record_fact import record_cost, record_fact
from incidents.services.view_case import view_case

_FLAGS = {"true": True, "yes": True, "false": False, "no": False, "unknown": None}
_FLAG_FACTS = ("student_data", "appr_data", "encrypted", "key_acquired")
_FACTS = (*_FLAG_FACTS, "private_information", "medium", "custody", "attributed_to", "contract")


@click.group(name="record", subcommand_metavar="moment|fact|affected|cost|wording ...")
@click.argument("number", metavar="CASE")
@click.pass_context
def command(context: click.Context, number: str) -> None:
    """Record a moment, a fact, who was affected, or what it will cost.

    Nothing is overwritten: what was known before stays on the record, and what
    replaces it needs a --source.
    """
    context.obj = number


@command.command(name="moment")
@click.argument("name", type=click.Choice([each.value for each in MomentName]))
@click.argument("value", type=MOMENT, metavar="MOMENT")
@source_option
@case_options
@click.pass_obj
def moment(
    number: str, *, name: str, value: Moment, source: str | None, wave: int, by: str, as_json: bool
) -> None:
    """Record when something happened: a date, or an instant with its offset."""
    _record(number, f"moments.{name}", str(value), source, wave, by, as_json=as_json)


@command.command(name="fact")
@click.argument("name", type=click.Choice(_FACTS))
@click.argument("value")
@source_option
@case_options
@click.pass_obj
def fact(
    number: str, *, name: str, value: str, source: str | None, wave: int, by: str, as_json: bool
) -> None:
    """Record a fact: true, false, unknown, a word, or elements with commas.

    Elements of private information: ssn, drivers_license, account_with_code,
    account_alone, biometric, online_credentials, medical, health_insurance,
    student_id; "none" says that none was exposed.
    """
    path = name if name in ("attributed_to", "contract") else f"facts.{name}"
    _record(number, path, _fact_value(name, value), source, wave, by, as_json=as_json)


@command.command(name="affected")
@click.argument("group", type=click.Choice([each.value for each in Group]))
@click.option("--residence", help="The state, by two letters; leave it out where it is not known.")
@click.option("--count", type=click.IntRange(min=0), help="How many persons, as far as known.")
@click.option(
    "--with-private-information",
    "private",
    type=click.IntRange(min=0),
    help="How many of them with it.",
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
    """Record how many of a group are affected; it replaces what was known of them."""
    home = installation()
    entry = {
        "group": group,
        "residence": residence,
        "count": count,
        "with_private_information": private,
    }
    with home.work(now(), by) as work:
        known = view_case(work, home.law, number).case.wave(wave).get("affected") or []
        others = [
            each
            for each in known
            if (each.get("group"), each.get("residence")) != (group, residence)
        ]
        replaced = source or ("counted again" if len(others) == len(known) else None)
        changed = record_fact(
            work, home.law, number, "affected", [*others, entry], wave=wave, source=replaced
        )
    answer(changed, as_json=as_json)


@command.command(name="cost")
@click.argument("dollars", type=click.IntRange(min=0))
@source_option
@case_options
@click.pass_obj
def cost(
    number: str, *, dollars: int, source: str | None, wave: int, by: str, as_json: bool
) -> None:  # noqa: ARG001
    """Record what the notices are estimated to cost, in whole dollars."""
    home = installation()
    with home.work(now(), by) as work:
        changed = record_cost(work, home.law, number, dollars, source=source)
    answer(changed, as_json=as_json)


@command.command(name="wording")
@click.argument("field")
@click.argument("values", nargs=-1, required=True, metavar="TEXT...")
@case_options
@click.pass_obj
def wording(
    number: str, *, field: str, values: tuple[str, ...], wave: int, by: str, as_json: bool
) -> None:
    """Record words for the notices: a description, a contact, a list of lines.

    The fields are those of the notice catalogue, such as incident_description,
    data_types, investigation, contact_phone or elements_present.
    """
    from notices.wordings import written_value  # noqa: PLC0415 - only where words are written

    home = installation()
    value = written_value(field, values)
    with home.work(now(), by) as work:
        changed = record_wording(work, home.law, number, field, value, wave=wave)
    answer(changed, as_json=as_json)


def _fact_value(name: str, value: str) -> Json:
    if value == "unknown":
        return None
    if name in _FLAG_FACTS:
        if value.lower() not in _FLAGS:
            raise click.UsageError(
                f"{name} was given {value}; accepted are true, false and unknown."
            )
        return _FLAGS[value.lower()]
    if name == "private_information":
        elements = [] if value == "none" else [each.strip() for each in value.split(",")]
        wrong = [each for each in elements if each not in PRIVATE_ELEMENTS]
        if wrong:
            raise click.UsageError(
                f"{wrong[0]} is no element; accepted are none or {', '.join(PRIVATE_ELEMENTS)}."
            )
        return list[Json](elements)
    words: dict[str, list[str]] = {"medium": list(Medium), "custody": list(Custody)}
    accepted = words.get(name, [])
    if accepted and value not in accepted:
        raise click.UsageError(
            f"{name} was given {value}; accepted are {', '.join(accepted)} and unknown."
        )
    return value


def _record(
    number: str, path: str, value: Json, source: str | None, wave: int, by: str, *, as_json: bool
) -> None:
    home = installation()
    with home.work(now(), by) as work:
        changed: Changed = record_fact(
            work, home.law, number, path, value, wave=wave, source=source
        )
    answer(changed, as_json=as_json)
