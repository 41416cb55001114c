"""The registry of contracts: what one file says of one contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.contract_families import Family
from config.law_parts import LawParts
from config.tree import Branch, Node, tree_of_bytes
from incidents.law.calendars import CountingRules
from incidents.law.contract import ContractTerms
from incidents.moments import LocalDay

#: What a mapping in an incident file may say of a contract.
TERMS_KEYS = ("contractor", "family", "exhibits", "governing_law")
_KEYS = (
    *TERMS_KEYS,
    "agency",
    "service_agreement",
    "signed",
    "term_years",
    "notice_address",
    "notes",
)
#: No contract, or one without a clause on notice.
NO_TERMS = ContractTerms(contractor=None, family=None, clauses=())


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredContract:
    """One contract of the registry: its terms, and what else its file says."""

    id: str
    terms: ContractTerms
    #: With whom it was made; None where no agency is named.
    agency: str | None
    service_agreement: LocalDay | None
    signed: tuple[LocalDay, ...]
    term_years: int | None
    notice_address: str | None
    #: What a reader of the contract has to know, such as its misprints.
    notes: tuple[str, ...]


def read_registered(
    content: bytes,
    source: str,
    contract_id: str,
    *,
    families: Mapping[str, Family],
    counting: CountingRules,
) -> RegisteredContract:
    """Give a contract of the registry; raise InputRefusedError with its line."""
    reading = LawParts(source, counting)
    branch = reading.branch(tree_of_bytes(content, source), "", _KEYS)
    signed = reading.series(branch.at("signed"), "signed") or []
    contract = RegisteredContract(
        id=contract_id,
        terms=terms_of(branch, reading, families) or NO_TERMS,
        agency=reading.text(branch.at("agency"), "agency"),
        service_agreement=reading.day(branch.at("service_agreement"), "service_agreement"),
        signed=tuple(day for each in signed if (day := reading.day(each, "signed"))),
        term_years=reading.count(branch.at("term_years"), "term_years"),
        notice_address=reading.text(branch.at("notice_address"), "notice_address"),
        notes=reading.words(branch.at("notes"), "notes"),
    )
    reading.finish()
    return contract


def terms_of(
    branch: Branch, reading: LawParts, families: Mapping[str, Family], path: str = ""
) -> ContractTerms | None:
    """Give the terms that a contract's mapping says, or None and a note."""
    before = f"{path}." if path else ""
    contractor = reading.text(branch.at("contractor"), f"{before}contractor")
    exhibits = _exhibits(reading, branch.at("exhibits"), f"{before}exhibits")
    governing = reading.two_letters(branch.at("governing_law"), f"{before}governing_law")
    family = reading.text(branch.at("family"), f"{before}family", required=True)
    if family is not None and family not in families:
        line, accepted = branch.at("family").line, ", ".join(sorted(families))
        reading.note(line, f"`{before}family` was given `{family}`; accepted are {accepted}.")
    if family is None or family not in families:
        return None
    return families[family].terms(contractor, exhibits, governing)


def _exhibits(reading: LawParts, node: Node, path: str) -> list[str]:
    """Give the states whose exhibits are in force, each once."""
    found = [reading.two_letters(each, path) for each in reading.series(node, path) or []]
    return list(dict.fromkeys(each for each in found if each))
