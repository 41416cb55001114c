"""Fields of the letters to officials and contractors, for the golden texts."""

from __future__ import annotations

from incidents.moments import Instant, LocalDay
from notices.fields import Row, Value


def _rows(*rows: Row) -> list[Row]:
    return list(rows)


#: A contractor that was late, with what the law and its contract say of that.
_CONTRACTOR: dict[str, Value] = {
    "missed_limits": _rows(
        {
            "source": "8 NYCRR 121.10(a)",
            "period": "7 calendar days",
            "counted_from": "Friday, April 10, 2026, 4:00 p.m.",
            "last_day": "Friday, April 17, 2026",
            "missed_by": "3 days",
        }
    ),
    "kept_limits": _rows(
        {
            "source": "New York State Model Data Privacy Agreement Art. II s.12(a)",
            "period": "7 business days",
            "last_day": "Tuesday, April 21, 2026",
        }
    ),
    "penalties": _rows(
        {
            "about": "not notifying the agency of a breach",
            "amount": "the greater of $5,000 or up to $10 for each student whose data was released",
            "source": "8 NYCRR 121.11(a)",
        },
        {
            "about": "any other violation",
            "amount": "up to $1,000; up to $5,000 for a second one",
            "source": "8 NYCRR 121.11(b)",
        },
    ),
    "destruction_days": 90,
    "destruction_source": "National Data Privacy Agreement v1 Exhibit G New York s.10",
    "destruction_certified": True,
    "costs": _rows(
        {"item": "postage", "count": 2, "amount": "$4,046.80"},
        {"item": "staff time", "count": 1, "amount": "$612.50"},
    ),
    "costs_total": "$4,659.30",
    "costs_evidence": _rows(
        {
            "item": "postage",
            "day": "Wednesday, May 6, 2026",
            "amount": "$4,012.80",
            "proof": "5,140 letters · postage-receipt.pdf",
        },
        {
            "item": "postage",
            "day": "Monday, May 11, 2026",
            "amount": "$34.00",
            "proof": "postage-of-returned-letters.pdf",
        },
        {
            "item": "staff time",
            "day": "Friday, May 8, 2026",
            "amount": "$612.50",
            "proof": "none recorded",
        },
    ),
    "reimbursement_clause": "the New York State Model Data Privacy Agreement",
    "payable_to": "by check to the Treasurer of Kingston City School District",
    "sent_counts": _rows(
        {"method": "first-class mail", "number": 5140},
        {"method": "e-mail", "number": 38},
        {"method": "telephone", "number": 12},
    ),
    "first_sent": LocalDay.parse("2026-05-06"),
    "last_sent": LocalDay.parse("2026-05-11"),
}
#: What was determined, and what has to be shown to a public office.
_DETERMINED: dict[str, Value] = {
    "data_owner": "Hudson Valley Library Cooperative",
    "exemption_day": LocalDay.parse("2026-04-24"),
    "exemption_by": "Maria Ortiz, Superintendent of Schools",
    "exemption_reason": "The list was read by two of our own teachers only, who gave it back.",
    "exemption_disclosure": (
        "A clerk who may use the list sent it to two teachers instead of to the payroll office."
    ),
    "exemption_no_harm": (
        "Both teachers deleted the message on the same day and have stated so in writing. The mail "
        "system shows that nobody sent it on or printed it."
    ),
    "exemption_kept_until": LocalDay.parse("2031-04-24"),
    "exemption_kept_years": 5,
    "exemption_limit": LocalDay.parse("2026-05-04"),
    "exemption_sources": [
        "State Technology Law 208(2)(a) (not verified)",
        "Kingston City School District policy 8635 II.C",
    ],
    "hhs_told": LocalDay.parse("2026-05-01"),
    "hhs_reference": "BR-2026-104417",
    "substitute_ground": "telling each person would cost too much",
    "substitute_showing": "The mail house offered $261,000 for 540,000 letters.",
    "substitute_tests": _rows(
        {"test": "Persons to be told", "ours": 540000, "more_than": 500000},
        {
            "test": "Cost of telling each of them, in dollars",
            "ours": 261000,
            "more_than": 250000,
        },
    ),
    "substitute_steps": ["e-mail where known", "website posting", "statewide media"],
    "cost_estimate": "$261,000",
    "without_address": 41,
}
#: A cyberattack with a ransom that was paid.
_CYBER: dict[str, Value] = {
    "cyber_belief": Instant.parse("2026-05-02T06:30-04:00"),
    "cyber_limit": Instant.parse("2026-05-05T06:30-04:00"),
    "cyber_effect": "Grades and attendance cannot be entered. Buses and telephones work.",
    "assistance_wanted": True,
    "assistance_kinds": ["somebody who reads the logs", "advice on restoring the servers"],
    "ransom_demanded": True,
    "ransom_demand": "40 bitcoin by Saturday noon",
    "ransom_paid": Instant.parse("2026-05-03T21:15-04:00"),
    "ransom_amount": "$118,000, in bitcoin",
    "ransom_means": "a transfer of bitcoin through the insurer's firm",
    "ransom_reasons": "The backups of the payroll had been destroyed as well.",
    "ransom_alternatives": "Typing the payroll in again from paper would have taken nine weeks.",
    "ransom_search": "Two firms were asked whether the files can be decrypted without the key.",
    "ransom_lawfulness": (
        "Counsel looked at the OFAC list on May 3 and found neither the group nor its address."
    ),
    "payment_limit": Instant.parse("2026-05-04T21:15-04:00"),
    "explanation_limit": LocalDay.parse("2026-06-02"),
}
#: A parent who complained, and records that must be kept.
_OTHERS: dict[str, Value] = {
    "complainant": "Ms. Rosa Delgado",
    "complaint_day": LocalDay.parse("2026-04-20"),
    "complaint_about": "You saw your son's grades on a web page that anyone can open.",
    "complaint_limit": LocalDay.parse("2026-06-19"),
    "complaint_promised": LocalDay.parse("2026-07-15"),
    "complaint_delay": "The company has not sent us the list of who opened the page.",
    "complaint_found": (
        "You were right. The page could be opened without a password for three days. It showed "
        "the grades of one class."
    ),
    "complaint_done": ["We took the page down.", "We wrote to each family of the class."],
    "preserve_because": "a lawsuit over the incident is likely",
    "preserve_records": ["The contract file of Example Learning Inc. and all letters with it."],
    "preserve_held_by": ["the technology office", "the business office"],
    "preserve_since": LocalDay.parse("2026-04-21"),
    "preserve_ended": LocalDay.parse("2026-09-01"),
    "past_holds": _rows(
        {
            "reason": "law enforcement",
            "authority": "Ulster County Sheriff",
            "since": "Tuesday, April 21, 2026",
            "until": "Tuesday, September 1, 2026",
        }
    ),
    "public_statements": [
        "On April 20, a company that works for our schools told us about a data incident.",
        "We write to each family whose child is affected.",
    ],
    "board_decisions": ["Allow up to $5,000 for postage, to be claimed back."],
}
#: Everything that the letters to officials and contractors may say.
OFFICIAL: dict[str, Value] = {**_CONTRACTOR, **_DETERMINED, **_CYBER, **_OTHERS}
#: The same, as long as a careful person writes it.
LONGEST_OFFICIAL: dict[str, Value] = {
    **OFFICIAL,
    "data_owner": (
        "The Cooperative Library and Audiovisual Services Consortium of the Hudson Valley, the "
        "Catskills and the Upper Delaware"
    ),
    "complainant": "Wilhelmina Bartholomew-Vanderkloosterhuis-Ångström y Nguyễn-Oßwald",
    "complaint_about": " ".join(["You saw grades on a web page that anyone can open."] * 30),
    "complaint_found": "\n\n".join(
        ["You were right. The page could be opened without a password for three days."] * 12
    ),
    "exemption_reason": "\n\n".join(
        ["The list was read by two of our own teachers only, who gave it back unread."] * 8
    ),
    "ransom_reasons": "\n\n".join(
        ["The backups of the payroll had been destroyed as well, on both sites."] * 10
    ),
    "missed_limits": [
        {
            "source": (
                "National Data Privacy Agreement v1 Exhibit G New York s.14, as it stands in the "
                "general offer of Exhibit E"
            ),
            "period": "72 hours",
            "counted_from": "Wednesday, September 16, 2026, 11:59 p.m.",
            "last_day": "Saturday, September 19, 2026, 11:59 p.m.",
            "missed_by": "1,032 hours",
        }
    ]
    * 3,
    "costs_evidence": [
        {
            "item": "postage",
            "day": "Wednesday, September 16, 2026",
            "amount": "$1,234,567.89",
            "proof": (
                "receipt-of-the-post-office-for-the-second-batch-of-first-class-letters-"
                f"{number:03}.pdf"
            ),
        }
        for number in range(40)
    ],
    "open_questions": [
        f"Question {number}: which records were reached, and by whom?" for number in range(1, 25)
    ],
    "preserve_held_by": [
        f"the office of the assistant superintendent number {number}" for number in range(1, 9)
    ],
}
