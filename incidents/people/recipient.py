"""Whom one notice goes to: a household, a grown student, a colleague."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from incidents.people.person import PostalAddress


class Kind(StrEnum):
    """The kinds of recipient that the notices for people are written for."""

    PARENT = "parent"
    ELIGIBLE_STUDENT = "eligible-student"
    TEACHER_OR_PRINCIPAL = "teacher-or-principal"
    RESIDENT = "resident"


class Method(StrEnum):
    """The ways in which one person is told."""

    FIRST_CLASS_MAIL = "first_class_mail"
    EMAIL = "email"
    TELEPHONE = "telephone"

    @property
    def words(self) -> str:
        """Give the method as it stands in a sentence."""
        return _WORDS[self]


_WORDS = {
    Method.FIRST_CLASS_MAIL: "first-class mail",
    Method.EMAIL: "e-mail",
    Method.TELEPHONE: "telephone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodPlan:
    """How a recipient is told, what follows if that fails, and why.

    A plan without a method is no silence: the recipient is on the list of
    those for whom an address has to be found.
    """

    method: Method | None
    fallback: Method | None
    #: A short reason in plain words, without any name or address.
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One affected person that a recipient is told about."""

    #: The number of the affected person, as the store gave it.
    person: int
    name: str = field(repr=False)
    #: As in ``AffectedPerson.exposed``; None: what the case says of all.
    exposed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One addressee of one notice, with those whom it concerns."""

    #: The id of the notice in the catalogue, such as ``family-notice``.
    notice: str
    kind: Kind
    #: The duties that this notice fulfils for them, in the order of the plan.
    duties: tuple[str, ...]
    #: The adults of one household, in the order of the list; none where no name is
    #: known of the parents or guardians of the person concerned.
    names: tuple[str, ...] = field(repr=False)
    #: The language they read; ``en`` where none is known.
    language: str
    plan: MethodPlan
    concerns: tuple[Concern, ...]
    address: PostalAddress | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A recipient that one affected person calls for, before it is merged.

    Those with the same key are one recipient: one letter that names each child.
    """

    #: The same text for the same addressee of the same notice; hashed by the store
    #: with a key, so that it says nothing without that key.
    key: str = field(repr=False)
    recipient: Recipient
