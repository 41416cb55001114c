"""Records that duties were fulfilled, with the proof of it.

One filing may fulfil several duties. It never waits for an approval, it is
never edited, and the lateness of a duty is frozen at its first filing: a
correction stands beside it. A duty to tell people is fulfilled when the last of
them was told; recorded earlier, it wants a reason, and keeps how many were missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from incidents.case.agency import Agency
from incidents.case.case import Case
from incidents.case.events import EvidenceReceived, FilingRecorded
from incidents.errors import DueNoticeError
from incidents.ledger.canonical import Json
from incidents.moments import Instant, Moment
from incidents.services.approve_notice import draft_of
from incidents.services.determine import known_duty
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.ports import UnitOfWork
from incidents.services.progress import DutyProgress, duty_progress
from incidents.services.view_case import case_of

_SUBSTITUTE = "prove with --evidence that each part of the substitute notice was done, "


class FilingRefusedError(DueNoticeError):
    """The filing cannot be recorded as it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A file that proves a filing: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFiling:
    """A filing as somebody reports it."""

    duties: tuple[str, ...]
    at: Moment
    by: str
    wave: int = 1
    receipt: str | None = None
    late_reason: str | None = None
    evidence: tuple[EvidenceFile, ...] = ()
    #: The digests of the approved texts that were used, or how they begin.
    notices: tuple[str, ...] = ()
    supersedes: int | None = None
    #: Why it does not wait until everybody was told.
    early_reason: str | None = None


def take_in(work: UnitOfWork, agency: str, given: EvidenceFile) -> EvidenceReceived:
    """Keep a file byte for byte and give the event that names it."""
    sha256 = work.files.put(agency, given.content)
    file: dict[str, Json] = {"sha256": sha256, "path": f"evidence/{sha256}", "name": given.name}
    return EvidenceReceived(name=given.name, size=len(given.content), file=file)


def record_filing(work: UnitOfWork, law: LawBook, number: str, given: GivenFiling) -> Changed:
    """Record one filing for one or more duties of a wave.

    Raise FilingRefusedError where it lies in the future, is late or before
    everybody was told without a reason, repeats a duty without superseding, or
    names an unapproved notice.
    """
    case = case_of(work, number)
    agency = law.agency_of(case.document(given.wave))
    person = person_of(agency, given.by)
    _check(case, law, given)
    _refuse_future(agency, given.at, work.now)
    notices: list[Json] = [_approved(case, each) for each in given.notices]
    missing = _missing(work, case, agency, given)
    received = [take_in(work, case.agency, each) for each in given.evidence]
    filing = FilingRecorded(
        filing=len(case.filings) + 1,
        wave=given.wave,
        duties=list(dict.fromkeys(given.duties)),
        at=str(given.at),
        by=person.id,
        receipt=given.receipt,
        late_reason=given.late_reason,
        evidence=[each.file for each in received],
        notices=notices,
        supersedes=given.supersedes,
        early_reason=given.early_reason if missing else None,
        missing=missing,
    )
    changed = change_case(work, law, number, [*received, filing])
    _refuse_unexplained_lateness(changed, given)
    return changed


def _check(case: Case, law: LawBook, given: GivenFiling) -> None:
    if not given.duties:
        raise FilingRefusedError("No duty was named; name at least one that this filing fulfils.")
    for duty in given.duties:
        known_duty(law.rule_book, duty)
        _refuse_repetition(case, given, duty)


def _missing(work: UnitOfWork, case: Case, agency: Agency, given: GivenFiling) -> dict[str, Json]:
    """Give how many each duty has not told yet; refuse that without a reason."""
    standing = (duty_progress(work, case, given.wave, each) for each in dict.fromkeys(given.duties))
    # Of whom substitute notice stands for, the filing says with its proof that it was given.
    proven = (replace(each, substitute_is_given=_proves(each, given)) for each in standing if each)
    early = [each for each in proven if not each.is_fulfilled_on(given.at, agency.zone)]
    if early and not (given.early_reason or "").strip() and given.supersedes is None:
        listed = "; ".join(f"{each.duty}: {each.early_words(agency.zone)}" for each in early)
        raise FilingRefusedError(
            f"Not everybody has been told ({listed}); see duenotice progress {case.number}, "
            f"{_SUBSTITUTE if any(each.by_substitute for each in early) else ''}or say with "
            "--early-reason why it is recorded now."
        )
    return {each.duty: sum(each.missing.values()) for each in early}


def _proves(standing: DutyProgress, given: GivenFiling) -> bool:
    return standing.substitute_is_given or bool(given.evidence)


def _refuse_future(agency: Agency, at: Moment, now: Instant) -> None:
    if agency.zone.start_of(at) > now:
        raise FilingRefusedError(f"{at} lies in the future; record a filing once it was made.")


def _approved(case: Case, digest: str) -> str:
    """Give the whole digest of an approved text; refuse any other."""
    draft = draft_of(case, digest)
    if not draft.approved_by:
        raise FilingRefusedError(
            f"Notice {draft.digest[:12]} ({draft.notice}) is not approved; approve it first with: "
            f"duenotice approve {case.number} {draft.digest[:12]}"
        )
    return draft.digest


def _refuse_repetition(case: Case, given: GivenFiling, duty: str) -> None:
    numbers = [each.number for each in case.filings_of(given.wave, duty)]
    if numbers and given.supersedes is None:
        raise FilingRefusedError(
            f"{duty} was filed already (filing {numbers[-1]}); to correct it, add --supersedes "
            f"{numbers[-1]}, and its lateness stays that of the first filing."
        )
    if given.supersedes is not None and given.supersedes not in numbers:
        known = ", ".join(map(str, numbers)) or "none"
        raise FilingRefusedError(
            f"{duty} has no filing {given.supersedes} to correct; its filings are: {known}."
        )


def _refuse_unexplained_lateness(changed: Changed, given: GivenFiling) -> None:
    plan = changed.after.plans[given.wave]
    late = [each for each in (plan.duty(duty) for duty in given.duties) if each.late]
    if late and not (given.late_reason or "").strip() and given.supersedes is None:
        listed = ", ".join(
            f"{each.id} (limit {plan.zone.words(each.limit)})" for each in late if each.limit
        )
        raise FilingRefusedError(f"This filing is late for {listed}; say why with --late-reason.")
