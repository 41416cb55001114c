"""Fields of made-up cases, for the golden texts and the tests beside them."""

from __future__ import annotations

from incidents.moments import Instant, LocalDay
from notices.elements import Element
from notices.fieldbook import FIELDS
from notices.fields import NoticeFields, Row, Value
from notices.unknown import Unknown

#: What an agency's settings always supply.
AGENCY: dict[str, Value] = {
    "agency_name": "Kingston City School District",
    "agency_address": ["21 Wynkoop Place", "Kingston, NY 12401"],
    "agency_phone": "845-555-0100",
    "agency_email": "privacy@kingston.example.org",
    "agency_kind": "school district",
    "superintendent": "Maria Ortiz",
    "dpo_name": "Dana Whitfield",
    "dpo_title": "Data Protection Officer",
    "dpo_phone": "845-555-0142",
    "dpo_email": "dpo@kingston.example.org",
    "contact_name": "Dana Whitfield",
    "contact_phone": "845-555-0142",
    "contact_email": "privacy@kingston.example.org",
    "contact_hours": "on school days from 8 a.m. to 4 p.m.",
    "signatory_name": "Maria Ortiz",
    "signatory_title": "Superintendent of Schools",
    "case_number": "KINGSTON-2026-001",
    "notice_date": LocalDay.parse("2026-05-04"),
}

_GROUPS: list[Row] = [
    {"group": "Students", "number": 5200},
    {"group": "Teachers", "number": 12},
    {"group": "Former students", "number": Unknown("the contractor is still counting")},
]
#: A roster left on an open share by a contractor; no private information.
ROSTER: dict[str, Value] = {
    "incident_description": (
        "A file with class lists was left on a web page that anyone could open. The company has "
        "taken the page down.\n\nNobody has told us that the file was misused."
    ),
    "occurrence_start": LocalDay.parse("2026-04-01"),
    "occurrence_end": LocalDay.parse("2026-04-03"),
    "contractor_name": "Example Learning Inc.",
    "contractor_discovery": Instant.parse("2026-04-10T16:00-04:00"),
    "contractor_limit": LocalDay.parse("2026-04-17"),
    "contractor_limit_source": "8 NYCRR 121.10(a), 7 calendar days from discovery",
    "receipt": Instant.parse("2026-04-20T10:00-04:00"),
    "data_types": ["name", "school e-mail address", "grade and homeroom"],
    "private_information": [],
    "encrypted": False,
    "record_count": 5212,
    "affected_groups": _GROUPS,
    "groups_concerned": ["students", "teachers", "families who left our schools since 2019"],
    "notice_page": "www.kingston.example.org/notice",
    "press_contact": "Luis Alvarez, 845-555-0150",
    "investigation": (
        "The company has hired an outside firm to find out who opened the file. We check its work "
        "with the help of our own technology staff."
    ),
    "steps_taken": [
        "The web page was taken down on April 10.",
        "The company changed who may publish files.",
    ],
    "protective_steps": ["Talk with your child about messages from people you do not know."],
    "agreement": "the Data Privacy Agreement of November 2, 2020",
    "agreement_clause": "Article II, section 12",
    "elements_present": [Element.INCIDENT_DESCRIPTION, Element.DATA_TYPES, Element.DISCOVERY_DATE],
    "elements_lacking": [Element.RECORD_COUNT, Element.INVESTIGATION, Element.INCIDENT_DATES],
    "reply_by": LocalDay.parse("2026-05-11"),
    "systems": ["Example Learning reading app"],
    "breach_kind": "accidental disclosure",
    "cause": "A folder of the contractor was set to public",
    "clocks": [
        {
            "duty": "Report to the State",
            "told": "Chief Privacy Officer",
            "aim": "Thursday, April 30, 2026",
            "last_day": "Thursday, April 30, 2026",
            "state": "done",
        },
        {
            "duty": "Notice to families",
            "told": "Parents, eligible students, teachers",
            "aim": "Friday, June 19, 2026",
            "last_day": "Monday, June 22, 2026",
            "state": "running, 46 days left",
        },
    ],
    "holds": [],
    "filings": [
        {"what": "Report to the State", "when": "April 29, 2026", "reference": "NYSED-26-0412"}
    ],
    "open_questions": ["Who opened the file?", "Are former students on the list?"],
    "next_steps": ["Approve the letter to families.", "Ask the contractor for the log files."],
    "notices_begin": LocalDay.parse("2026-05-06"),
    "notices_end": LocalDay.parse("2026-05-08"),
    "notice_methods": ["first-class mail", "e-mail"],
    "agencies_told": ["Ulster County Sheriff, April 21, 2026"],
    "law_enforcement": "Ulster County Sheriff, report 26-1234",
    "persons_count": 5212,
    "residents_count": 5190,
    "template_copy": "What happened to your child's school information\n\nDear parent or guardian,",
    "reporting_agencies_told": True,
}

