"""An incident file is read whole: what was written is what is known."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.incident_files import read_document, read_file
from config.planning import plan_incident
from config.tree import plain, tree_of_bytes
from incidents.case.incident import Incident
from incidents.errors import InputRefusedError
from incidents.law.circumstances import AgencyKind, Custody, Facts, Group, Medium
from incidents.law.contract import ContractTerms
from incidents.law.holds import HoldKind, Party
from incidents.law.moment_names import MomentName
from incidents.moments import Instant, LocalDay
from tests.config.incident_texts import WHOLE
from tests.support.incident_strategies import Document, cases

SHORT = "version: 1\nagency: kingston-csd\n"


def read(text: str) -> Incident:
    """Give the incident of a text."""
    return read_file(text.encode())


def contract_of(text: str) -> ContractTerms:
    """Give the contract of a short file that has one."""
    found = read(SHORT + text).circumstances.contract
    assert found is not None
    return found


def test_the_agency_is_as_the_file_says() -> None:
    agency = read(WHOLE).agency

    assert agency.id is None
    assert agency.name == "Example School District"
    assert agency.kind is AgencyKind.SCHOOL_DISTRICT
    assert agency.policy == "kingston-8635"
    assert agency.zone.name == "America/New_York"


def test_an_agency_by_id_has_its_settings() -> None:
    agency = read(SHORT).agency

    assert (agency.id, agency.code) == ("kingston-csd", "KINGSTON")
    assert agency.name == "Kingston City School District"


def test_an_agency_without_a_policy_has_none() -> None:
    incident = read("version: 1\nagency: {kind: boces}\n")

    assert incident.circumstances.policy is None
    assert incident.circumstances.agency_kind is AgencyKind.BOCES
    assert incident.agency.zone.name == "America/New_York"


def test_a_moment_is_a_day_or_an_instant_as_written() -> None:
    moments = read(WHOLE).circumstances.moments

    assert moments[MomentName.OCCURRENCE_START] == LocalDay.parse("2026-03-01")
    assert str(moments[MomentName.CONTRACTOR_DISCOVERY]) == "2026-03-05T16:00-05:00"
    assert len(moments) == len(MomentName)


def test_the_facts_are_as_the_file_says() -> None:
    assert read(WHOLE).circumstances.facts == Facts(
        student_data=True,
        appr_data=False,
        private_information=frozenset(["ssn"]),
        encrypted=False,
        key_acquired=False,
        medium=Medium.COMPUTERIZED,
        custody=Custody.OWNED,
    )


def test_a_hold_is_the_agencys_unless_it_says_otherwise() -> None:
    written = "holds:\n  - {kind: unfixed_vulnerability, from: 2026-03-12}\n"
    (hold,) = read(SHORT + written).circumstances.holds

    assert hold.party is Party.AGENCY
    assert hold.kind is HoldKind.UNFIXED_VULNERABILITY
    assert hold.until is None


def test_groups_are_kept_in_the_order_written() -> None:
    written = "affected:\n  - {group: teachers, residence: ny}\n  - {group: students, count: 3}\n"
    affected = read(SHORT + written).circumstances.affected
    assert affected is not None

    assert [each.group for each in affected] == [Group.TEACHERS, Group.STUDENTS]
    assert [each.residence for each in affected] == ["NY", None]
    assert [each.count for each in affected] == [None, 3]


def test_no_list_and_an_empty_list_are_not_the_same() -> None:
    assert read(SHORT).circumstances.affected is None
    assert read(SHORT + "affected: []\n").circumstances.affected == ()
    assert read(SHORT).circumstances.facts.private_information is None
    nothing = read(SHORT + "facts: {private_information: []}\n").circumstances.facts
    assert nothing.private_information == frozenset()


@pytest.mark.parametrize(
    ("written", "party"),
    [
        ("attributed_to: contractor", Party.CONTRACTOR),
        ("attributed_to: agency", Party.AGENCY),
        ("attributed_to: unknown", None),
        ("attributed_to: null", None),
        ("", None),
    ],
)
def test_an_unknown_attribution_is_not_known(written: str, party: Party | None) -> None:
    assert read(f"{SHORT}{written}\n").circumstances.attributed_to is party


def test_no_contract_and_an_unknown_one_are_not_the_same() -> None:
    assert read(SHORT).circumstances.contract is None
    assert read(SHORT + "contract: null\n").circumstances.contract is None
    assert contract_of("contract: none\n").clauses == ()


def test_a_contract_by_id_has_the_terms_of_its_family() -> None:
    (clause,) = contract_of("contract: codehs-liverpool\n").clauses

    assert clause.id == "ny-model-dpa.12"


@pytest.mark.parametrize(
    ("exhibits", "clauses"),
    [
        ("[]", ["ndpa-v1.base"]),
        ("null", ["ndpa-v1.base"]),
        ("[NH, RI]", ["ndpa-v1.base"]),
        ("[ny]", ["ndpa-v1.ny"]),
        ("[MO, NY]", ["ndpa-v1.mo", "ndpa-v1.ny"]),
        ("[NY, NY]", ["ndpa-v1.ny"]),
        ("[TX]", ["ndpa-v1.base"]),
    ],
)
def test_the_exhibits_in_force_choose_the_clauses(exhibits: str, clauses: list[str]) -> None:
    terms = contract_of(f"contract: {{family: ndpa-v1, exhibits: {exhibits}}}\n")

    assert [each.id for each in terms.clauses] == clauses


def test_an_exhibit_adds_to_what_the_notice_must_contain() -> None:
    (clause,) = contract_of("contract: {family: ndpa-v1, exhibits: [NH]}\n").clauses

    assert clause.elements[-1] == "student_and_teacher_count"


def test_an_exhibit_the_family_lacks_is_named() -> None:
    terms = contract_of("contract: {family: ndpa-v1, exhibits: [TX, NY]}\n")

    assert terms.unknown_exhibits == ("TX",)


def test_null_is_the_same_as_absent_everywhere() -> None:
    """Each key of the whole file in turn, and all that stands below it."""
    document = plain(tree_of_bytes(WHOLE.encode()))
    assert isinstance(document, dict)
    checked = 0
    for path in paths_of(document):
        with_null, without = changed(document, path, null=True), changed(document, path, null=False)
        assert outcome(with_null) == outcome(without), path
        checked += 1
    assert checked == 54


def paths_of(value: Any) -> list[tuple[Any, ...]]:
    """Give the way to every key of a document."""
    entries = value.items() if isinstance(value, dict) else []
    items = enumerate(value) if isinstance(value, list) else []
    here = [(key,) for key, _ in entries]
    below = [(key, *rest) for key, each in (*entries, *items) for rest in paths_of(each)]
    return [*here, *below]


def changed(document: Any, path: tuple[Any, ...], *, null: bool) -> Any:
    """Give a copy of the document with the value at a path null, or gone."""
    copy = json.loads(json.dumps(document))
    inside = copy
    for step in path[:-1]:
        inside = inside[step]
    if null:
        inside[path[-1]] = None
    else:
        del inside[path[-1]]
    return copy


def outcome(document: Any) -> object:
    """Give what is known by a document, or why it is refused."""
    try:
        return read_document(document).circumstances
    except InputRefusedError as refused:
        return refused.problems


def test_a_case_reads_its_document_as_the_file_was_read() -> None:
    incident = read(WHOLE)

    assert read_document(incident.document).circumstances == incident.circumstances
    assert json.loads(json.dumps(incident.document)) == incident.document


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cases(), st.sampled_from(["block", "flow", "json", "tabs"]))
def test_yaml_and_json_give_the_same_plan(case: tuple[Document, str], form: str) -> None:
    document, at = case
    texts = {
        "block": yaml.safe_dump(document, allow_unicode=True),
        "flow": yaml.safe_dump(document, default_flow_style=True),
        "json": json.dumps(document),
        "tabs": json.dumps(document, indent="\t"),
    }
    instant = Instant.parse(at)
    planned = plan_incident(read(texts[form]), instant).as_json()

    assert planned == plan_incident(read_document(document), instant).as_json()
