"""A case whose people are told by e-mail: prepared, released and sent to a real server.

mailed = MailedPeople(engine, home)
mailed.lists(*families(12, Method.EMAIL, Method.FIRST_CLASS_MAIL))
mailed.drafts()
mailed.prepares()
mailed.releases()
with BulkSink() as sink:
    mailed.sends_by_email(sink.port)
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from incidents.case.agency import Agency
from incidents.case.telling_events import RecipientsResolved
from incidents.moments import Instant, LocalDay
from incidents.people.recipient import Recipient
from incidents.services.draft_notice import draft_notice
from incidents.services.drafter import Addressed, DraftedText, Drafter
from incidents.services.follow_up import Changed
from incidents.services.people_ports import Household
from incidents.services.people_rows import SendingState
from incidents.services.ports import NoticeRow, StoredEvent
from incidents.services.telling.headers import MailAddress
from incidents.services.telling.letters import (
    Filled,
    Letter,
    LetterChunk,
    LetterRefusedError,
)
from incidents.services.telling.mailing import Limits, Mailing
from incidents.services.telling.post import Journal, Post
from incidents.services.telling.prepare_sending import (
    PreparedSending,
    Preparing,
    prepare_sending,
)
from incidents.services.telling.release_sending import approve_texts, release_sending
from incidents.services.telling.send_batch import BatchReport, send_batch
from incidents.services.view_case import CaseView
from incidents.store import UnitOfWork as StoreWork
from notices.couriers.bulk_receipts import BulkReceipts
from notices.couriers.bulk_smtp import BulkServer, BulkSmtp
from tests.support.told_people import NUMBER, ToldPeople, families

PREPARED_AT, RELEASED_AT = "2026-03-20T08:00-04:00", "2026-03-20T09:00-04:00"
SENT_AT, AFTER_THE_LEASE = "2026-03-20T10:00-04:00", "2026-03-20T10:11-04:00"


class PlainWriter:
    """Writes the approved text with the recipients' names before it."""

    def filled(self, notice: NoticeRow, recipient: Recipient) -> Filled:
        """Give the text; a name beginning with a bell cannot be written."""
        if any("Unwritable" in name for name in recipient.names):
            raise LetterRefusedError("The name of this recipient cannot be printed.")
        return Filled(
            subject="About your child's data",
            text=f"{recipient.names[0]}\n\n{notice.text}",
            html=f"<p>{recipient.names[0]}</p>{notice.html}",
            language=notice.language,
        )

    def problem(self, notice: NoticeRow, recipient: Recipient) -> str | None:
        """Give why no letter can be printed."""
        try:
            self.filled(notice, recipient)
        except LetterRefusedError as refused:
            return str(refused)
        return None

    def chunks(
        self,
        pieces: Iterable[tuple[NoticeRow, Sequence[Letter]]],
        *,
        most: int,
        duplex: bool = False,
    ) -> Generator[LetterChunk, None, None]:
        """Print nothing."""
        for notice, letters in pieces:
            raise LetterRefusedError(
                f"{notice.notice} is not printed: {letters}, {most}, {duplex}."
            )
        yield from ()