#: The same with Social Security numbers and passwords, for the laws on private information.
PRIVATE: dict[str, Value] = {
    **ROSTER,
    "data_types": ["name", "home address", "date of birth", "payroll records"],
    "private_information": ["ssn", "online_credentials", "account_with_code"],
    "free_service": (
        "You can have someone watch your credit for one year, at no cost to you. Call the number "
        "below by August 31 to sign up."
    ),
    "earlier_notices": "None.",
}

_LONG_NAME = (
    "Board of Cooperative Educational Services of the Second Supervisory District of Schoharie, "
    "Montgomery and Saint Lawrence-Lewis Counties"
)
_LONG_EMAIL = "office-of-student-data-privacy-and-security@very-long-district-name.example.org"
#: The longest names that a letter meets, with accents and words that do not break.
LONGEST: dict[str, Value] = {
    "agency_name": _LONG_NAME,
    "agency_address": [
        "Administrative Annex, Building 27, Suite 1400, 12345 Old Saint Regis-Hogansburg Turnpike",
        "Saint Regis Mohawk Reservation-Hogansburg, NY 13655-1234",
    ],
    "agency_email": _LONG_EMAIL,
    "contact_name": "Wilhelmina Bartholomew-Vanderkloosterhuis-Ångström y Nguyễn-Oßwald",
    "contact_email": _LONG_EMAIL,
    "dpo_name": "Wilhelmina Bartholomew-Vanderkloosterhuis-Ångström y Nguyễn-Oßwald",
    "dpo_email": _LONG_EMAIL,
    "signatory_name": "Dr. Maximiliana Konstantinopoulou-Krzyżanowska-Þórsdóttir",
    "signatory_title": "District Superintendent and Chief Executive Officer of the Board",
    "contractor_name": "Transcontinental Learning Analytics & Assessment <North America> LLC",
    "press_contact": "Wilhelmina Bartholomew-Vanderkloosterhuis-Ångström y Nguyễn-Oßwald, "
    "845-555-0150, extension 4711",
    "notice_page": "www.very-long-district-name.example.org/families/privacy/notice-of-2026-05-04",
    "case_number": "SCHOHARIE-MONTGOMERY-SAINT-LAWRENCE-2026-001",
}

_SETTINGS = {*AGENCY, "contractor_name"}


def roster(**changes: Value) -> NoticeFields:
    """Give the roster case, with these fields added or changed."""
    return NoticeFields({**AGENCY, **ROSTER, **changes})


def our_own(**changes: Value) -> NoticeFields:
    """Give a case without a contractor: one day, found by the agency itself."""
    theirs = [name for name in ROSTER if name.startswith(("contractor", "agreement", "receipt"))]
    ours: dict[str, Value] = {
        "occurrence_end": LocalDay.parse("2026-04-01"),
        "discovery": Instant.parse("2026-04-02T08:30-04:00"),
        "discovery_how": "a parent called",
        "record_count": 1,
    }
    return roster().without(*theirs).plus(**{**ours, **changes})


def private(**changes: Value) -> NoticeFields:
    """Give the case with private information."""
    return NoticeFields({**AGENCY, **PRIVATE, **changes})


def longest() -> NoticeFields:
    """Give the private case with the longest names."""
    return private(**LONGEST)


def nothing_known() -> NoticeFields:
    """Give a case in which the settings are there and no fact is known."""
    unknown = {name: Unknown("nobody has told us") for name in FIELDS if name not in _SETTINGS}
    return NoticeFields({**unknown, **AGENCY, "contractor_name": "Example Learning Inc."})
