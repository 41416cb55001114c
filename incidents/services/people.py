"""Who acts: one of the people that the agency's settings name."""

from __future__ import annotations

from incidents.case.agency import Agency, Person
from incidents.errors import DueNoticeError


class UnknownPersonError(DueNoticeError):
    """Nobody in the agency's settings has that id."""


def person_of(agency: Agency, person_id: str) -> Person:
    """Give the person of an id; raise UnknownPersonError with those there are."""
    person = agency.person(person_id)
    if person is None:
        known = ", ".join(each.id for each in agency.people)
        raise UnknownPersonError(
            f"Nobody at {agency.name or 'the agency'} has the id `{person_id}`; there are {known}: "
            "choose one, or add the person to the agency's settings."
        )
    return person