class PlainDrafter:
    """Drafts a short text without printing it, in any language that has been reviewed."""

    def __init__(self, real: Drafter, reviewed: tuple[str, ...] = ("en", "es")) -> None:
        self._real = real
        self._reviewed = reviewed

    def languages(self, _notice: str, _agency: Agency) -> tuple[str, ...]:
        """Give the languages that people get."""
        return self._reviewed

    def language_name(self, code: str) -> str:
        """Give the code: its names are the real one's."""
        return self._real.language_name(code)

    def draft(self, addressed: Addressed, _view: CaseView, on: LocalDay) -> DraftedText:
        """Give a text that says what it is."""
        text = f"{addressed.notice} for {addressed.kind} in {addressed.language}, {on}\n"
        return DraftedText(
            notice=addressed.notice,
            version="1",
            recipient_kind=addressed.kind,
            digest=sha256(text.encode()).hexdigest(),
            text=text,
            html=f"<p>{text}</p>",
            pdf=b"%PDF-1.7",
            refusals=(),
            language=addressed.language,
            document=b"{}",
        )

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class MailedPeople(ToldPeople):
    """The people who prepare, approve and release, and the machine that sends."""

    def __init__(self, engine: Engine, home: Path, **options: Any) -> None:
        super().__init__(engine, home, **options)
        self.home = home
        drafter = PlainDrafter(self.practice.drafter)
        self.practice = replace(self.practice, drafter=drafter)
        self.limits = Limits()
        self.journal: Journal | None = None

    def lists(self, *households: Household) -> None:
        """Write recipients down, as those whom the list came to."""
        super().lists(*households)
        resolved = RecipientsResolved(
            wave=1,
            on="2026-03-20",
            prefer="email",
            persons=len(households),
            recipients=len(households),
            without_method=0,
            not_owed={},
        )
        self.at("2026-03-18T09:30-04:00", lambda work: work.append(NUMBER, [resolved]))

    def drafts(self, *kinds: str, language: str = "en") -> list[str]:
        """Draft the families' text for these kinds, and give the digests."""
        return [self._draft(kind, language) for kind in kinds or ("parent",)]

    def _draft(self, kind: str, language: str) -> str:
        addressed = Addressed(notice="family-notice", kind=kind, language=language)
        return self.at(
            "2026-03-19T11:00-04:00",
            lambda work: draft_notice(work, self.practice, NUMBER, addressed),
        ).digest

    def prepares(
        self, at: str = PREPARED_AT, *, by: str = "dpo", **changes: Any
    ) -> PreparedSending:
        """Prepare the sending of the first wave."""
        now = Instant.parse(at)
        preparing = Preparing(
            begin=lambda: self.work(now, by),
            look=lambda: self.looks(now),
            law=self.law,
            drafter=self.practice.drafter,
            writer=PlainWriter(),
        )
        return prepare_sending(replace(preparing, **changes), NUMBER, 1)

    def approves_all(self, by: str, at: str = PREPARED_AT, number: int = 1) -> None:
        """Have a person approve every text of a sending."""
        self.at(at, lambda work: approve_texts(work, self.law, NUMBER, number, by=by), by)

    def releases(self, at: str = RELEASED_AT, *, number: int = 1) -> Changed:
        """Have two people approve the texts, the second of whom lets them go."""
        self.approves_all("dpo", at, number)
        return self.at(
            at,
            lambda work: release_sending(
                work, self.law, NUMBER, number, by="superintendent", two_people=True
            ),
            "superintendent",
        )

    def releases_alone(self, by: str = "dpo", *, two_people: bool = True) -> Changed:
        """Have one person let the sending go."""
        return self.at(
            RELEASED_AT,
            lambda work: release_sending(work, self.law, NUMBER, 1, by=by, two_people=two_people),
            by,
        )

    def goes_out(self, count: int, *plan: Any) -> None:
        """List so many families and come to where their sending is released."""
        self.lists(*families(count, *plan))
        self.drafts()
        self.prepares()
        self.releases()

    def looks(self, now: Instant) -> StoreWork:
        """Give a unit of work that only reads."""
        return StoreWork(self._engine, now, "reader", reads_only=True, field_keys=self.keys)

    def mailing(self, post: Post, clock: Callable[[], Instant], **changes: Any) -> Mailing:
        """Give what it takes to send."""
        mailing = Mailing(
            work=self.work,
            reading=self.looks,
            law=self.law,
            writer=PlainWriter(),
            post=post,
            journal=self.journal,
            limits=self.limits,
            clock=clock,
        )
        return replace(mailing, **changes)

    def post(self, port: int, at: str = SENT_AT, connections: int = 2) -> BulkSmtp:
        """Give a worker that sends to a server on this machine."""
        server = BulkServer(
            host="127.0.0.1",
            port=port,
            sender=MailAddress.parse("dpo@kingston.example"),
            starttls=False,
            connections=connections,
            answer_seconds=2,
            taken_seconds=2,
        )
        receipts = BulkReceipts(self.home / "receipts" / "bulk")
        return BulkSmtp(server, receipts, lambda: Instant.parse(at))

    def sends_by_email(
        self, port: int, at: str = SENT_AT, *, limit: int = 500, **changes: Any
    ) -> BatchReport:
        """Send one batch by a worker of its own."""
        mailing = self.mailing(self.post(port, at), lambda: Instant.parse(at), **changes)
        return send_batch(mailing, NUMBER, 1, limit=limit)

    def sending_state(self, number: int = 1) -> SendingState:
        """Give where the sending stands."""
        with self.looks(Instant.parse(SENT_AT)) as work:
            found = work.sendings.get(NUMBER, number)
        assert found is not None
        return found.state

    def events(self, tag: str) -> list[StoredEvent]:
        """Give the events of a kind."""
        with self.looks(Instant.parse(SENT_AT)) as work:
            return [each for each in work.history(NUMBER) if each.tag == tag]

    def lease(self, **changes: Any) -> None:
        """Change the limits of the sending."""
        self.limits = replace(self.limits, **changes)
