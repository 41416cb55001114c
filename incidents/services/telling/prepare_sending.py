"""Writes down every delivery of a wave, and proves that each can be written.

Nothing goes out by this: the deliveries wait under a sending that nobody has
released yet. Each recipient's text is made once and thrown away, so that a name
that cannot be printed is found now and not in the middle of the night. The work
goes in steps of some hundred; after a crash it goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from incidents.case.case import Case, DraftedNotice
from incidents.case.telling_events import SendingPrepared
from incidents.errors import DueNoticeError
from incidents.ledger.canonical import Json
from incidents.people.recipient import Kind, Method, Recipient
from incidents.services.chunks import chunks
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
            before=_Before.of(work, sending),
        )
        done = 0
        for some in chunks(work.recipients.stream(case, wave), STEP):
            planned = list(list_maker.planned(some))
            with preparing.begin() as writing:
                writing.deliveries.queue(sending.id, planned)
                if list_maker.before.gave_up:
                    writing.deliveries.take_up(sending.id, planned)
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
    """Give the sending to write down: a new one, or one of the same texts once more.

    Of one that was begun or given up nothing stays queued: whom it holds now is
    decided anew, for somebody may have been excused or be told another way since.
    """
    digests = [texts[key].digest for key in sorted(texts)]
    rows = [each for each in work.sendings.of_case(view.case.number) if each.wave == wave]
    begun = [each for each in rows if each.state is SendingState.PREPARED]
    for row in begun:
        if row.number in view.case.telling.sendings:
            raise NotPreparedError(
                f"Sending {row.number} of wave {wave} is prepared already and waits to be "
                "released; release it, or cancel it and prepare anew."
            )
        work.sendings.mark(row.id, SendingState.CANCELLED, "its preparation was cut short")
    given_up = [each for each in rows if each in begun or each.state is SendingState.CANCELLED]
    same = [each for each in given_up if list(each.notices) == digests]
    if same:
        work.sendings.mark(same[-1].id, SendingState.PREPARED)
        return same[-1]
    return work.sendings.add(view.case.number, wave, digests)


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


@dataclass(frozen=True, slots=True)
class _Before:
    """What was done before to tell those on the list."""

    #: They were told, or a delivery is on its way that may tell them.
    reached: frozenset[int]
    #: The ways that failed, by recipient.
    failed: Mapping[int, set[Method]]
    #: Some were given up, and may be taken up again.
    gave_up: bool

    @classmethod
    def of(cls, work: UnitOfWork, sending: SendingRow) -> _Before:
        reached, failed, gave_up = set[int](), dict[int, set[Method]](), False
        for row in work.deliveries.rows(sending.case):
            if row.state.has_failed:
                failed.setdefault(row.recipient, set()).add(row.method)
            elif row.state is DeliveryState.CANCELLED:
                gave_up = True
            else:
                reached.add(row.recipient)
        return cls(frozenset(reached), failed, gave_up)

    def way(self, recipient: RecipientRow) -> Method | None:
        """Give the first way of the plan that can be used and has not failed."""
        tried = self.failed.get(recipient.id, set())
        ways = usable_ways(recipient.recipient)
        return next((each for each in ways if each not in tried), None)


@dataclass(slots=True, kw_only=True)
class _ListMaker:
    """Makes the list of a sending, and keeps what it came across."""

    preparing: Preparing
    case: Case
    texts: Texts
    notices: Mapping[str, NoticeRow]
    before: _Before
    problems: list[Problem] = field(default_factory=list)
    without: int = 0

    def planned(self, rows: Iterable[RecipientRow]) -> Iterator[Planned]:
        """Give a delivery for each recipient to whom one can be written."""
        for row in rows:
            if row.excused is not None or row.id in self.before.reached:
                continue
            method = self.before.way(row)
            if method is None:
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
    firsts = (f" The first: recipient {each.recipient}: {each.sentence}" for each in problems)
    return (
        f"Nobody of wave {sending.wave} of case {sending.case} can be sent anything now: "
        f"{list_maker.without} have no way left, to {len(problems)} nothing can be written, "
        f"and {len(list_maker.before.reached)} have a delivery already.{next(firsts, '')}"
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
