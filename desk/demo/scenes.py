"""What happens in the demo, scene by scene, each on its day.

An act is one unit of work, so it happened or it did not; an errand has several,
and does what is left when it is run again. The stage keeps which scenes happened.
Their sentences are what a person would say aloud.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desk.demo import acts
from desk.demo import after_release as after
from desk.demo import before_release as before
from desk.demo.acts import Acting
from desk.demo.families import STUDENTS, WITH_SSN
from desk.demo.running import Errand
from incidents.moments import Instant
from incidents.services.follow_up import Changed


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that happens, when, and how it is told."""

    key: str
    at: Instant
    told: str
    act: Callable[[Acting], Changed | None] | None = None
    errand: Errand | None = None


_PEOPLE = ("ny.8nycrr121.individuals", "ny.stl208.residents")
_AGENCIES = ("ny.stl208.attorney-general", "ny.stl208.department-of-state", "ny.stl208.its")
_BUREAUS = ("ny.stl208.consumer-reporting-agencies",)
_PACKETS = ("attorney-general-packet", "department-of-state-packet", "its-packet")


def _scene(key: str, at: str, told: str, act: Callable[[Acting], Changed | None]) -> Scene:
    return Scene(key, Instant.parse(at), told, act=act)


def _errand(key: str, at: str, told: str, errand: Errand) -> Scene:
    return Scene(key, Instant.parse(at), told, errand=errand)


