"""Reads a row as an affected person with their contacts.

The cells are picked by position, once for the person and once a guardian, so that
a million rows take about a minute. What is wrong is noted with its row and column;
what is only worth knowing is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from incidents.law.circumstances import Group
from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson, Contact, Relation
from rosters.cells import birthday_of, day_of
from rosters.columns import Matching
from rosters.contacts import Contacts
from rosters.exposures import Exposures
from rosters.headings import EXPOSED
from rosters.names import FORMULA_SIGNS, has_letters, natural_name
from rosters.problems import CellError
from rosters.remarks import Remark
from rosters.rows import Rows
from rosters.words import group_of, says_enrolled, says_former, state_of, yes_or_no

#: Of ninety years; the same birthdays come again and again.
_BIRTHDAYS = 1 << 15
_NAMES = ("name", "given_name", "middle_name", "family_name", "suffix")
_PERSON = (
    *("local_id", "birthday", "group", "former", "enrolled", "exit_date", "residence", "exposed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is needed to read rows, beside the list itself."""

    today: LocalDay
    #: The group of those for whom the list names none.
    group: Group = Group.STUDENTS
    #: The kinds of data in the words of the case.
    data_types: tuple[str, ...] = ()


class RowReader:
    """Reads the rows of one list; problems and remarks add up in ``rows``."""

    def __init__(self, matching: Matching, terms: Terms) -> None:
        """Find the place of each field once."""
        self.rows = Rows(matching)
        self._terms = terms
        self._exposures = Exposures(terms.data_types)
        self._contacts = Contacts(self.rows)
        self._names = self.rows.picker(_NAMES)
        self._person = self.rows.picker(_PERSON)
        reading = partial(birthday_of, today=terms.today)
        self._birthday = lru_cache(maxsize=_BIRTHDAYS)(reading)
        self._ticked = {
            name.removeprefix(EXPOSED): index
            for name, index in self.rows.fields.items()
            if name.startswith(EXPOSED)
        }

    def read(self, number: int, cells: list[str]) -> AffectedPerson | None:
        """Give the person of a row; None where the row is empty or a problem was noted."""
        before = self.rows.problems.count
        fit = self.rows.fit(number, cells)
        if fit is None:
            return None
        name = self._name(fit)
        local_id, birthday, group, former, enrolled, exited, residence, exposed, _ = self._person(
            fit
        )
        value = self.rows.value
        contacts = self._contacts.of_row(name, fit)
        person = AffectedPerson(
            name=name,
            group=(value("group", group, group_of) if group else None) or self._terms.group,
            local_id=local_id or None,
            birthday=value("birthday", birthday, self._birthday) if birthday else None,
            is_former=(
                bool(former or enrolled or exited) and self._is_former(former, enrolled, exited)
            ),
            residence=(value("residence", residence, state_of) if residence else None)
            or _home_state(contacts),
            exposed=self._exposed(exposed, fit),
            contacts=contacts,
        )
        return person if self.rows.problems.count == before else None

    def _name(self, cells: Sequence[str]) -> str:
        name, given, middle, family, suffix, _ = self._names(cells)
        if name:
            full = name if name.startswith(FORMULA_SIGNS) else natural_name(name)
        else:
            full = " ".join(each for each in (given, middle, family, suffix) if each)
        full = full.replace("\n", " ")
        if not has_letters(full):
            field = next((each for each in _NAMES if each in self.rows.fields), "name")
            self.rows.note(field, full, "accepted is the name of a person, with letters")
        elif (name or given or family).startswith(FORMULA_SIGNS):
            self.rows.remarks.note(Remark.FORMULA, self.rows.number)
        return full

    def _is_former(self, former: str, enrolled: str, exited: str) -> bool:
        """Say whether somebody left, by any of the columns that may say so."""
        value = self.rows.value
        left_on = value("exit_date", exited, day_of)
        return bool(
            value("former", former, says_former)
            or value("enrolled", enrolled, says_enrolled) is False
            or (left_on is not None and left_on <= self._terms.today)
        )

    def _exposed(self, cell: str, cells: Sequence[str]) -> tuple[str, ...] | None:
        listed = self.rows.value("exposed", cell, self._exposures.listed) if cell else None
        if not self._ticked:
            return listed
        ticked = {name: cells[index] for name, index in self._ticked.items()}
        found = self._answers(ticked)
        if found == () and not listed:
            self.rows.remarks.note(Remark.NOTHING_EXPOSED, self.rows.number)
        if listed is None or found is None:
            return found if listed is None else listed
        return tuple(dict.fromkeys((*listed, *found)))

    def _answers(self, cells: dict[str, str]) -> tuple[str, ...] | None:
        try:
            return self._exposures.ticked(cells)
        except CellError:
            for name, cell in cells.items():
                self.rows.value(f"{EXPOSED}{name}", cell, yes_or_no)
            return None


def _home_state(contacts: tuple[Contact, ...]) -> str | None:
    """Give the state somebody lives in: their own, or that of all their guardians."""
    states = {
        each.address.state
        for each in contacts
        if each.address is not None and each.address.state and not each.address.country
    }
    own = next((each for each in contacts if each.relation is Relation.SELF), None)
    if own is not None and own.address is not None and own.address.state:
        return own.address.state if not own.address.country else None
    return states.pop() if len(states) == 1 else None
