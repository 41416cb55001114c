"""Recipients and affected persons as the desk shows them, with their names.

Names, addresses and numbers stand here because somebody asked for them; nothing
of it goes into a log, into Prefect or into the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

import click

from desk.languages import language_name
from incidents.people.person import AffectedPerson, Contact
from incidents.people.recipient import Recipient
from incidents.services.people_rows import PersonRow, RecipientRow
from notices.addressees import names_of

#: A line of a terminal, and where what is said of somebody begins.
_WIDTH, _INDENT = 80, 7


def recipient_json(row: RecipientRow) -> dict[str, object]:
    """Give a recipient as JSON."""
    recipient, plan = row.recipient, row.recipient.plan
    return {
        "recipient": row.id,
        "notice": recipient.notice,
        "kind": recipient.kind.value,
        "duties": list(recipient.duties),
        "names": list(recipient.names),
        "address": list(recipient.address.lines()) if recipient.address else None,
        "email": recipient.email,
        "phone": recipient.phone,
        "language": recipient.language,
        "method": plan.method.value if plan.method else None,
        "fallback": plan.fallback.value if plan.fallback else None,
        "reason": plan.reason,
        "excused": row.excused,
        "concerns": [
            {
                "person": each.person,
                "name": each.name,
                "exposed": None if each.exposed is None else list(each.exposed),
            }
            for each in recipient.concerns
        ],
    }


def person_json(row: PersonRow) -> dict[str, object]:
    """Give an affected person as JSON."""
    person = row.person
    return {
        "person": row.id,
        "wave": row.wave,
        "name": person.name,
        "group": person.group.value,
        "birthday": str(person.birthday) if person.birthday else None,
        "is_former": person.is_former,
        "residence": person.residence,
        "exposed": None if person.exposed is None else list(person.exposed),
        "contacts": [
            {"contact": number, **contact_json(each)} for number, each in _numbered(person)
        ],
    }


def show_recipients(rows: Iterable[RecipientRow], heading: str) -> int:
    """Print recipients, some lines for each; give how many there were."""
    count = 0
    for count, row in enumerate(rows, start=1):
        if count == 1:
            click.secho(heading, bold=True)
        for line in _lines(row):
            click.echo(line)
    return count


def show_recipient(row: RecipientRow) -> None:
    """Print all that is known of a recipient."""
    recipient, plan = row.recipient, row.recipient.plan
    click.echo(f"Recipient {row.id}: {names_of(recipient)}")
    language = language_name(recipient.language)
    click.echo(f"  notice: {recipient.notice} for {recipient.kind.value}, in {language}")
    click.echo(f"  fulfils: {', '.join(recipient.duties)}")
    way = plan.method.words if plan.method else "no way yet"
    then = f", then {plan.fallback.words}" if plan.fallback else ""
    click.echo(f"  told by: {way}{then} ({plan.reason})")
    _show_reach(recipient)
    for each in recipient.concerns:
        what = ", ".join(each.exposed) if each.exposed is not None else "what the case says of all"
        click.echo(f"  about person {each.person}, {each.name}: {what or 'nothing named'}")
    if row.excused:
        click.echo(f"  need not be told: {row.excused}")


def show_person(row: PersonRow) -> None:
    """Print all that is known of an affected person."""
    person = row.person
    born = f", born {person.birthday}" if person.birthday else ""
    former = ", former" if person.is_former else ""
    group = person.group.words
    click.echo(f"Person {row.id}: {person.name}, of the {group}{born}{former}")
    exposed = "what the case says of all" if person.exposed is None else ", ".join(person.exposed)
    click.echo(f"  exposed: {exposed or 'nothing named'}")
    for number, each in _numbered(person):
        click.echo(f"  contact {number}: {each.name or 'no name'}, {each.relation.value}")
        for line in _contact_lines(each):
            click.echo(f"    {line}")


def _show_reach(recipient: Recipient) -> None:
    if recipient.address:
        click.echo(f"  address: {', '.join(recipient.address.lines())}")
    for name, value in (("e-mail", recipient.email), ("telephone", recipient.phone)):
        if value:
            click.echo(f"  {name}: {value}")


def _lines(row: RecipientRow) -> Iterator[str]:
    recipient, plan = row.recipient, row.recipient.plan
    about = ", ".join(f"{each.name} (person {each.person})" for each in recipient.concerns)
    yield from _wrapped(f"{row.id:>5}", f"{names_of(recipient)}, about {about}")
    yield from _wrapped("", "each way was tried in vain" if plan.method else plan.reason)


def _wrapped(number: str, words: str) -> list[str]:
    first, others = number.ljust(_INDENT), " " * _INDENT
    return wrap(words, _WIDTH, initial_indent=first, subsequent_indent=others)


def _numbered(person: AffectedPerson) -> Iterable[tuple[int, Contact]]:
    return enumerate(person.contacts, start=1)


def contact_json(contact: Contact) -> dict[str, object]:
    """Give a contact as JSON."""
    return {
        "name": contact.name,
        "relation": contact.relation.value,
        "address": list(contact.address.lines()) if contact.address else None,
        "email": contact.email,
        "phone": contact.phone,
        "language": contact.language,
        "not_to_be_told": contact.not_to_be_told,
        "consents_to_email": contact.consents_to_email,
    }


def _contact_lines(contact: Contact) -> Iterable[str]:
    if contact.not_to_be_told:
        yield f"is told nothing: {contact.not_to_be_told}"
    yield ", ".join(contact.address.lines()) if contact.address else "no address"
    consent = " (consents to e-mail)" if contact.consents_to_email else ""
    if contact.email:
        yield f"{contact.email}{consent}"
    if contact.phone:
        yield contact.phone
    if contact.language:
        yield f"reads {language_name(contact.language)}"
