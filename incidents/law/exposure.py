"""Conditions on private information, and on how many New Yorkers it concerns."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.law.circumstances import AffectedGroup, Medium
from incidents.law.conditions import AllOf, AnyOf, Asked, FactIs, Finding, Truth
from incidents.law.policy import Provision

#: What can be counted as private information, and what it is in plain words.
PRIVATE_ELEMENTS = {
    "ssn": "Social Security number",
    "drivers_license": "driver's license or non-driver identification number",
    "account_with_code": "account or card number together with its code or password",
    "account_alone": "account or card number that could be used without a code",
    "biometric": "fingerprint, voice print, or image of the eye or face used to identify a person",
    "online_credentials": "user name or e-mail address together with its password "
    "or security answer",
    "medical": "medical information",
    "health_insurance": "health insurance information",
    "student_id": "student identification number",
}


@dataclass(frozen=True, slots=True)
class ElementsExposed:
    """True when an element is among those exposed that the law counts."""

    elements: frozenset[str]
    #: The agency's policy, where it has one, adds its own elements.
    policy_adds: bool = False

    def find(self, asked: Asked) -> Finding:
        """Ask the list of elements; an empty list says that none was exposed."""
        exposed = asked.known.facts.private_information
        if exposed is None:
            return (
                Finding.open("facts.private_information") if self._counted(asked) else _NO_ELEMENT
            )
        counted = sorted(exposed & self._counted(asked))
        return Finding.of(bool(counted), f"exposed: {', '.join(counted)}", _NO_ELEMENT.because[0])

    def _counted(self, asked: Asked) -> frozenset[str]:
        by_policy = asked.policy.elements if self.policy_adds and asked.policy else frozenset[str]()
        return self.elements | by_policy


_NO_ELEMENT = Finding(
    truth=Truth.NO, because=("no element of private information that this law counts was exposed",)
)

_READABLE = AnyOf(
    (
        FactIs("facts.encrypted", frozenset([False]), "it was not encrypted", "it was encrypted"),
        FactIs(
            "facts.key_acquired",
            frozenset([True]),
            "the key was acquired too",
            "the key was not acquired",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class PrivateInformationExposed:
    """True when counted elements could be read by whoever had no right to.

    The statutes count computerized records; a policy may count physical
    ones as well, for the duties that name it.
    """

    elements: frozenset[str]
    media: frozenset[Medium]
    policy_adds: bool = False

    def find(self, asked: Asked) -> Finding:
        """Ask the elements, the encryption and the medium, in that order."""
        parts = (ElementsExposed(self.elements, self.policy_adds), _READABLE)
        media = set(self.media)
        if self.policy_adds and asked.policy and asked.policy.says(Provision.PHYSICAL_RECORDS):
            media.add(Medium.PHYSICAL)
        if media == set(Medium):
            return AllOf(parts).find(asked)
        kept = " or ".join(sorted(media))
        on_medium = FactIs(
            "facts.medium",
            frozenset(media),
            f"the records were {kept}",
            f"the records were not {kept}",
        )
        return AllOf((*parts, on_medium)).find(asked)


@dataclass(frozen=True, slots=True)
class ResidentsExceed:
    """True when more residents of a state than a number are concerned.

    Only persons with private information count. An entry without a count of
    them may be anything from nobody to its whole count; one without a
    residence adds from nobody up.
    """

    state: str
    more_than: int

    def find(self, asked: Asked) -> Finding:
        """Compare the least and the greatest number possible."""
        affected = asked.known.affected
        if affected is None:
            return Finding.open("affected")
        least, spans = self._spans(affected)
        greatest = least + sum(span for span, _ in spans)
        if least <= self.more_than < greatest:
            return Finding.open(*(path for _, path in spans))
        of_whom = f"residents of {self.state} with private information"
        at_least, at_most = ("at least ", "at most ") if spans else ("", "")
        return Finding.of(
            least > self.more_than,
            f"{at_least}{least:,} {of_whom}, more than {self.more_than:,}",
            f"{at_most}{greatest:,} {of_whom}, not more than {self.more_than:,}",
        )

    def _spans(self, affected: tuple[AffectedGroup, ...]) -> tuple[int, list[tuple[float, str]]]:
        """Give the sum that is certain, and each uncertain entry's span and path."""
        certain = 0
        spans: list[tuple[float, str]] = []
        for index, group in enumerate(affected):
            if group.residence not in (None, self.state):
                continue
            known = group.with_private_information
            most = known if known is not None else group.count
            span = float("inf") if most is None else most
            unknown = "residence" if group.residence is None else "with_private_information"
            if group.residence is not None and known is not None:
                certain += known
            elif span:
                spans.append((span, f"affected[{index}].{unknown}"))
        return certain, spans
