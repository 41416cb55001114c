"""The table of duties, written down a second time from the public contract.

Each row: the moments that start it, the day it came into force, what its
condition reads and the condition itself as plain Python on a world in which
nothing is unknown. For tests only; nothing is shared with the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.support.independent_facts import RESIDENTS, Condition, World

CONTRACTOR = ("contractor_discovery",)
AWARE = ("discovery", "report", "receipt")
#: 8 NYCRR Part 121, adopted by the Regents on 2020-01-13.
PART_121 = date(2020, 1, 29)
#: State Technology Law 208 as amended by L.2019 ch. 117.
STL_208 = date(2019, 10, 23)
#: Kingston policy 8635, "Adoption date".
KINGSTON_8635 = date(2020, 10, 21)
#: General Municipal Law art. 19-C.
GML_19C = date(2025, 7, 26)
#: General Business Law 899-aa, medical and health insurance information added.
GBL_MEDICAL = date(2025, 3, 21)

#: State Technology Law 208(1)(a); policy 8635 II.A repeats the list.
SIX = {
    "ssn",
    "drivers_license",
    "account_with_code",
    "account_alone",
    "biometric",
    "online_credentials",
}


@dataclass(frozen=True)
class Setting:
    """What is certain about the agency and the day of the version."""

    kind: str
    policy: bool
    policy_in_force: bool
    medical_counts: bool
    receipt_recorded: bool
    exempted: bool


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    id: str
    starts: tuple[str, ...]
    in_force: date | None
    reads: tuple[str, ...]
    asks: Any  # a function (world, setting) -> bool

    def condition(self, setting: Setting) -> Condition:
        """Give the condition for one agency and one version."""
        return lambda world: bool(self.asks(world, setting))


COVERED = ("facts.student_data", "facts.appr_data")
EXPOSED = (
    "facts.private_information",
    "facts.encrypted",
    "facts.key_acquired",
    "facts.medium",
)


def covered(world: World, _: Setting) -> bool:
    """Student data or APPR data (8 NYCRR 121.1(a))."""
    return bool(world["facts.student_data"] or world["facts.appr_data"])


def by_contractor(world: World, _: Setting) -> bool:
    """The breach is attributed to the contractor."""
    return bool(world["attributed_to"] == "contractor")


def covered_and_by_contractor(world: World, setting: Setting) -> bool:
    """8 NYCRR 121.10(a) and (f)."""
    return by_contractor(world, setting) and covered(world, setting)


def covered_and_told(world: World, setting: Setting) -> bool:
    """8 NYCRR 121.10(b)."""
    return covered(world, setting) and (by_contractor(world, setting) or setting.receipt_recorded)


def by_contractor_with_clause(world: World, setting: Setting) -> bool:
    """The contract has a clause, and the contractor is the cause."""
    return by_contractor(world, setting) and world["contract"] != "none"


def readable(world: World) -> bool:
    """Not encrypted, or the key was acquired too."""
    return not world["facts.encrypted"] or world["facts.key_acquired"]


def owner_notice(world: World, setting: Setting) -> bool:
    """General Business Law 899-aa(3), computerized data alone."""
    elements = SIX | ({"medical", "health_insurance"} if setting.medical_counts else set())
    return (
        by_contractor(world, setting)
        and bool(elements & set(world["facts.private_information"]))
        and readable(world)
        and world["facts.medium"] == "computerized"
    )


def policy_elements(setting: Setting) -> set[str]:
    """The six, and a student number where policy 8635 I.H counts it."""
    return SIX | ({"student_id"} if setting.policy_in_force else set())


def internal_report(world: World, setting: Setting) -> bool:
    """Policy 8635 I.F and II.A; encryption is not asked."""
    elements = policy_elements(setting) & set(world["facts.private_information"])
    return setting.policy and (covered(world, setting) or bool(elements))


def exposed_208(world: World, setting: Setting) -> bool:
    """State Technology Law 208(1), widened by policy 8635 II.A to paper."""
    elements = policy_elements(setting) & set(world["facts.private_information"])
    paper_counts = setting.policy_in_force
    medium = world["facts.medium"] == "computerized" or paper_counts
    return bool(elements) and readable(world) and medium


def residents(world: World, setting: Setting) -> bool:
    """State Technology Law 208(2), and no determination under (2)(a)."""
    return (
        exposed_208(world, setting)
        and world["facts.custody"] in ("owned", "licensed")
        and world[RESIDENTS] >= 1
        and not setting.exempted
    )


def consumer_reporting(world: World, setting: Setting) -> bool:
    """State Technology Law 208(7)(b): more than 5,000."""
    return residents(world, setting) and world[RESIDENTS] > 5000


def owner_208(world: World, setting: Setting) -> bool:
    """State Technology Law 208(3)."""
    return exposed_208(world, setting) and world["facts.custody"] == "maintained"


def exemption_to_ag(world: World, setting: Setting) -> bool:
    """208(2)(a): more than 500; policy 8635 II.C: every determination."""
    return setting.policy_in_force or world[RESIDENTS] > 500


def municipal(_: World, setting: Setting) -> bool:
    """General Municipal Law 119-n(a): school districts and BOCES."""
    return setting.kind in ("school_district", "boces")


def student_data(world: World, _: Setting) -> bool:
    """34 CFR 99.32."""
    return bool(world["facts.student_data"])


def always(_: World, __: Setting) -> bool:
    """No condition but the moment itself."""
    return True


OF_RESIDENTS = (*EXPOSED, "facts.custody", RESIDENTS)

TABLE = (
    Row(
        "ny.8nycrr121.contractor-notice",
        CONTRACTOR,
        PART_121,
        ("attributed_to", *COVERED),
        covered_and_by_contractor,
    ),
    Row("contract.notice", (), None, ("attributed_to", "contract"), by_contractor_with_clause),
    Row("ny.gbl899aa.owner-notice", CONTRACTOR, None, ("attributed_to", *EXPOSED), owner_notice),
    Row(
        "ny.8nycrr121.reimbursement",
        ("receipt",),
        PART_121,
        ("attributed_to", *COVERED),
        covered_and_by_contractor,
    ),
    Row(
        "policy.internal-report",
        AWARE,
        KINGSTON_8635,
        (*COVERED, "facts.private_information"),
        internal_report,
    ),
    Row(
        "ny.8nycrr121.cpo-after-receipt",
        ("receipt",),
        PART_121,
        ("attributed_to", *COVERED),
        covered_and_told,
    ),
    Row("ny.8nycrr121.cpo-after-discovery", ("discovery", "report"), PART_121, COVERED, covered),
    Row("ny.8nycrr121.individuals", ("discovery", "receipt"), PART_121, COVERED, covered),
    Row("ny.8nycrr121.complaint-acknowledgement", ("complaint_receipt",), PART_121, (), always),
    Row("ny.8nycrr121.complaint-findings", ("complaint_receipt",), PART_121, (), always),
    Row("ny.stl208.residents", AWARE, STL_208, OF_RESIDENTS, residents),
    Row("ny.stl208.owner", AWARE, STL_208, (*EXPOSED, "facts.custody"), owner_208),
    Row("ny.stl208.attorney-general", AWARE, STL_208, OF_RESIDENTS, residents),
    Row("ny.stl208.department-of-state", AWARE, STL_208, OF_RESIDENTS, residents),
    Row("ny.stl208.its", AWARE, STL_208, OF_RESIDENTS, residents),
    Row(
        "ny.stl208.consumer-reporting-agencies",
        AWARE,
        STL_208,
        OF_RESIDENTS,
        consumer_reporting,
    ),
    Row(
        "ny.stl208.exemption-to-ag",
        ("exemption_determination",),
        STL_208,
        (RESIDENTS,),
        exemption_to_ag,
    ),
    Row("ny.stl208.hhs-to-ag", ("hhs_notification",), STL_208, (), always),
    Row("ny.gml995b.incident", ("cyber_incident_belief",), GML_19C, (), municipal),
    Row("ny.gml995c.payment", ("ransom_payment",), GML_19C, (), municipal),
    Row("ny.gml995c.explanation", ("ransom_payment",), GML_19C, (), municipal),
    Row("us.ferpa.disclosure-record", AWARE, None, ("facts.student_data",), student_data),
)
