"""Contract families with their exhibits, and the registry of contracts."""

from __future__ import annotations

from collections.abc import Mapping

from config.contract_families import Exhibit, Family
from config.contract_files import RegisteredContract
from config.registry import Registry
from desk.reference.markdown import bullets, cited, code, table
from desk.rule_words import holds_in_words, last_day_in_words, listed, starts_in_words
from incidents.law.contract import Clause, Destruction
from notices.elements import Element


def families_section(families: Mapping[str, Family]) -> str:
    """Give every family: its base clause, and what each exhibit makes of it."""
    parts = [_family(families[each]) for each in sorted(families)]
    return "## The contract families\n\n" + "\n".join(parts)


def _family(family: Family) -> str:
    pays = "yes" if family.reimburses else "not by its base terms"
    ends = _destruction(family.destruction) or "nothing that was read"
    exhibits = [
        (
            state,
            _replaces(exhibit),
            _adds(exhibit),
            "yes" if exhibit.reimburses else "",
            _destruction(exhibit.destruction),
        )
        for state, exhibit in sorted(family.exhibits.items())
    ]
    heads = (
        "exhibit",
        "clause of its own",
        "adds to the notice",
        "the contractor pays",
        "destruction of records",
    )
    clauses = [each.clause for _, each in sorted(family.exhibits.items()) if each.clause]
    says = f"The contractor pays for the notices: {pays}. On the destruction of records: {ends}."
    return "\n".join(
        (
            f"### {family.id}\n\n{family.title}. {says}\n",
            *(_clause(each) for each in (family.clause, *clauses)),
            table(heads, exhibits) if exhibits else "It has no exhibits.\n",
        )
    )


def _destruction(end: Destruction | None) -> str:
    if end is None:
        return ""
    days = f"{end.days} calendar days from a written request" if end.days else "no number of days"
    certified = "certified in writing" if end.is_certified else "no certificate"
    return f"{days}, {certified} ({cited(end.citation)})"


def _clause(clause: Clause) -> str:
    facts = (
        f"**Starts with** {starts_in_words(clause.starts)}",
        f"**Period**: {clause.clock.words}; its last day {last_day_in_words(clause.clock)}",
        f"**Holds**: {holds_in_words(clause.holds)}",
        f"**Must contain**: {'; '.join(Element(each).words for each in clause.elements)}",
        f"**Ways**: {listed(clause.methods)}",
        f"**To**: {listed(clause.recipients)}",
        *(f"**Stands in** {cited(each)}" for each in clause.citations),
    )
    return f"#### {clause.title}\n\n{bullets(facts)}"


def _replaces(exhibit: Exhibit) -> str:
    return exhibit.clause.title if exhibit.clause else "none: the base clause stands"


def _adds(exhibit: Exhibit) -> str:
    return "; ".join(Element(each).words for each in exhibit.adds) or "nothing"


def contracts_section(registry: Registry) -> str:
    """Give every contract of the registry that comes with the program."""
    contracts = [registry.registered_contract(each) for each in registry.contract_ids()]
    rows = [
        (
            code(each.id),
            each.terms.contractor or "not named",
            each.agency or "not named",
            code(each.terms.family or "none"),
            ", ".join(each.terms.exhibits) or "none",
            each.terms.governing_law or "not said",
            _signed(each),
        )
        for each in contracts
    ]
    heads = ("contract", "contractor", "agency", "family", "exhibits", "governed by", "signed")
    notes = bullets(f"{code(each.id)}: {note}" for each in contracts for note in each.notes)
    return f"## The registry of contracts\n\n{table(heads, rows)}\n{notes}"


def _signed(contract: RegisteredContract) -> str:
    days = [str(each) for each in contract.signed]
    if contract.service_agreement is not None:
        days.append(f"service agreement of {contract.service_agreement}")
    if contract.term_years is not None:
        days.append(f"for {contract.term_years} years")
    return ", ".join(days) or "not said"