SCENES = (
    _scene(
        "open",
        "2026-03-16T10:00-04:00",
        "CodeHS writes: a roster lay open since March 1. The case is opened.",
        acts.begin,
    ),
    _scene(
        "words",
        "2026-03-16T10:30-04:00",
        "The DPO writes down what happened, once, for every notice.",
        acts.write_down,
    ),
    _scene(
        "inside",
        "2026-03-16T11:00-04:00",
        "Superintendent and board are told the same morning, as policy 8635 asks.",
        acts.file(
            "policy.internal-report",
            evidence="Read by the superintendent and the clerk of the board.",
        ),
    ),
    _scene(
        "acknowledge",
        "2026-03-16T15:00-04:00",
        "CodeHS gets an answer that lists what its notice still lacks under its own contract.",
        acts.approve("contractor-acknowledgement"),
    ),
    _scene(
        "report",
        "2026-03-17T14:20-04:00",
        "A parent reports the same roster: a second clock to the State starts.",
        acts.record("moments.report", "2026-03-17T14:20-04:00"),
    ),
    _scene(
        "complaint",
        "2026-03-18T09:00-04:00",
        "The parent also complains in writing.",
        acts.record("moments.complaint_receipt", "2026-03-18"),
    ),
    _scene(
        "complaint-answered",
        "2026-03-18T11:00-04:00",
        "The complaint is acknowledged within the day.",
        acts.file("ny.8nycrr121.complaint-acknowledgement"),
    ),
    _scene(
        "hold",
        "2026-03-19T08:45-04:00",
        "The sheriff asks that families are not told yet: a hold.",
        acts.hold,
    ),
    _scene(
        "state",
        "2026-03-24T16:00-04:00",
        "One NYSED form answers both clocks of the Chief Privacy Officer. No hold stops those.",
        acts.file(
            "ny.8nycrr121.cpo-after-receipt",
            "ny.8nycrr121.cpo-after-discovery",
            receipt="made-up receipt 0001",
            evidence="Copy of the completed form, as the State mailed it back.",
        ),
    ),
    _scene(
        "ssn",
        "2026-04-02T10:00-04:00",
        "A second letter from CodeHS: Social Security numbers were in the export. "
        "State law 208 comes in.",
        acts.record("facts.private_information", ["ssn"], "letter of CodeHS of April 1"),
    ),
    _scene(
        "ssn-count",
        "2026-04-02T10:05-04:00",
        "4,800 New York residents are concerned, so far.",
        acts.count(4800, 4800, "letter of CodeHS of April 1"),
    ),
    _scene(
        "recount",
        "2026-04-09T13:00-04:00",
        f"The recount says {WITH_SSN:,}: more than 5,000, so the consumer reporting agencies come "
        f"in. {STUDENTS:,} students were in the file.",
        acts.count(STUDENTS, WITH_SSN, "recount by CodeHS"),
    ),
    _errand(
        "list",
        "2026-04-10T09:00-04:00",
        "CodeHS hands over its list, as a student information system writes one.",
        before.take_list,
    ),
    _scene(
        "cost",
        "2026-04-10T10:00-04:00",
        "Letters to all would cost about $7,300, far from the sum for a substitute notice.",
        acts.cost(7300, "quote of the mail house"),
    ),
    _scene(
        "release",
        "2026-04-21T09:00-04:00",
        "The sheriff has what he needs: the hold ended on April 20.",
        acts.release,
    ),
    _errand(
        "find",
        "2026-04-21T10:00-04:00",
        "Who is told? Parents, students who are eighteen, two households where there are two.",
        before.find_recipients,
    ),
    _scene(
        "plan-letters",
        "2026-04-21T11:00-04:00",
        "The DPO writes down how and when people will be told.",
        acts.wording(
            notices_begin="2026-04-22",
            notices_end="2026-04-27",
            notice_methods=["first-class mail", "e-mail", "telephone"],
        ),
    ),
    _scene(
        "draft-letters",
        "2026-04-21T13:00-04:00",
        "The letters are drafted in English and Spanish, with room for what concerns each child.",
        acts.draft_letters,
    ),
    _errand(
        "approve-letters",
        "2026-04-21T15:00-04:00",
        "Every delivery is written down. The superintendent approves the texts: these, no others.",
        before.prepare,
    ),
    _errand(
        "let-go",
        "2026-04-22T09:00-04:00",
        "The DPO is the second person, and lets the sending go.",
        before.release,
    ),
    _errand(
        "emails",
        "2026-04-22T10:00-04:00",
        "Those who may be told by e-mail are told first.",
        after.send_emails,
    ),
    _errand(
        "print",
        "2026-04-22T13:00-04:00",
        "The letters are printed, each child's own line in them.",
        after.print_letters,
    ),
    _errand(
        "calls",
        "2026-04-23T10:00-04:00",
        "Families known by telephone only are called.",
        after.call_families,
    ),
    _errand(
        "mail",
        "2026-04-23T15:00-04:00",
        "The letters go to the post office.",
        after.mail_letters,
    ),
    _errand(
        "bounces",
        "2026-04-27T13:30-04:00",
        "The mailbox for returned messages is read.",
        after.read_bounces,
    ),
    _errand(
        "to-find",
        "2026-04-27T14:00-04:00",
        "The list of those whom nothing reaches is worked.",
        after.find_addresses,
    ),
    _errand(
        "second-post",
        "2026-04-27T15:00-04:00",
        "A second post goes out the same afternoon.",
        after.mail_letters,
    ),
    _scene(
        "letters",
        "2026-04-27T16:00-04:00",
        "Everybody is told, on the seventh day after the hold; one notice serves both laws.",
        acts.file(*_PEOPLE, evidence="Receipts of the post office."),
    ),
    _scene(
        "packets",
        "2026-04-28T09:00-04:00",
        "The packets for three State offices are approved.",
        acts.approve(*_PACKETS),
    ),
    _scene(
        "agencies",
        "2026-04-28T11:00-04:00",
        "Attorney General, Department of State and ITS are told.",
        acts.file(*_AGENCIES, receipt="made-up receipts 0002 to 0004"),
    ),
    _scene(
        "bureaus",
        "2026-04-28T11:30-04:00",
        "So are the consumer reporting agencies.",
        acts.file(*_BUREAUS, receipt="made-up receipt 0005"),
    ),
    _errand(
        "returned",
        "2026-05-01T10:00-04:00",
        "The post brings letters back.",
        after.take_back,
    ),
    _errand(
        "again",
        "2026-05-04T09:00-04:00",
        "Those families are told in another way.",
        after.try_again,
    ),
    _scene(
        "records",
        "2026-05-04T10:00-04:00",
        "An entry stands in each student's record.",
        acts.file("us.ferpa.disclosure-record"),
    ),
    _scene(
        "findings",
        "2026-05-08T10:00-04:00",
        "The parent who complained gets the findings, nine days before the day to aim for.",
        acts.file("ny.8nycrr121.complaint-findings"),
    ),
    _scene(
        "supplement",
        "2026-05-11T10:00-04:00",
        "The State offices get a supplement: what was planned, and what was really sent.",
        acts.approve("state-agencies-supplement"),
    ),
    _scene(
        "claim",
        "2026-05-11T11:00-04:00",
        "CodeHS gets the account of what telling the families has cost.",
        acts.claim,
    ),
    _scene(
        "paid",
        "2026-05-13T15:00-04:00",
        "CodeHS pays.",
        acts.file("ny.8nycrr121.reimbursement", receipt="made-up check 1187"),
    ),
    _scene(
        "close",
        "2026-05-14T09:00-04:00",
        "Nothing is left to do: the case is closed, 70 days after the discovery.",
        acts.close,
    ),
)
