"""Writes down every delivery of a wave, and proves that each can be written.

Nothing goes out by this: the deliveries wait under a sending that nobody has
released yet. Each recipient's text is made once and thrown away, so that a name
that cannot be printed is found now and not in the middle of the night. The work
goes in steps of some hundred; after a crash it goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from incidents.case.case import Case, DraftedNotice
from incidents.case.telling_events import SendingPrepared
from incidents.errors import DueNoticeError
from incidents.ledger.canonical import Json
from incidents.people.recipient import Kind, Method, Recipient
from incidents.services.couriers import HeaderRefusedError
from incidents.services.drafter import Drafter
from incidents.services.follow_up import change_case
from incidents.services.lawbook import LawBook
from incidents.services.people_ports import Planned
from incidents.services.people_rows import (
    DeliveryState,
    RecipientRow,
    SendingRow,
    SendingState,
    Settled,
)
from incidents.services.ports import NoticeRow, UnitOfWork
from incidents.services.telling.fall_back import usable_ways
from incidents.services.telling.letters import LetterRefusedError, LetterWriter
from incidents.services.telling.message_ids import message_id_of
from incidents.services.telling.sending_list import SendingList, list_of
from incidents.services.telling.write_email import addressed
from incidents.services.view_case import CaseView, view_case

#: So many recipients are written down in one transaction.
STEP = 500
_KINDS = frozenset(each.value for each in Kind)
#: The texts that may go out, by notice, kind of recipient and language.
Texts = Mapping[tuple[str, str, str], DraftedNotice]
_MISSING = "There is no draft of {} for {}; draft it, and prepare the sending again."
#: Where no text in somebody's language has been reviewed, they get this one.
ENGLISH = "en"


class NotPreparedError(DueNoticeError):
    """The sending cannot be prepared as the case stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A recipient to whom nothing can be sent yet, and what has to be done first."""

    recipient: int
    #: In plain words, without any name or address.
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparing:
    """What it takes to prepare a sending."""

    #: Gives a unit of work of the person who prepares, as of now.
    begin: Callable[[], UnitOfWork]
    #: Gives one that only reads.
    look: Callable[[], UnitOfWork]
    law: LawBook
    drafter: Drafter
    writer: LetterWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedSending:
    """A sending as it waits to be released."""

    number: int
    wave: int
    digest: str
    #: The texts, in the order of notice, kind and language.
    texts: tuple[DraftedNotice, ...]
    methods: Mapping[Method, int]
    #: How many recipients have no usable address yet.
    without_method: int
    problems: tuple[Problem, ...]


def prepare_sending(
    preparing: Preparing,
    case: str,
    wave: int,
    *,
    say: Callable[[int], None] = lambda _: None,
) -> PreparedSending:
    """Write the deliveries of a wave down, to those found out as its recipients.

    Recipients to whom nothing can be written are given as problems and are not
    part of the sending: they stay untold until their names are mended and the
    wave is prepared once more, which takes in only those who were left out.
    ``say`` is told how many are done. Raise NotPreparedError where it is not known
    who is told, another sending of the wave waits, or nobody is left to be told.
    """
    with preparing.begin() as work:
        view = view_case(work, preparing.law, case)
        on = _resolved_on(view, wave)
        texts = _texts(view, preparing.drafter, wave)
        sending = _opened(work, view, wave, texts)
    with preparing.look() as work:
        list_maker = _ListMaker(
            preparing=preparing,
            case=view.case,
            texts=texts,
            notices=_notices(work, case, texts),
            reached=_reached(work, sending),
        )
        rows = work.recipients.stream(case, wave)
        done = 0
        while some := list(islice(rows, STEP)):
            planned = list(list_maker.planned(some))
            with preparing.begin() as writing:
                writing.deliveries.queue(sending.id, planned)
            done += len(some)
            say(done)
    return _closed(list_maker, sending, on)


def _resolved_on(view: CaseView, wave: int) -> str:
    """Give the day for which it was found out who is told."""
    view.case.wave(wave)
    found = view.case.telling.resolutions.get(wave)
    if found is None:
        raise NotPreparedError(
            f"It is not known who is told in wave {wave} of case {view.case.number}, or the list "
            f"has changed since; run: duenotice people resolve {view.case.number}"
        )
    return found.on


def _opened(work: UnitOfWork, view: CaseView, wave: int, texts: Texts) -> SendingRow:
    """Give the sending to write down: a new one, one that was begun, one given up."""
    digests = [texts[key].digest for key in sorted(texts)]
    for row in reversed(work.sendings.of_case(view.case.number)):
        if row.wave != wave:
            continue
        if row.state is SendingState.PREPARED and row.number in view.case.telling.sendings:
            raise NotPreparedError(
                f"Sending {row.number} of wave {wave} is prepared already and waits to be "
                "released; release it, or cancel it and prepare anew."
            )
        if row.state is SendingState.PREPARED and list(row.notices) == digests:
            return row
        if row.state is SendingState.CANCELLED and list(row.notices) == digests:
            return _reopened(work, row)
    return work.sendings.add(view.case.number, wave, digests)


def _reopened(work: UnitOfWork, sending: SendingRow) -> SendingRow:
    """Take up a sending of the same texts that was given up, with what it left."""
    work.sendings.mark(sending.id, SendingState.PREPARED)
    again = [
        Settled(
            delivery=row.id,
            state=DeliveryState.QUEUED,
            result="prepared anew",
            at=work.now,
            due_at=work.now,
        )
        for row in work.deliveries.rows(sending.case)
        if row.sending == sending.id and row.state is DeliveryState.CANCELLED
    ]
    work.deliveries.settle(again)
    return sending


def _texts(view: CaseView, drafter: Drafter, wave: int) -> Texts:
    """Give the last draft of each notice, kind and language that people may get."""
    found: dict[tuple[str, str, str], DraftedNotice] = {}
    for draft in view.case.drafts.values():
        if draft.wave != wave or draft.refusals or draft.recipient_kind not in _KINDS:
            continue
        if draft.language in drafter.languages(draft.notice, view.agency):
            found[draft.notice, draft.recipient_kind, draft.language] = draft
    return found


def _notices(work: UnitOfWork, case: str, texts: Texts) -> dict[str, NoticeRow]:
    rows = [work.notices.get(case, draft.digest) for draft in texts.values()]
    return {row.digest: row for row in rows if row is not None}


def _reached(work: UnitOfWork, sending: SendingRow) -> frozenset[int]:
    """Give the recipients who have a delivery of another sending that may tell them."""
    return frozenset(
        row.recipient
        for row in work.deliveries.rows(sending.case)
        if row.sending != sending.id
        and not row.state.has_failed
        and row.state is not DeliveryState.CANCELLED
    )


@dataclass(slots=True, kw_only=True)
class _ListMaker:
    """Makes the list of a sending, and keeps what it came across."""

    preparing: Preparing
    case: Case
    texts: Texts
    notices: Mapping[str, NoticeRow]
    reached: frozenset[int]
    problems: list[Problem] = field(default_factory=list)
    without: int = 0

    def planned(self, rows: Iterable[RecipientRow]) -> Iterator[Planned]:
        """Give a delivery for each recipient to whom one can be written."""
        for row in rows:
            method = row.recipient.plan.method
            if row.excused is not None or row.id in self.reached:
                continue
            if method is None or method not in usable_ways(row.recipient):
                self.without += 1
                continue
            draft = chosen(self.texts, row.recipient)
            sentence = self._problem(row.recipient, method, draft)
            if draft is not None and sentence is None:
                yield _delivery(self.case, row, method, draft.digest)
            else:
                self.problems.append(Problem(recipient=row.id, sentence=sentence or ""))

    def _problem(
        self, recipient: Recipient, method: Method, draft: DraftedNotice | None
    ) -> str | None:
        """Write the text once, and give what stood in the way."""
        if draft is None or draft.digest not in self.notices:
            return _MISSING.format(recipient.notice, recipient.kind.value)
        notice, writer = self.notices[draft.digest], self.preparing.writer
        try:
            if method is Method.FIRST_CLASS_MAIL:
                return writer.problem(notice, recipient)
            if method is Method.EMAIL:
                addressed(recipient)
            writer.filled(notice, recipient)
        except (HeaderRefusedError, LetterRefusedError) as refused:
            return str(refused)
        return None


def chosen(texts: Texts, recipient: Recipient) -> DraftedNotice | None:
    """Give the text for a recipient: in their language where one is there, else English."""
    notice, kind = recipient.notice, recipient.kind.value
    own = texts.get((notice, kind, recipient.language))
    return own or texts.get((notice, kind, ENGLISH))


def _delivery(case: Case, row: RecipientRow, method: Method, digest: str) -> Planned:
    duty = "+".join(row.recipient.duties)
    named = message_id_of(case.agency, case.number, row.wave, row.id, duty, method, digest)
    return Planned(recipient=row.id, duty=duty, method=method, notice=digest, message_id=named)


def _closed(list_maker: _ListMaker, sending: SendingRow, on: str) -> PreparedSending:
    """Record that all is written down: from here on it may be released."""
    with list_maker.preparing.begin() as work:
        listed = list_of(work, sending)
        if listed.methods:
            event = _event(sending, listed, list_maker, on)
            change_case(work, list_maker.preparing.law, sending.case, [event])
        else:
            work.sendings.mark(sending.id, SendingState.CANCELLED, "nobody was left to be told")
    if not listed.methods:
        raise NotPreparedError(_nobody(list_maker, sending))
    texts = (draft for _, draft in sorted(list_maker.texts.items()))
    return PreparedSending(
        number=sending.number,
        wave=sending.wave,
        digest=listed.digest,
        texts=tuple(draft for draft in texts if draft.digest in listed.notices),
        methods=listed.methods,
        without_method=list_maker.without,
        problems=tuple(list_maker.problems),
    )


def _nobody(list_maker: _ListMaker, sending: SendingRow) -> str:
    problems = list_maker.problems
    first = f" The first: recipient {problems[0].recipient}: {problems[0].sentence}" * bool(
        problems
    )
    return (
        f"Nobody of wave {sending.wave} of case {sending.case} can be sent anything now: "
        f"{list_maker.without} have no usable address, to {len(problems)} nothing can be written, "
        f"and {len(list_maker.reached)} have a delivery already.{first}"
    )


def _event(
    sending: SendingRow, listed: SendingList, list_maker: _ListMaker, on: str
) -> SendingPrepared:
    duties: list[Json] = list(listed.duties)
    notices: list[Json] = [each for each in sending.notices if each in listed.notices]
    methods: dict[str, Json] = {
        method.value: listed.methods[method] for method in Method if method in listed.methods
    }
    return SendingPrepared(
        sending=sending.number,
        wave=sending.wave,
        duties=duties,
        notices=notices,
        methods=methods,
        without_method=list_maker.without + len(list_maker.problems),
        on=on,
        digest=listed.digest,
    )
