"""The case: a fold over its events.

A case is never edited. What it says now is what its events come to when they
are read in order; what it said in the past is the same fold, stopped there.
Each wave of persons is an incident document of its own, which the plan is
made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from incidents.case.events import Subject
from incidents.case.telling import Telling
from incidents.errors import DueNoticeError
from incidents.moments import Instant

Document = dict[str, Any]


class UnknownWaveError(DueNoticeError):
    """The case has no such wave."""


class Happened(Protocol):
    """An event as a log gives it back."""

    @property
    def seq(self) -> int:
        """Give its place in the log."""
        ...

    @property
    def at(self) -> Instant:
        """Give when it was recorded."""
        ...

    @property
    def actor(self) -> str:
        """Give who recorded it."""
        ...

    @property
    def tag(self) -> str:
        """Give what happened, as ``subject:action``."""
        ...

    @property
    def body(self) -> Mapping[str, Any]:
        """Give what the event says."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One filing: which duties, when, by whom, with which proof."""

    number: int
    wave: int
    duties: tuple[str, ...]
    at: str
    by: str
    receipt: str | None
    late_reason: str | None
    evidence: tuple[Mapping[str, Any], ...]
    notices: tuple[str, ...]
    supersedes: int | None
    recorded_at: Instant
    #: Why it did not wait until everybody was told, and how many were missing.
    early_reason: str | None = None
    missing: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """One recorded decision, with the facts that it relied on."""

    seq: int
    wave: int
    subject: Subject
    duty: str | None
    required: bool
    reason: str
    by: str
    made_at: str
    facts: Mapping[str, Any]
    worksheet: Mapping[str, Any]
    keep_until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedNotice:
    """One draft of a notice, by its digest, and who approved it."""

    wave: int
    notice: str
    template_version: str
    recipient_kind: str
    digest: str
    drafted_at: Instant
    #: Why it may not be approved yet; empty where it may.
    refusals: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    language: str = "en"


@dataclass(slots=True)
class Case:
    """Everything the record says of one case, as of its last event read."""

    number: str
    agency: str = ""
    title: str = ""
    opened_at: Instant | None = None
    closed_at: Instant | None = None
    size: int = 0
    waves: dict[int, Document] = field(default_factory=dict)
    filings: list[Filing] = field(default_factory=list)
    determinations: list[Determination] = field(default_factory=list)
    #: The terms of each rule as they stood when its duty was first planned.
    planned: dict[tuple[int, str], Mapping[str, Any]] = field(default_factory=dict)
    withdrawn: set[tuple[int, str]] = field(default_factory=set)
    #: When each duty arose, or came back, on the record.
    arose_at: dict[tuple[int, str], Instant] = field(default_factory=dict)
    #: When each wave was opened, and when a hold of it was last released.
    wave_opened_at: dict[int, Instant] = field(default_factory=dict)
    released_at: dict[int, Instant] = field(default_factory=dict)
    crossed: set[tuple[int, str]] = field(default_factory=set)
    drafts: dict[str, DraftedNotice] = field(default_factory=dict)
    #: Words for the notices, by wave and field.
    wording: dict[int, dict[str, Any]] = field(default_factory=dict)
    cost_in_dollars: int | None = None
    #: How the people are told: sendings, batches, calls and costs.
    telling: Telling = field(default_factory=Telling)
    events: list[Happened] = field(default_factory=list)

    @classmethod
    def replay(cls, number: str, events: Iterable[Happened]) -> Case:
        """Give the case that the events come to."""
        case = cls(number)
        for event in events:
            case._apply(event)
        return case

    def wave(self, number: int) -> Document:
        """Give a wave's document as recorded; raise UnknownWaveError."""
        if number not in self.waves:
            known = ", ".join(str(each) for each in sorted(self.waves))
            raise UnknownWaveError(
                f"Case {self.number} has no wave {number}; it has {known}: choose one of these."
            )
        return self.waves[number]

    def document(self, number: int) -> Document:
        """Give a wave's incident file, with what was filed and decided."""
        document = deepcopy(self.wave(number))
        document["done"] = {**(document.get("done") or {}), **self._first_filed(number, document)}
        document["decided"] = {**(document.get("decided") or {}), **self._decided(number)}
        return document

    def filings_of(self, wave: int, duty: str) -> list[Filing]:
        """Give the filings of a duty, the first one first."""
        return [each for each in self.filings if each.wave == wave and duty in each.duties]

    def _first_filed(self, wave: int, document: Document) -> Document:
        """Give each duty's first filing; a later correction never moves it."""
        known = document.get("done") or {}
        first: Document = {}
        for filing in (each for each in self.filings if each.wave == wave):
            for duty in filing.duties:
                if duty not in known:
                    first.setdefault(duty, filing.at)
        return first

    def _decided(self, wave: int) -> Document:
        return {
            each.duty: {
                "required": each.required,
                "at": each.made_at,
                "by": each.by,
                "reason": each.reason,
            }
            for each in self.determinations
            if each.wave == wave and each.duty is not None
        }

    def _apply(self, event: Happened) -> None:
        handler = _HANDLERS.get(event.tag)
        if handler is not None:
            handler(self, event)
        self.telling.take(event.tag, event.body, event.at)
        self.events.append(event)
        self.size = event.seq + 1


