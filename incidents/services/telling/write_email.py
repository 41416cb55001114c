"""Writes the approved text to one recipient as an e-mail."""

from __future__ import annotations

from collections.abc import Mapping

from incidents.case.agency import Agency
from incidents.moments import Instant
from incidents.people.recipient import Recipient
from incidents.services.people_rows import Outgoing, SendingRow
from incidents.services.ports import NoticeRow, UnitOfWork
from incidents.services.telling.headers import HeaderText, MailAddress
from incidents.services.telling.letters import LetterWriter
from incidents.services.telling.post import Email


class EmailWriter:
    """The texts of one sending, ready to be written to anybody on its list."""

    def __init__(
        self, writer: LetterWriter, notices: Mapping[str, NoticeRow], from_name: str
    ) -> None:
        """Take the approved texts by digest, and who writes."""
        self._writer = writer
        self._notices = notices
        self._from_name = HeaderText(from_name)
        self._subjects: dict[str, HeaderText] = {}

    @classmethod
    def of(
        cls, work: UnitOfWork, writer: LetterWriter, sending: SendingRow, agency: Agency
    ) -> EmailWriter:
        """Give the writer of a sending; its texts are read once."""
        return cls(writer, texts_of(work, sending), agency.name or "")

    def written(self, outgoing: Outgoing, at: Instant) -> Email:
        """Give the e-mail; raise HeaderRefusedError or LetterRefusedError."""
        recipient, delivery = outgoing.recipient, outgoing.delivery
        filled = self._writer.filled(self._notices[delivery.notice], recipient)
        to_name, to = addressed(recipient)
        return Email(
            delivery=delivery.id,
            message_id=delivery.message_id,
            to_name=to_name,
            to=to,
            from_name=self._from_name,
            subject=self._subject(filled.subject),
            text=filled.text,
            html=filled.html,
            language=filled.language,
            at=at,
        )

    def _subject(self, text: str) -> HeaderText:
        if text not in self._subjects:
            self._subjects[text] = HeaderText(text)
        return self._subjects[text]


def addressed(recipient: Recipient) -> tuple[HeaderText, MailAddress]:
    """Give to whom an e-mail goes; raise HeaderRefusedError where it cannot."""
    return HeaderText(" and ".join(recipient.names)), MailAddress.parse(recipient.email or "")


def texts_of(work: UnitOfWork, sending: SendingRow) -> dict[str, NoticeRow]:
    """Give the approved texts of a sending by their digests."""
    found = {digest: work.notices.get(sending.case, digest) for digest in sending.notices}
    return {digest: row for digest, row in found.items() if row is not None}
