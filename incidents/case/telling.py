"""How the people of a case are told, as far as its record says it.

Small summaries only: lists, sendings, batches, returned letters, calls and
costs, by number. What became of each delivery is in the store, and in the files
that the events name; who the persons are is in the store alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from incidents.moments import Instant

_Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRoster:
    """A list of affected persons that was taken in."""

    number: int
    wave: int
    sha256: str
    rows: int
    added: int
    known: int
    imported_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Who is told in a wave, found out to its end: by numbers only."""

    wave: int
    #: The day on which it was decided who has come of age.
    on: str
    prefer: str
    persons: int
    recipients: int
    without_method: int
    #: How many persons no duty asks to be told, by the reason.
    not_owed: Mapping[str, int]
    resolved_at: Instant
    #: How many recipients have to be told, by the notice.
    notices: Mapping[str, int] = field(default_factory=dict)
    #: For how many persons somebody was told under 2-d before 208 asked for more.
    told_of_less: int = 0
    #: How many persons were told in an earlier wave of the case.
    told_earlier: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingSummary:
    """One sending: what it lets go, and where it stands by the record."""

    number: int
    wave: int
    #: The duties that its notices fulfil.
    duties: tuple[str, ...]
    #: The digests of its texts.
    notices: tuple[str, ...]
    #: How many go by each method.
    methods: Mapping[str, int]
    without_method: int
    #: The day on which it was decided who has come of age.
    on: str
    #: What a release names, so that nothing else is let go.
    digest: str
    prepared_at: Instant
    #: Who approved exactly this list.
    approved_by: tuple[str, ...] = ()
    #: ``prepared``, ``released``, ``stopped`` or ``cancelled``.
    state: str = "prepared"
    released_at: Instant | None = None
    #: Whose release let it go; the approvals stand with the notices.
    released_by: str | None = None
    #: Why it was stopped, resumed or given up.
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """Letters that were printed together, or the calls of one sheet."""

    number: int
    sending: int
    wave: int
    method: str
    deliveries: int
    #: The SHA-256 of its manifest.
    manifest: str
    made_at: Instant
    #: The mailing date, as it was given; None while the batch lies here.
    handed_over_at: str | None = None
    #: How many of its letters went with it.
    handed_over: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledDeliveries:
    """A group of deliveries of which it became known what happened to them."""

    sending: int
    wave: int
    counts: Mapping[str, int]
    sha256: str
    settled_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLetter:
    """A letter that came back."""

    wave: int
    delivery: int
    at: str
    by: str
    because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedCall:
    """One call: to whom by number, and how it ended."""

    wave: int
    delivery: int
    at: str
    by: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Money that was spent on telling people."""

    wave: int
    item: str
    cents: int
    on: str
    by: str
    note: str | None
    evidence: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """A recipient whom nobody has to tell any more, and why."""

    wave: int
    recipient: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """Substitute notice for a duty, with the showing that its test is met."""

    wave: int
    duty: str
    ground: str
    showing: Mapping[str, Any]
    by: str
    chosen_at: Instant


@dataclass(slots=True)
class Telling:
    """Everything the record says of how people are told."""

    rosters: list[ImportedRoster] = field(default_factory=list)
    #: By wave; none while a list is newer than the last finding, or one was cut short.
    resolutions: dict[int, Resolution] = field(default_factory=dict)
    sendings: dict[int, SendingSummary] = field(default_factory=dict)
    batches: dict[int, BatchSummary] = field(default_factory=dict)
    settled: list[SettledDeliveries] = field(default_factory=list)
    returned: list[ReturnedLetter] = field(default_factory=list)
    calls: list[LoggedCall] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    excused: list[Excuse] = field(default_factory=list)
    substitutes: list[Substitute] = field(default_factory=list)

    def take(self, tag: str, body: _Body, at: Instant) -> None:
        """Take in one event; one of another subject changes nothing."""
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(self, body, at)

    def of_duty(self, wave: int, duty: str) -> list[SendingSummary]:
        """Give the sendings that fulfil a duty, without those given up."""
        return [
            each
            for each in self.sendings.values()
            if each.wave == wave and duty in each.duties and each.state != "cancelled"
        ]

    def spent(self, wave: int | None = None) -> int:
        """Give the cents spent so far, on one wave or on all."""
        return sum(each.cents for each in self.costs if wave in (None, each.wave))


def _imported(telling: Telling, body: _Body, at: Instant) -> None:
    named = ("wave", "sha256", "rows", "added", "known")
    given = {name: body[name] for name in named}
    telling.rosters.append(ImportedRoster(number=body["roster"], imported_at=at, **given))
    if body["added"]:
        telling.resolutions.pop(body["wave"], None)


def _cleared(telling: Telling, body: _Body, _: Instant) -> None:
    telling.resolutions.pop(body["wave"], None)


def _resolved(telling: Telling, body: _Body, at: Instant) -> None:
    named = ("wave", "on", "prefer", "persons", "recipients", "without_method", "not_owed")
    given = {name: body[name] for name in named}
    telling.resolutions[body["wave"]] = Resolution(
        resolved_at=at,
        notices=body.get("notices", {}),
        told_of_less=body.get("told_of_less", 0),
        told_earlier=body.get("told_earlier", 0),
        **given,
    )


def _excused(telling: Telling, body: _Body, _: Instant) -> None:
    named = ("wave", "recipient", "reason", "by")
    telling.excused.append(Excuse(**{name: body[name] for name in named}))


def _substitute(telling: Telling, body: _Body, at: Instant) -> None:
    named = ("wave", "duty", "ground", "showing", "by")
    given = {name: body[name] for name in named}
    telling.substitutes.append(Substitute(chosen_at=at, **given))


def _prepared(telling: Telling, body: _Body, at: Instant) -> None:
    telling.sendings[body["sending"]] = SendingSummary(
        number=body["sending"],
        wave=body["wave"],
        duties=tuple(body["duties"]),
        notices=tuple(body["notices"]),
        methods=body["methods"],
        without_method=body["without_method"],
        on=body["on"],
        digest=body["digest"],
        prepared_at=at,
    )


def _approved(telling: Telling, body: _Body, _: Instant) -> None:
    sending = telling.sendings[body["sending"]]
    if body["digest"] == sending.digest:
        people = (*sending.approved_by, body["by"])
        _change(telling, body, approved_by=tuple(dict.fromkeys(people)))


def _released(telling: Telling, body: _Body, at: Instant) -> None:
    _change(telling, body, state="released", released_at=at, released_by=body["by"])


def _stopped(telling: Telling, body: _Body, _: Instant) -> None:
    _change(telling, body, state="stopped", reason=body["because"])


def _resumed(telling: Telling, body: _Body, _: Instant) -> None:
    _change(telling, body, state="released", reason=body["reason"])


def _cancelled(telling: Telling, body: _Body, _: Instant) -> None:
    _change(telling, body, state="cancelled", reason=body["reason"])


def _change(telling: Telling, body: _Body, **changes: Any) -> None:  # noqa: ANN401
    number = body["sending"]
    telling.sendings[number] = replace(telling.sendings[number], **changes)


def _settled(telling: Telling, body: _Body, at: Instant) -> None:
    telling.settled.append(
        SettledDeliveries(
            sending=body["sending"],
            wave=body["wave"],
            counts=body["counts"],
            sha256=body["file"]["sha256"],
            settled_at=at,
        )
    )


def _batch_made(telling: Telling, body: _Body, at: Instant) -> None:
    named = ("sending", "wave", "method", "deliveries", "manifest")
    given = {name: body[name] for name in named}
    telling.batches[body["batch"]] = BatchSummary(number=body["batch"], made_at=at, **given)


def _batch_handed_over(telling: Telling, body: _Body, _: Instant) -> None:
    batch = telling.batches[body["batch"]]
    telling.batches[batch.number] = replace(
        batch, handed_over_at=body["at"], handed_over=body["deliveries"]
    )


def _returned(telling: Telling, body: _Body, _: Instant) -> None:
    named = ("wave", "delivery", "at", "by", "because")
    telling.returned.append(ReturnedLetter(**{name: body[name] for name in named}))


def _called(telling: Telling, body: _Body, _: Instant) -> None:
    named = ("wave", "delivery", "at", "by", "outcome")
    telling.calls.append(LoggedCall(**{name: body[name] for name in named}))


def _cost(telling: Telling, body: _Body, _: Instant) -> None:
    named = ("wave", "item", "cents", "on", "by", "note")
    given = {name: body[name] for name in named}
    telling.costs.append(Cost(evidence=tuple(body["evidence"]), **given))


_HANDLERS: dict[str, Callable[[Telling, _Body, Instant], None]] = {
    "roster:imported": _imported,
    "recipients:cleared": _cleared,
    "recipients:resolved": _resolved,
    "recipient:excused": _excused,
    "substitute:chosen": _substitute,
    "sending:prepared": _prepared,
    "sending:approved": _approved,
    "sending:released": _released,
    "sending:stopped": _stopped,
    "sending:resumed": _resumed,
    "sending:cancelled": _cancelled,
    "deliveries:settled": _settled,
    "batch:made": _batch_made,
    "batch:handed-over": _batch_handed_over,
    "letter:returned": _returned,
    "call:logged": _called,
    "cost:recorded": _cost,
}
