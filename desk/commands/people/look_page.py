"""A first look as people read it on a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from desk.commands.people.recipients_page import contact_json
from desk.languages import language_name
from desk.tables import console
from incidents.law.wording import counted
from incidents.people.person import AffectedPerson, Contact, Relation
from rosters.columns import Column
from rosters.first_look import FirstLook
from rosters.tally import Tally


def show_look(look: FirstLook) -> None:
    """Print a look: the file, the columns, the first persons, counts and problems."""
    out = console()
    out.print(Text.assemble((look.name, "bold"), f": {look.words}."))
    out.print(Text(f"{counted(look.rows, 'row')}, {counted(look.tally.persons, 'person')}."))
    out.print(_columns(look))
    for line in _unread(look):
        out.print(Text(line, style="yellow"))
    if look.first:
        out.print(Text("\nThe first ones, as they are understood:", style="bold"))
        for person in look.first:
            out.print(_person(person))
    for told in _all_of_them(look):
        out.print(told)
    for remark in look.remarks:
        out.print(Text(f"Note: {remark}", style="yellow"))
    for problem in look.problems:
        out.print(Text(problem.sentence, style="red"))
    if look.problem_count:
        out.print(Text(_blocked(look), style="bold red"))


def _all_of_them(look: FirstLook) -> Iterator[Text]:
    if look.tally.persons:
        yield Text("\nAll of them:", style="bold")
        yield from (Text(f"  {line}") for line in counts_of(look.tally))


def counts_of(tally: Tally) -> Iterator[str]:
    """Give what the persons of a list come to, a line each."""
    for (group, residence), count in tally.groups.persons.items():
        named = group.words
        where = f"of {residence}" if residence else "whose state is not known"
        private = tally.groups.private_of((group, residence))
        told = f", {private:,} with private information" if private else ""
        yield f"{named} {where}: {count:,}{told}"
    yield (
        f"can be reached: {tally.with_address:,} by letter, {tally.with_email:,} by e-mail, "
        f"{tally.with_phone:,} by telephone"
    )
    for count, words in (
        (tally.without_contact, "cannot be reached in any way, a list to work"),
        (tally.flagged, "with a contact who is not to be told (a flag)"),
        (tally.without_birthday, "without a birthday, so that nobody knows who is eighteen"),
        (tally.former, "have left"),
        (tally.without_exposure, "for whom the list does not say what was exposed"),
    ):
        if count:
            yield f"{words}: {count:,}"
    if tally.languages:
        known = tally.languages.most_common()
        languages = ", ".join(f"{language_name(code)} {count:,}" for code, count in known)
        yield f"languages of contacts: {languages}"


def look_json(look: FirstLook) -> dict[str, object]:
    """Give a look as JSON."""
    return {
        "name": look.name,
        "written_as": look.words,
        "sha256": look.sha256,
        "rows": look.rows,
        "columns": [_column_json(each) for each in look.matching.columns],
        "counts": look.tally.as_json(),
        "first": [_person_json(each) for each in look.first],
        "problems": [each.as_json() for each in look.problems],
        "problem_count": look.problem_count,
        "remarks": list(look.remarks),
    }


def _columns(look: FirstLook) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("", "Heading", "is read as"):
        table.add_column(heading, overflow="fold")
    for each in look.matching.columns:
        if each.field:
            table.add_row(each.letter, Text(each.heading), each.field)
    return table


def _unread(look: FirstLook) -> Iterator[str]:
    named = ", ".join(f"{each.letter} ({each.heading})" for each in look.matching.unread)
    if named:
        yield f"Not known, so not read: {named}. To read one: --column 'HEADING=FIELD'."
    ignored = [each for each in look.matching.columns if each.is_ignored]
    if ignored:
        yield f"Left out: {', '.join(f'{each.letter} ({each.heading})' for each in ignored)}."


def _person(person: AffectedPerson) -> Text:
    born = f", born {person.birthday}" if person.birthday else ""
    number = f", number {person.local_id}" if person.local_id else ""
    former = ", has left" if person.is_former else ""
    group = person.group.words
    told = Text("  ").append(person.name, style="bold")
    told.append(f" ({group}{number}{born}{former})")
    if person.exposed is not None:
        told.append(f"\n    exposed: {'; '.join(person.exposed) or 'nothing'}")
    for each in person.contacts:
        told.append(f"\n    {_contact(each)}")
    return told


def _contact(contact: Contact) -> str:
    who = "self" if contact.relation is Relation.SELF else contact.name
    ways = [", ".join(contact.address.lines())] if contact.address else []
    ways += [each for each in (contact.email, contact.phone) if each]
    ways += [f"reads {language_name(contact.language)}"] if contact.language else []
    ways += ["consents to e-mail"] if contact.consents_to_email else []
    ways += [f"NOT TO BE TOLD ({contact.not_to_be_told})"] if contact.not_to_be_told else []
    return f"{who}: {'; '.join(ways) or 'no way to reach them'}"


def _blocked(look: FirstLook) -> str:
    more = look.problems_untold
    rest = f", {more:,} of them not shown" if more else ""
    return (
        f"{counted(look.problem_count, 'problem')}{rest}: put them right in the list, and look "
        "again. Nothing was kept."
    )


def _column_json(column: Column) -> dict[str, object]:
    return {
        "column": column.letter,
        "heading": column.heading,
        "field": column.field,
        "ignored": column.is_ignored,
    }


def _person_json(person: AffectedPerson) -> dict[str, object]:
    return {
        "name": person.name,
        "group": person.group.value,
        "local_id": person.local_id,
        "birthday": None if person.birthday is None else str(person.birthday),
        "former": person.is_former,
        "residence": person.residence,
        "exposed": None if person.exposed is None else list(person.exposed),
        "contacts": [contact_json(each) for each in person.contacts],
    }
