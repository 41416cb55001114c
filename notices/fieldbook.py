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
_SENT = (
    Field("sent_counts", _R, "how many notices went out, by method", ("method", "number")),
    Field("first_sent", _M, "when the first notice really went out"),
    Field("last_sent", _M, "when the last notice really went out"),
)
_AGAINST_CONTRACTOR = (
    Field(
        "missed_limits",
        _R,
        "the contractor's limits that passed before its notice came",
        ("source", "period", "counted_from", "last_day", "missed_by"),
    ),
    Field("kept_limits", _R, "its limits that were kept", ("source", "period", "last_day")),
    Field("penalties", _R, "what a contractor faces", ("about", "amount", "source")),
    Field("destruction_days", _C, "days the contract gives for destroying records"),
    Field("destruction_source", _T, "where the contract speaks of destroying records"),
    Field("destruction_certified", _A, "whether the contract wants it certified in writing"),
    Field("costs", _R, "what telling the people cost, by item", ("item", "count", "amount")),
    Field("costs_total", _T, "all of these costs, in dollars"),
    Field("costs_evidence", _R, "the proofs of these costs", ("item", "day", "amount", "proof")),
    Field("reimbursement_clause", _T, "where the contract says that the contractor pays"),
    Field("payable_to", _T, "how the agency wants to be paid"),
)
_DETERMINED = (
    Field("data_owner", _T, "who owns or licenses the records that the agency maintains"),
    Field("exemption_day", _M, "when it was determined that residents need no notice"),
    Field("exemption_by", _T, "who determined it"),
    Field("exemption_reason", _P, "why residents need no notice"),
    Field("exemption_disclosure", _P, "how authorized persons disclosed it by mistake"),
    Field("exemption_no_harm", _P, "why misuse and harm are not likely"),
    Field("exemption_kept_until", FieldKind.DAY, "the day until which it is kept"),
    Field("exemption_kept_years", _C, "for how many years at least it is kept"),
    Field("exemption_limit", _M, "the last day for the letter to the Attorney General"),
    Field("exemption_sources", _L, "the provisions that ask for that letter"),
    Field("hhs_told", _M, "when the federal Secretary of Health was notified"),
    Field("hhs_reference", _T, "the reference that the Secretary's office gave"),
    Field("substitute_ground", _T, "which test of substitute notice is met"),
    Field("substitute_showing", _P, "what shows that it is met"),
    Field("substitute_tests", _R, "the tests that are numbers", ("test", "ours", "more_than")),
    Field("substitute_steps", _L, "what substitute notice consists of"),
    Field("cost_estimate", _T, "what telling each person would cost, in dollars"),
    Field("without_address", _C, "persons for whom there is no usable address"),
)
_CYBER = (
    Field("cyber_belief", _M, "when the agency came to believe in a cybersecurity incident"),
    Field("cyber_limit", _M, "the last hour for reporting it"),
    Field("cyber_effect", _P, "what it does to systems and services"),
    Field("assistance_wanted", _A, "whether help from the State is asked for"),
    Field("assistance_kinds", _L, "which help is asked for"),
    Field("ransom_demanded", _A, "whether a ransom was demanded"),
    Field("ransom_demand", _T, "what was demanded, and by when"),
    Field("ransom_paid", _M, "when a ransom was paid"),
    Field("ransom_amount", _T, "how much was paid"),
    Field("ransom_means", _T, "by what means it was paid"),
    Field("ransom_reasons", _P, "why the payment was necessary"),
    Field("ransom_alternatives", _P, "which other ways were considered"),
    Field("ransom_search", _P, "what was done to find other ways"),
    Field("ransom_lawfulness", _P, "what was done to keep to the law, OFAC's rules included"),
    Field("payment_limit", _M, "the last hour for reporting the payment"),
    Field("explanation_limit", _M, "the last day for explaining the payment"),
)
_COMPLAINT = (
    Field("complainant", _T, "who complained"),
    Field("complaint_day", _M, "when the complaint came in"),
    Field("complaint_about", _P, "what the complaint says, in short"),
    Field("complaint_limit", _M, "the last day for the findings"),
    Field("complaint_promised", _M, "about when the findings will come instead"),
    Field("complaint_delay", _P, "why the findings need more time"),
    Field("complaint_found", _P, "what was found"),
    Field("complaint_done", _L, "what was done about it, a step each"),
)
_PRESERVING = (
    Field("preserve_because", _T, "why records must be kept: a lawsuit, a police request"),
    Field("preserve_records", _L, "which records must be kept"),
    Field("preserve_held_by", _L, "which persons and offices have them"),
    Field("preserve_since", _M, "from when on they must be kept"),
    Field("preserve_ended", _M, "when they need no longer be kept for this reason"),
    Field("past_holds", _R, "the holds that ended", ("reason", "authority", "since", "until")),
)
_PUBLIC = (
    Field("data_types_listed", _L, "the types of data as the list of those affected names them"),
    Field("groups_concerned", _L, "who is concerned, a group each, for the public"),
    Field("notice_page", _T, "the page of the agency's website where the notice stands"),
    Field("press_contact", _T, "who answers the press, and at which number"),
)
_SPEAKING = (
    Field("public_statements", _L, "what may be said in public, a sentence each"),
    Field("board_decisions", _L, "what the board is asked to decide"),
)

#: Every field, by its name.
FIELDS: dict[str, Field] = {
    field.name: field
    for group in (
        _AGENCY,
        _CASE,
        _INCIDENT,
        _ADVICE,
        _CONTRACTOR,
        _NOTIFICATION,
        _SENT,
        _AGAINST_CONTRACTOR,
        _DETERMINED,
        _CYBER,
        _COMPLAINT,
        _PRESERVING,
        _PUBLIC,
        _SPEAKING,
    )
    for field in group
}

#: What is written in whole words for readers: each language needs its own.
PROSE = frozenset(
    {
        "incident_description",
        "data_types",
        "investigation",
        "steps_taken",
        "protective_steps",
        "free_service",
        "contact_hours",
        "open_questions",
        "public_statements",
        "complainant",
        "complaint_about",
        "complaint_delay",
        "complaint_found",
        "complaint_done",
    }
)

#: Elements of private information, by the names the incident file uses; their
#: words in each language stand in notices/languages.
PRIVATE_INFORMATION = (
    "ssn",
    "drivers_license",
    "account_with_code",
    "account_alone",
    "biometric",
    "online_credentials",
    "medical",
    "health_insurance",
    "student_id",
)
