"""What comes with the program, and what an installation puts in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.contract_files import RegisteredContract
from config.law_files import LawFile, law_files
from config.registry import Registry, UnknownNameError, load_registry
from incidents.errors import InputRefusedError
from incidents.law.policy import Provision
from incidents.moments import LocalDay

DISTRICT = """\
name: Springfield School District
code: SPRINGFIELD
kind: school_district
policy: null
address: [1 Main Street, Springfield NY 10000]
people:
  - {id: ada, name: Ada Example, role: dpo, email: ada@example.org, title: Data Officer}
targets:
  ny.stl208.residents: {calendar_days: 30}
  policy.internal-report: {business_days: 2}
closed_days: [2026-12-24, 2026-12-31]
checkpoint_addresses: [seals@example.org]
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give the home of an installation with a district and a contract of its own."""
    (tmp_path / "districts").mkdir()
    (tmp_path / "contracts").mkdir()
    (tmp_path / "districts" / "springfield.yaml").write_text(DISTRICT, encoding="utf-8")
    (tmp_path / "contracts" / "codehs-liverpool.yaml").write_text(
        "contractor: CodeHS\nfamily: ndpa-v1\nexhibits: [NY]\n", encoding="utf-8"
    )
    return tmp_path


@pytest.fixture
def own(home: Path) -> Registry:
    """Give the registry of that installation."""
    return load_registry(home)


def test_the_program_comes_with_these_files() -> None:
    registry = load_registry()

    assert registry.agency_ids() == ["kingston-csd"]
    assert registry.contract_ids() == [
        "codehs-liverpool",
        "eluma-sau29",
        "ny-model-dpa",
        "reachmyteach",
    ]
    assert sorted(registry.families) == ["ndpa-v1", "ny-model-dpa"]
    assert sorted(registry.policies) == ["kingston-8635"]


def test_a_district_of_ones_own_stands_beside_ours(own: Registry) -> None:
    assert own.agency_ids() == ["kingston-csd", "springfield"]
    assert own.agency("springfield").name == "Springfield School District"
    assert own.agency("kingston-csd").code == "KINGSTON"


def test_a_contract_of_ones_own_comes_before_ours(own: Registry) -> None:
    assert own.contract("codehs-liverpool").family == "ndpa-v1"
    assert load_registry().contract("codehs-liverpool").family == "ny-model-dpa"


def test_a_district_file_is_read_to_its_last_key(own: Registry) -> None:
    agency = own.agency("springfield")

    assert agency.address == ("1 Main Street", "Springfield NY 10000")
    assert [(each.id, each.role.value) for each in agency.people] == [("ada", "dpo")]
    assert agency.internal_targets["ny.stl208.residents"].length == 30
    assert not agency.internal_targets["ny.stl208.residents"].business_days
    assert agency.internal_targets["policy.internal-report"].length == 2
    assert agency.internal_targets["policy.internal-report"].business_days
    assert sorted(str(day) for day in agency.closed_days) == ["2026-12-24", "2026-12-31"]
    assert agency.checkpoint_addresses == ("seals@example.org",)


def test_a_changed_district_is_read_anew(own: Registry, home: Path) -> None:
    path = home / "districts" / "springfield.yaml"
    path.write_text(DISTRICT.replace("Ada Example", "Bo Example"), encoding="utf-8")

    assert own.agency("springfield").people[0].name == "Bo Example"


def test_a_broken_district_is_named_with_its_file(own: Registry, home: Path) -> None:
    (home / "districts" / "springfield.yaml").write_text("name: [\n", encoding="utf-8")
    with pytest.raises(InputRefusedError, match=r"districts/springfield\.yaml, line 2: "):
        own.agency("springfield")


@pytest.mark.parametrize("name", ["shelbyville", "../districts/kingston-csd", "", ".", "kingston"])
def test_an_unknown_district_is_answered_with_the_known(own: Registry, name: str) -> None:
    with pytest.raises(UnknownNameError, match="there are kingston-csd, springfield"):
        own.agency(name)


def test_an_unknown_contract_or_policy_is_answered_too(own: Registry) -> None:
    with pytest.raises(UnknownNameError, match="there are codehs-liverpool, eluma-sau29"):
        own.contract("codehs")
    with pytest.raises(UnknownNameError, match="accepted are kingston-8635"):
        own.policy("8635")


def test_a_home_without_folders_adds_nothing(tmp_path: Path) -> None:
    assert load_registry(tmp_path / "not-there").agency_ids() == ["kingston-csd"]


def test_every_file_that_comes_along_can_be_read() -> None:
    registry = load_registry()

    assert all(registry.agency(each).name for each in registry.agency_ids())
    assert all(registry.registered_contract(each) for each in registry.contract_ids())


def test_a_registered_contract_says_more_than_its_terms() -> None:
    contract = load_registry().registered_contract("eluma-sau29")

    assert isinstance(contract, RegisteredContract)
    assert contract.agency == "School Administrative Unit 29"
    assert contract.signed == (LocalDay.parse("2024-05-06"), LocalDay.parse("2024-05-08"))
    assert contract.term_years == 3
    assert contract.terms.governing_law == "NH"
    assert len(contract.notes) == 2


def test_the_seed_contracts_have_the_terms_of_their_texts() -> None:
    """Documents 000 to 003: who, which family, which exhibits, whose law."""
    registry = load_registry()
    found = {
        each: (terms.contractor, terms.family, terms.exhibits, terms.governing_law)
        for each in registry.contract_ids()
        for terms in [registry.contract(each)]
    }

    assert found == {
        "codehs-liverpool": ("CodeHS", "ny-model-dpa", (), "NY"),
        "eluma-sau29": ("eLuma LLC", "ndpa-v1", ("NH",), "NH"),
        "ny-model-dpa": (None, "ny-model-dpa", (), "NY"),
        "reachmyteach": ("ReachMyTeach LLC", "ndpa-v1", (), None),
    }


def test_the_policy_of_kingston_says_what_its_text_says() -> None:
    """Document 004: sections I.F, I.H, II.A to II.D; adopted 21 October 2020."""
    policy = load_registry().policy("kingston-8635")

    assert policy.adopted == LocalDay.parse("2020-10-21")
    assert all(policy.says(provision) for provision in Provision)
    assert policy.elements == {
        "ssn",
        "drivers_license",
        "account_with_code",
        "account_alone",
        "biometric",
        "online_credentials",
        "student_id",
    }
    assert policy.provisions[Provision.EVERY_EXEMPTION_TO_ATTORNEY_GENERAL].section == "II.C"
    assert [each.id for each in policy.signs_of_acquisition] == [
        "in_possession",
        "downloaded_or_copied",
        "used",
        "other_factors",
    ]


def test_only_yaml_files_hold_law(tmp_path: Path) -> None:
    (tmp_path / "ny").mkdir()
    (tmp_path / "ny" / "notes.txt").write_text("not law", encoding="utf-8")
    (tmp_path / "ny" / "pack.yaml").write_text("pack: x\n", encoding="utf-8")
    (tmp_path / "loose.yaml").write_text("pack: y\n", encoding="utf-8")

    assert [name for name, _ in law_files(tmp_path, LawFile.PACK)] == [
        f"{tmp_path.name}/ny/pack.yaml"
    ]
