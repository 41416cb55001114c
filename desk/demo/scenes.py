"""What happens in the demo, scene by scene, each on its day.

An act is one unit of work, so it happened or it did not; an errand has several,
and does what is left when it is run again. The stage keeps which scenes happened.
Their sentences are what a person would say aloud.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from config.incident_files import read_file
from desk.demo import after_release as after
from desk.demo import before_release as before
from desk.demo.families import STUDENTS, WITH_SSN
from desk.demo.running import Errand
from desk.demo.world import INCIDENT
from incidents.law.holds import HoldKind
from incidents.ledger.canonical import Json
from incidents.moments import Instant, Moment, parse_moment
from incidents.services.approve_notice import approve_notice
from incidents.services.close_case import close_case
from incidents.services.draft_notice import draft_notice, record_wording
from incidents.services.drafter import Addressed
from incidents.services.follow_up import Changed
from incidents.services.hold_notification import place_hold, release_hold
from incidents.services.lawbook import LawBook
from incidents.services.open_case import open_case
from incidents.services.ports import UnitOfWork
from incidents.services.practice import Practice
from incidents.services.record_fact import record_cost, record_fact
from incidents.services.record_filing import EvidenceFile, GivenFiling, record_filing
from incidents.services.view_case import case_of

CASE = "KINGSTON-2026-001"


@dataclass(frozen=True, slots=True)
class Acting:
    """What a scene works with: its unit of work and the practice."""

    work: UnitOfWork
    practice: Practice

    @property
    def law(self) -> LawBook:
        """Give the law."""
        return self.practice.law


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that happens, when, and how it is told."""

    key: str
    at: Instant
    told: str
    act: Callable[[Acting], Changed | None] | None = None
    errand: Errand | None = None


def _open(acting: Acting) -> Changed:
    return open_case(acting.work, acting.law, read_file(INCIDENT.encode()).document)


def _wordings(acting: Acting) -> Changed | None:
    changed = None
    for field, value in _WORDS.items():
        changed = record_wording(acting.work, acting.law, CASE, field, value)
    return changed


_WORDS: dict[str, Json] = {
    "incident_description": (
        "CodeHS, a company whose lessons our students use, kept an export of a class roster on a "
        "server that could be opened without a password."
    ),
    "data_types": ["names", "grades", "names of schools", "class schedules"],
    "investigation": (
        "CodeHS closed the server on March 5 and is going through its records of who opened the "
        "file."
    ),
    "steps_taken": ["We stopped sending data to CodeHS.", "We asked CodeHS for a written account."],
    "contact_hours": "weekdays from 8:00 a.m. to 4:00 p.m.",
    "elements_present": ["incident_description", "incident_dates", "discovery_date", "data_types"],
    "reply_by": "2026-03-23",
    # What families read in Spanish, as a made-up colleague of the district wrote it.
    "incident_description@es": (
        "CodeHS, una empresa cuyas lecciones usan nuestros estudiantes, dejó una lista de clases "
        "en un servidor que se podía abrir sin contraseña."
    ),
    "investigation@es": (
        "CodeHS cerró el servidor el 5 de marzo y revisa sus registros para saber quién abrió la "
        "lista."
    ),
    "steps_taken@es": [
        "Dejamos de enviar datos a CodeHS.",
        "Pedimos a CodeHS una explicación por escrito.",
    ],
    "contact_hours@es": "los días laborables de 8:00 a. m. a 4:00 p. m.",
}


def _file(
    *duties: str, receipt: str | None = None, evidence: str = "", notice: str = ""
) -> Callable[[Acting], Changed]:
    def act(acting: Acting) -> Changed:
        proof = EvidenceFile(name="receipt.txt", content=evidence.encode())
        filing = GivenFiling(
            duties=duties,
            at=acting.work.now,
            by="dpo",
            receipt=receipt,
            evidence=(proof,) if evidence else (),
            notices=_approved(acting, notice),
        )
        return record_filing(acting.work, acting.law, CASE, filing)

    return act


def _approved(acting: Acting, notice: str) -> tuple[str, ...]:
    case = case_of(acting.work, CASE)
    return tuple(
        each.digest for each in case.drafts.values() if each.notice == notice and each.approved_by
    )


def _approve(*notices: str) -> Callable[[Acting], Changed | None]:
    def act(acting: Acting) -> None:
        for notice in notices:
            for kind in acting.practice.drafter.kinds(notice):
                addressed = Addressed(notice=notice, kind=kind)
                drafted = draft_notice(acting.work, acting.practice, CASE, addressed)
                approve_notice(acting.work, acting.law, CASE, drafted.digest, by="superintendent")

    return act


def _draft_letters(acting: Acting) -> None:
    """Draft what families read, for parents and for students, in two languages."""
    for notice in _LETTERS:
        for kind in ("parent", "eligible-student"):
            for language in ("en", "es"):
                addressed = Addressed(notice=notice, kind=kind, language=language)
                draft_notice(acting.work, acting.practice, CASE, addressed)


def _record(path: str, value: Json, source: str | None = None) -> Callable[[Acting], Changed]:
    return lambda acting: record_fact(acting.work, acting.law, CASE, path, value, source=source)


def _wording(**fields: Json) -> Callable[[Acting], Changed | None]:
    def act(acting: Acting) -> Changed | None:
        changed = None
        for field, value in fields.items():
            changed = record_wording(acting.work, acting.law, CASE, field, value)
        return changed

    return act


def _hold(acting: Acting) -> Changed:
    day: Moment = parse_moment("2026-03-19")
    kind = HoldKind.LAW_ENFORCEMENT
    return place_hold(
        acting.work, acting.law, CASE, kind, starts=day, authority="Ulster County Sheriff"
    )


