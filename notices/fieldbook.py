"""The fields a notice may use: their names, their kinds, what they mean.

The list is closed. A template that uses another name is refused when it is
loaded, and so is a value under another name, so a slip of the pen never
reaches a letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """The shape of a field's value, with its limit."""

    TEXT = "one line of text"
    PASSAGE = "text in paragraphs, a blank line between them"
    TEXTS = "a list of lines"
    COUNT = "a whole number of zero or more"
    ANSWER = "true or false"
    DAY = "a local day"
    MOMENT = "a local day or an instant"
    ROWS = "a list of rows with named columns"
    ELEMENTS = "a list of required elements"
    PRIVATE_INFORMATION = "a list of elements of private information"


@dataclass(frozen=True, slots=True)
class Field:
    """One name of the list."""

    name: str
    kind: FieldKind
    meaning: str
    columns: tuple[str, ...] = ()


_T, _P, _L = FieldKind.TEXT, FieldKind.PASSAGE, FieldKind.TEXTS
_M, _C, _A, _R = FieldKind.MOMENT, FieldKind.COUNT, FieldKind.ANSWER, FieldKind.ROWS

_AGENCY = (
    Field("agency_name", _T, "the educational agency"),
    Field("agency_address", _L, "its postal address, a line each"),
    Field("agency_phone", _T, "its telephone number"),
    Field("agency_email", _T, "its e-mail address"),
    Field("agency_kind", _T, "what it is, for the State: school district, BOCES, charter school"),
    Field("beds_code", _T, "its number in the State's school directory"),
    Field("superintendent", _T, "its superintendent or other head"),
    Field("dpo_name", _T, "its Data Protection Officer"),
    Field("dpo_title", _T, "the officer's title"),
    Field("dpo_phone", _T, "the officer's telephone number"),
    Field("dpo_email", _T, "the officer's e-mail address"),
    Field("contact_name", _T, "who answers questions about the incident"),
    Field("contact_phone", _T, "where they are called"),
    Field("contact_email", _T, "where they are written to"),
    Field("contact_hours", _T, "when they answer, in words"),
    Field("signatory_name", _T, "who signs"),
    Field("signatory_title", _T, "the title under the signature"),
)
_CASE = (
    Field("case_number", _T, "the number of the case"),
    Field("notice_date", FieldKind.DAY, "the date on the notice"),
    Field("addressee", _L, "name and postal address on the letter, a line each"),
    Field("notice_delayed", _A, "whether a hold made the notice wait"),
    Field("open_questions", _L, "what nobody knows yet, a question each"),
    Field("clocks", _R, "the duties that run", ("duty", "told", "aim", "last_day", "state")),
    Field("holds", _R, "the holds in force", ("reason", "authority", "since", "until")),
    Field("filings", _R, "what was already filed", ("what", "when", "reference")),
    Field("next_steps", _L, "what the agency will do next, a step each"),
)
_INCIDENT = (
    Field("incident_description", _P, "what happened, in plain words, without any name"),
    Field("occurrence_start", _M, "when it began"),
    Field("occurrence_end", _M, "when it ended; the same as the start where it was one day"),
    Field("discovery", _M, "when the agency itself found out, or somebody reported it"),
    Field("discovery_how", _T, "how it came to light"),
    Field("receipt", _M, "when the contractor's notification reached the agency"),
    Field("breach_kind", _T, "loss or theft, insider wrongdoing, system breach, accident, other"),
    Field("cause", _T, "why it could happen"),
    Field("systems", _L, "the systems involved"),
    Field("data_types", _L, "the types of personal information, in plain words"),
    Field("private_information", FieldKind.PRIVATE_INFORMATION, "the elements that the law names"),
    Field("encrypted", _A, "whether the data was encrypted"),
    Field("record_count", _C, "an estimate of the records affected"),
    Field("affected_groups", _R, "who is affected, a group each", ("group", "number")),
    Field("persons_count", _C, "all persons affected, wherever they live"),
    Field("residents_count", _C, "New York residents to be told"),
    Field("investigation", _P, "what has been looked into, or will be"),
    Field("steps_taken", _L, "what was done to stop it and to keep it from happening again"),
    Field("law_enforcement", _T, "the police agency that was told, and its reference"),
)
_ADVICE = (
    Field("protective_steps", _L, "what each person can do, beside the standing advice"),
    Field("free_service", _P, "a free service for the people affected, and how to get it"),
)
_CONTRACTOR = (
    Field("contractor_name", _T, "the third-party contractor"),
    Field("contractor_contact", _T, "the contractor's person for this incident"),
    Field("contractor_discovery", _M, "when the contractor discovered it"),
    Field("contractor_confirmation", _M, "when the contractor confirmed it"),
    Field("contractor_limit", _M, "the last day or hour for the contractor's notice"),
    Field("contractor_limit_source", _T, "where that limit comes from"),
    Field("agreement", _T, "the agreement with the contractor, by name and date"),
    Field("agreement_clause", _T, "its clause on breaches"),
    Field("elements_present", FieldKind.ELEMENTS, "what the contractor's notice says"),
    Field("elements_lacking", FieldKind.ELEMENTS, "what it still lacks under the contract"),
    Field("reply_by", _M, "by when the contractor is asked to answer"),
)
_NOTIFICATION = (
    Field("notices_begin", _M, "when the first notice goes, or went, to a person"),
    Field("notices_end", _M, "when the last notice goes, or went"),
    Field("notice_methods", _L, "the ways in which people are told"),
    Field("agencies_told", _L, "other public offices told, with the day"),
    Field("reporting_agencies_told", _A, "whether the consumer reporting agencies were told"),
    Field("earlier_notices", _P, "earlier breach notices of the last twelve months"),
    Field("template_copy", _P, "the text that people receive"),
)

#: Every field, by its name.
FIELDS: dict[str, Field] = {
    field.name: field
    for group in (_AGENCY, _CASE, _INCIDENT, _ADVICE, _CONTRACTOR, _NOTIFICATION)
    for field in group
}

#: Elements of private information, by the names the incident file uses.
PRIVATE_INFORMATION: dict[str, str] = {
    "ssn": "Social Security number",
    "drivers_license": "driver's license or non-driver ID number",
    "account_with_code": "bank or card number with its code or password",
    "account_alone": "bank or card number that works without a code",
    "biometric": "fingerprint or other body measure used to prove who you are",
    "online_credentials": "user name or e-mail address with its password or security answer",
    "medical": "medical information",
    "health_insurance": "health insurance information",
    "student_id": "student ID number",
}