def _opened(case: Case, event: Happened) -> None:
    case.agency, case.title = event.body["agency"], event.body["title"]
    case.opened_at = event.at
    case.wave_opened_at[1] = event.at
    case.waves[1] = deepcopy(dict(event.body["document"]))


def _wave_opened(case: Case, event: Happened) -> None:
    case.wave_opened_at[event.body["wave"]] = event.at
    case.waves[event.body["wave"]] = deepcopy(dict(event.body["document"]))


def _fact_recorded(case: Case, event: Happened) -> None:
    put(case.waves[event.body["wave"]], event.body["path"], event.body["value"])


def _wording_recorded(case: Case, event: Happened) -> None:
    case.wording.setdefault(event.body["wave"], {})[event.body["field"]] = event.body["value"]


def _cost_estimated(case: Case, event: Happened) -> None:
    case.cost_in_dollars = event.body["dollars"]


def _hold_placed(case: Case, event: Happened) -> None:
    body = event.body
    hold = {
        "kind": body["kind"],
        "party": body["party"],
        "from": body["starts"],
        "authority": body["authority"],
    }
    document = case.waves[body["wave"]]
    document["holds"] = [*(document.get("holds") or []), hold]


def _hold_released(case: Case, event: Happened) -> None:
    case.released_at[event.body["wave"]] = event.at
    case.waves[event.body["wave"]]["holds"][event.body["hold"]]["until"] = event.body["until"]


def _duty_planned(case: Case, event: Happened) -> None:
    case.planned[event.body["wave"], event.body["duty"]] = event.body["terms"]
    case.arose_at[event.body["wave"], event.body["duty"]] = event.at


def _duty_withdrawn(case: Case, event: Happened) -> None:
    case.withdrawn.add((event.body["wave"], event.body["duty"]))


def _duty_returned(case: Case, event: Happened) -> None:
    case.withdrawn.discard((event.body["wave"], event.body["duty"]))
    case.arose_at[event.body["wave"], event.body["duty"]] = event.at


def _threshold_crossed(case: Case, event: Happened) -> None:
    case.crossed.add((event.body["wave"], event.body["threshold"]))


def _determined(case: Case, event: Happened) -> None:
    body = {**event.body, "subject": Subject(event.body["subject"])}
    case.determinations.append(Determination(seq=event.seq, **body))


def _filed(case: Case, event: Happened) -> None:
    body = event.body
    case.filings.append(
        Filing(
            number=body["filing"],
            wave=body["wave"],
            duties=tuple(body["duties"]),
            at=body["at"],
            by=body["by"],
            receipt=body["receipt"],
            late_reason=body["late_reason"],
            evidence=tuple(body["evidence"]),
            notices=tuple(body["notices"]),
            supersedes=body["supersedes"],
            recorded_at=event.at,
            early_reason=body.get("early_reason"),
            missing=body.get("missing", {}),
        )
    )


def _drafted(case: Case, event: Happened) -> None:
    body = event.body
    case.drafts[body["digest"]] = DraftedNotice(
        wave=body["wave"],
        notice=body["notice"],
        template_version=body["template_version"],
        recipient_kind=body["recipient_kind"],
        digest=body["digest"],
        drafted_at=event.at,
        refusals=tuple(body["refusals"]),
        language=body.get("language", "en"),
    )


def _approved(case: Case, event: Happened) -> None:
    draft = case.drafts[event.body["digest"]]
    case.drafts[draft.digest] = replace(draft, approved_by=(*draft.approved_by, event.body["by"]))


def _closed(case: Case, event: Happened) -> None:
    case.closed_at = event.at


_HANDLERS: dict[str, Callable[[Case, Happened], None]] = {
    "case:opened": _opened,
    "wave:opened": _wave_opened,
    "fact:recorded": _fact_recorded,
    "wording:recorded": _wording_recorded,
    "cost:estimated": _cost_estimated,
    "hold:placed": _hold_placed,
    "hold:released": _hold_released,
    "duty:planned": _duty_planned,
    "duty:withdrawn": _duty_withdrawn,
    "duty:returned": _duty_returned,
    "threshold:crossed": _threshold_crossed,
    "determination:made": _determined,
    "filing:recorded": _filed,
    "notice:drafted": _drafted,
    "notice:approved": _approved,
    "case:closed": _closed,
}


def put(document: Document, path: str, value: object) -> None:
    """Set the value at a dotted path, making the mappings on the way."""
    *parents, last = path.split(".")
    place = document
    for parent in parents:
        if not isinstance(place.get(parent), dict):
            place[parent] = {}
        place = place[parent]
    place[last] = value


def at_path(document: Document, path: str) -> Any:  # noqa: ANN401 - any JSON value
    """Give the value at a dotted path, or None where there is none."""
    place: Any = document
    for part in path.split("."):
        place = place.get(part) if isinstance(place, dict) else None
    return place