def _release(acting: Acting) -> Changed:
    return release_hold(acting.work, acting.law, CASE, until=parse_moment("2026-04-20"))


def _count(students: int, private: int, source: str) -> Callable[[Acting], Changed]:
    group: Json = {
        "group": "students",
        "residence": "NY",
        "count": students,
        "with_private_information": private,
    }
    return _record("affected", [group], source)


def _claim(acting: Acting) -> None:
    """Write by when the contractor is asked to pay, then the claim."""
    _wording(reply_by="2026-06-10")(acting)
    _approve("reimbursement-claim")(acting)


def _close(acting: Acting) -> None:
    close_case(acting.work, acting.law, CASE, by="dpo")


_PEOPLE = ("ny.8nycrr121.individuals", "ny.stl208.residents")
_AGENCIES = ("ny.stl208.attorney-general", "ny.stl208.department-of-state", "ny.stl208.its")
_BUREAUS = ("ny.stl208.consumer-reporting-agencies",)
_LETTERS = ("family-and-resident-notice", "family-notice")
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
        _open,
    ),
    _scene(
        "words",
        "2026-03-16T10:30-04:00",
        "The DPO writes down what happened, once, for every notice.",
        _wordings,
    ),
    _scene(
        "inside",
        "2026-03-16T11:00-04:00",
        "Superintendent and board are told the same morning, as policy 8635 asks.",
        _file(
            "policy.internal-report",
            evidence="Read by the superintendent and the clerk of the board.",
        ),
    ),
    _scene(
        "acknowledge",
        "2026-03-16T15:00-04:00",
        "CodeHS gets an answer that lists what its notice still lacks under its own contract.",
        _approve("contractor-acknowledgement"),
    ),
    _scene(
        "report",
        "2026-03-17T14:20-04:00",
        "A parent reports the same roster: a second clock to the State starts.",
        _record("moments.report", "2026-03-17T14:20-04:00"),
    ),
    _scene(
        "complaint",
        "2026-03-18T09:00-04:00",
        "The parent also complains in writing.",
        _record("moments.complaint_receipt", "2026-03-18"),
    ),
    _scene(
        "complaint-answered",
        "2026-03-18T11:00-04:00",
        "The complaint is acknowledged within the day.",
        _file("ny.8nycrr121.complaint-acknowledgement"),
    ),
    _scene(
        "hold",
        "2026-03-19T08:45-04:00",
        "The sheriff asks that families are not told yet: a hold.",
        _hold,
    ),
    _scene(
        "state",
        "2026-03-24T16:00-04:00",
        "One NYSED form answers both clocks of the Chief Privacy Officer. No hold stops those.",
        _file(
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
        _record("facts.private_information", ["ssn"], "letter of CodeHS of April 1"),
    ),
    _scene(
        "ssn-count",
        "2026-04-02T10:05-04:00",
        "4,800 New York residents are concerned, so far.",
        _count(4800, 4800, "letter of CodeHS of April 1"),
    ),
    _scene(
        "recount",
        "2026-04-09T13:00-04:00",
        f"The recount says {WITH_SSN:,}: more than 5,000, so the consumer reporting agencies come "
        f"in. {STUDENTS:,} students were in the file.",
        _count(STUDENTS, WITH_SSN, "recount by CodeHS"),
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
        "Telling them will cost about $7,300, far from the sum for a substitute notice.",
        lambda acting: record_cost(
            acting.work, acting.law, CASE, 7300, source="quote of the mail house"
        ),
    ),
    _scene(
        "release",
        "2026-04-21T09:00-04:00",
        "The sheriff has what he needs: the hold ended on April 20.",
        _release,
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
        _wording(
            notices_begin="2026-04-22",
            notices_end="2026-04-27",
            notice_methods=["first-class mail", "e-mail", "telephone"],
        ),
    ),
    _scene(
        "draft-letters",
        "2026-04-21T13:00-04:00",
        "The letters are drafted in English and Spanish, with room for what concerns each child.",
        _draft_letters,
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
        _file(*_PEOPLE, evidence="Receipts of the post office."),
    ),
    _scene(
        "packets",
        "2026-04-28T09:00-04:00",
        "The packets for three State offices are approved.",
        _approve(*_PACKETS),
    ),
    _scene(
        "agencies",
        "2026-04-28T11:00-04:00",
        "Attorney General, Department of State and ITS are told.",
        _file(*_AGENCIES, receipt="made-up receipts 0002 to 0004"),
    ),
    _scene(
        "bureaus",
        "2026-04-28T11:30-04:00",
        "So are the consumer reporting agencies.",
        _file(*_BUREAUS, receipt="made-up receipt 0005"),
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
        _file("us.ferpa.disclosure-record"),
    ),
    _scene(
        "findings",
        "2026-05-08T10:00-04:00",
        "The parent who complained gets the findings, nine days before the day to aim for.",
        _file("ny.8nycrr121.complaint-findings"),
    ),
    _scene(
        "supplement",
        "2026-05-11T10:00-04:00",
        "The State offices get a supplement: what was planned, and what was really sent.",
        _approve("state-agencies-supplement"),
    ),
    _scene(
        "claim",
        "2026-05-11T11:00-04:00",
        "CodeHS gets the account of what telling the families has cost.",
        _claim,
    ),
    _scene(
        "paid",
        "2026-05-13T15:00-04:00",
        "CodeHS pays.",
        _file("ny.8nycrr121.reimbursement", receipt="made-up check 1187"),
    ),
    _scene(
        "close",
        "2026-05-14T09:00-04:00",
        "Nothing is left to do: the case is closed, 70 days after the discovery.",
        _close,
    ),
)
