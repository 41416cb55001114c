"""What is done in the demo: each act is one unit of work, so it happened or it did not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from config.incident_files import read_file
from desk.demo.world import INCIDENT
from incidents.law.holds import HoldKind
from incidents.ledger.canonical import Json
from incidents.moments import Moment, parse_moment
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
_LETTERS = ("family-and-resident-notice", "family-notice")


@dataclass(frozen=True, slots=True)
class Acting:
    """What a scene works with: its unit of work and the practice."""

    work: UnitOfWork
    practice: Practice

    @property
    def law(self) -> LawBook:
        """Give the law."""
        return self.practice.law


def begin(acting: Acting) -> Changed:
    """Open the case from what the contractor wrote."""
    return open_case(acting.work, acting.law, read_file(INCIDENT.encode()).document)


def write_down(acting: Acting) -> Changed | None:
    """Record what happened, in the words of every notice."""
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


def file(
    *duties: str, receipt: str | None = None, evidence: str = "", notice: str = ""
) -> Callable[[Acting], Changed]:
    """Give the act that states that duties were fulfilled, with its proof."""

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


def approve(*notices: str) -> Callable[[Acting], Changed | None]:
    """Give the act that drafts notices and approves them."""

    def act(acting: Acting) -> None:
        for notice in notices:
            for kind in acting.practice.drafter.kinds(notice):
                addressed = Addressed(notice=notice, kind=kind)
                drafted = draft_notice(acting.work, acting.practice, CASE, addressed)
                approve_notice(acting.work, acting.law, CASE, drafted.digest, by="superintendent")

    return act


def draft_letters(acting: Acting) -> None:
    """Draft what families read, for parents and for students, in two languages."""
    for notice in _LETTERS:
        for kind in ("parent", "eligible-student"):
            for language in ("en", "es"):
                addressed = Addressed(notice=notice, kind=kind, language=language)
                draft_notice(acting.work, acting.practice, CASE, addressed)


def record(path: str, value: Json, source: str | None = None) -> Callable[[Acting], Changed]:
    """Give the act that records a fact."""
    return lambda acting: record_fact(acting.work, acting.law, CASE, path, value, source=source)


def wording(**fields: Json) -> Callable[[Acting], Changed | None]:
    """Give the act that records words for the notices."""

    def act(acting: Acting) -> Changed | None:
        changed = None
        for field, value in fields.items():
            changed = record_wording(acting.work, acting.law, CASE, field, value)
        return changed

    return act


def hold(acting: Acting) -> Changed:
    """Place the sheriff's hold."""
    day: Moment = parse_moment("2026-03-19")
    kind = HoldKind.LAW_ENFORCEMENT
    return place_hold(
        acting.work, acting.law, CASE, kind, starts=day, authority="Ulster County Sheriff"
    )


def release(acting: Acting) -> Changed:
    """End the sheriff's hold."""
    return release_hold(acting.work, acting.law, CASE, until=parse_moment("2026-04-20"))


def count(students: int, private: int, source: str) -> Callable[[Acting], Changed]:
    """Give the act that records how many students there are."""
    group: Json = {
        "group": "students",
        "residence": "NY",
        "count": students,
        "with_private_information": private,
    }
    return record("affected", [group], source)


def cost(dollars: int, source: str) -> Callable[[Acting], Changed]:
    """Give the act that records what telling the people is estimated to cost."""
    return lambda acting: record_cost(acting.work, acting.law, CASE, dollars, source=source)


def claim(acting: Acting) -> None:
    """Write by when the contractor is asked to pay, then the claim."""
    wording(reply_by="2026-06-10")(acting)
    approve("reimbursement-claim")(acting)


def close(acting: Acting) -> None:
    """Close the case."""
    close_case(acting.work, acting.law, CASE, by="dpo")
