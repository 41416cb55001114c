"""The required elements: what the law says a notice must contain.

One list for all sources, so that a contractor's notice and our own letters
are judged in the same words. Which of them a notice needs is data: the rules
name them for each provision, and a template's ``meta.yaml`` says which fields
show them.
"""

from __future__ import annotations

from enum import StrEnum


class Element(StrEnum):
    """One thing a provision asks a notice to say."""

    INCIDENT_DESCRIPTION = "incident_description"
    INCIDENT_DATES = "incident_dates"
    DISCOVERY_DATE = "discovery_date"
    OCCURRED_AND_DISCOVERED = "occurred_and_discovered"
    DATA_TYPES = "data_types"
    RECORD_COUNT = "record_count"
    INVESTIGATION = "investigation"
    CONTACT = "contact"
    NOTICE_DATE = "notice_date"
    LAW_ENFORCEMENT_DELAY = "law_enforcement_delay"
    AGENCY_NAME = "agency_name"
    STUDENT_AND_TEACHER_COUNT = "student_and_teacher_count"
    REMEDIATION = "remediation"
    PROTECTIVE_ADVICE = "protective_advice"
    POLICE_REPORT_AND_FREEZE = "police_report_and_freeze"
    DATA_CATEGORIES = "data_categories"
    SPECIFIC_ELEMENTS = "specific_elements"
    AGENCY_PHONES_AND_SITES = "agency_phones_and_sites"
    NOTICE_TIMING = "notice_timing"
    NOTICE_CONTENT = "notice_content"
    NOTICE_DISTRIBUTION = "notice_distribution"
    APPROXIMATE_COUNT = "approximate_count"
    TEMPLATE_COPY = "template_copy"
    ASSISTANCE_REQUESTED = "assistance_requested"
    DETERMINATION = "determination"
    RANSOM_REASONS = "ransom_reasons"
    RANSOM_AMOUNT = "ransom_amount"
    RANSOM_MEANS = "ransom_means"
    RANSOM_ALTERNATIVES = "ransom_alternatives"
    RANSOM_DILIGENCE = "ransom_diligence"
    FINDINGS = "findings"
    ANSWER_EXPECTED = "answer_expected"

    @property
    def words(self) -> str:
        """Give the element as a person would ask for it."""
        return _WORDS[self]


_WORDS = {
    Element.INCIDENT_DESCRIPTION: "a description of what happened",
    Element.INCIDENT_DATES: "the date, or the range of dates, on which it happened",
    Element.DISCOVERY_DATE: "the date on which it was discovered",
    Element.OCCURRED_AND_DISCOVERED: "when it happened and when it was discovered",
    Element.DATA_TYPES: "the types of personal information involved",
    Element.RECORD_COUNT: "the number of records affected",
    Element.INVESTIGATION: "what your investigation has done so far",
    Element.CONTACT: "the name of a person who can help, and how to reach them",
    Element.NOTICE_DATE: "the date of the notice",
    Element.LAW_ENFORCEMENT_DELAY: "whether law enforcement asked for the notice to wait",
    Element.AGENCY_NAME: "the name of the school agency and how to reach it",
    Element.STUDENT_AND_TEACHER_COUNT: "an estimate of how many students and teachers are affected",
    Element.REMEDIATION: "what has been done to protect the people affected, with telephone "
    "numbers and websites that help",
    Element.PROTECTIVE_ADVICE: "what the people affected can do to protect themselves",
    Element.POLICE_REPORT_AND_FREEZE: "how to get a police report and how to ask for a "
    "security freeze",
    Element.DATA_CATEGORIES: "the categories of information taken",
    Element.SPECIFIC_ELEMENTS: "exactly which pieces of private information were taken",
    Element.AGENCY_PHONES_AND_SITES: "telephone numbers and websites of the public offices that "
    "help with identity theft",
    Element.NOTICE_TIMING: "when the people affected are told",
    Element.NOTICE_CONTENT: "what the people affected are told",
    Element.NOTICE_DISTRIBUTION: "how the people affected are told",
    Element.APPROXIMATE_COUNT: "about how many people are told",
    Element.TEMPLATE_COPY: "a copy of the notice that people receive",
    Element.ASSISTANCE_REQUESTED: "whether help from the State is asked for or declined",
    Element.DETERMINATION: "the written determination that residents need no notice",
    Element.RANSOM_REASONS: "why the payment was necessary",
    Element.RANSOM_AMOUNT: "how much was paid",
    Element.RANSOM_MEANS: "by what means it was paid",
    Element.RANSOM_ALTERNATIVES: "which other ways were considered",
    Element.RANSOM_DILIGENCE: "what was done to find other ways and to keep to the law",
    Element.FINDINGS: "what was found about the complaint",
    Element.ANSWER_EXPECTED: "why the findings take longer, and about when they come",
}
