"""The registry: rule book, policies, contract families, districts, contracts.

What comes with the program lies in the package; an installation adds its own
``districts`` and ``contracts`` in its home folder, and those come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from config.contract_families import Family, read_family
from config.contract_files import RegisteredContract, read_registered
from config.district_files import read_district
from config.law_files import LawFile, law_files
from config.policies import read_policy
from config.rulepacks import load_rule_book
from incidents.case.agency import Agency
from incidents.errors import DueNoticeError
from incidents.law.contract import ContractTerms
from incidents.law.policy import Policy
from incidents.law.rule import RuleBook

_SUFFIX = ".yaml"


class UnknownNameError(DueNoticeError):
    """A district, contract or policy that no file describes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Everything a plan is made from, apart from the incident itself."""

    rule_book: RuleBook
    policies: Mapping[str, Policy]
    families: Mapping[str, Family]
    folders: tuple[Traversable, ...]

    def agency(self, agency_id: str) -> Agency:
        """Give an agency by id; raise UnknownNameError with the ids there are."""
        content = self._content("districts", agency_id)
        source = f"districts/{agency_id}{_SUFFIX}"
        return read_district(content, source, agency_id, self.rule_book.ids)

    def agency_ids(self) -> list[str]:
        """Give the ids of all agencies, sorted."""
        return sorted(set(self._names("districts")))

    def contract(self, contract_id: str) -> ContractTerms:
        """Give a contract's terms by id; raise UnknownNameError."""
        return self.registered_contract(contract_id).terms

    def registered_contract(self, contract_id: str) -> RegisteredContract:
        """Give all that the registry says of a contract; raise UnknownNameError."""
        return read_registered(
            self._content("contracts", contract_id),
            f"contracts/{contract_id}{_SUFFIX}",
            contract_id,
            families=self.families,
            counting=self.rule_book.calendar.counting,
        )

    def contract_ids(self) -> list[str]:
        """Give the ids of all contracts, sorted."""
        return sorted(set(self._names("contracts")))

    def policy(self, policy_id: str) -> Policy:
        """Give a policy by id; raise UnknownNameError."""
        if policy_id not in self.policies:
            raise UnknownNameError(
                f"there is no policy `{policy_id}`; accepted are {', '.join(self.policies)}."
            )
        return self.policies[policy_id]

    def _content(self, kind: str, name: str) -> bytes:
        for folder in self.folders:
            path = folder / kind / f"{name}{_SUFFIX}"
            if name in self._names(kind) and path.is_file():
                return path.read_bytes()
        known = ", ".join(sorted(set(self._names(kind)))) or "none"
        raise UnknownNameError(
            f"there is no `{name}` in {kind}; there are {known}: choose one or add a file."
        )

    def _names(self, kind: str) -> Iterator[str]:
        for folder in self.folders:
            place = folder / kind
            if place.is_dir():
                yield from (
                    each.name.removesuffix(_SUFFIX)
                    for each in place.iterdir()
                    if each.name.endswith(_SUFFIX)
                )


@lru_cache(maxsize=8)
def load_registry(home: Path | None = None) -> Registry:
    """Give the registry of the package, with an installation's own files first."""
    package = files("config")
    own: tuple[Traversable, ...] = (home,) if home is not None else ()
    return read_registry(load_rule_book(), package / "rules", (*own, package))


def read_registry(book: RuleBook, rules: Traversable, folders: tuple[Traversable, ...]) -> Registry:
    """Give the registry of a rule book and its folders; raise InputRefusedError."""
    counting = book.calendar.counting
    policies = [
        read_policy(content, name, counting, book.ids)
        for name, content in law_files(rules, LawFile.POLICY)
    ]
    families = [
        read_family(content, name, counting) for name, content in law_files(rules, LawFile.FAMILY)
    ]
    return Registry(
        rule_book=book,
        policies={each.id: each for each in policies},
        families={each.id: each for each in families},
        folders=folders,
    )
