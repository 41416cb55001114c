"""What is kept byte for byte: drafted notices, evidence, signed checkpoints."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from incidents.services.ports import CheckpointRow, NoticeRow, StoreError
from incidents.store.agencies import agency_of, agency_of_log
from incidents.store.tables import Checkpoint, File, Notice
from incidents.store.transaction import Transaction, insert_if_absent, instant

_NOTICES = select(
    Notice.case_number,
    Notice.wave,
    Notice.notice,
    Notice.template_version,
    Notice.recipient_kind,
    Notice.digest,
    Notice.text,
    Notice.html,
    Notice.pdf,
    Notice.drafted_at,
    Notice.language,
    Notice.document,
).order_by(Notice.id)
_CHECKPOINTS = select(Checkpoint.log, Checkpoint.size, Checkpoint.note, Checkpoint.signed_at)


class SqlNotices:
    """The drafted notices in the database."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def save(self, row: NoticeRow) -> None:
        """Keep a draft; the same draft again changes nothing."""
        same = _NOTICES.where(
            Notice.case_number == row.case,
            Notice.digest == row.digest,
            Notice.wave == row.wave,
            Notice.notice == row.notice,
            Notice.recipient_kind == row.recipient_kind,
        )
        if self._work.execute(same).first() is None:
            agency = agency_of(self._work, row.case)
            self._work.execute(insert_if_absent(Notice), _notice_columns(row, agency))

    def get(self, case: str, digest: str) -> NoticeRow | None:
        """Give the draft with that digest."""
        rows = self._rows(_NOTICES.where(Notice.case_number == case, Notice.digest == digest))
        return rows[0] if rows else None

    def of_case(self, case: str) -> list[NoticeRow]:
        """Give the drafts of the case in the order they were made."""
        return self._rows(_NOTICES.where(Notice.case_number == case))

    def _rows(self, statement: Select[Any]) -> list[NoticeRow]:
        return [_notice(row) for row in self._work.execute(statement)]


class SqlFiles:
    """The evidence in the database."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def put(self, agency: str, content: bytes) -> str:
        """Keep the bytes and give their SHA-256 in hexadecimal."""
        sha256 = hashlib.sha256(content).hexdigest()
        there = select(File.size).where(File.agency == agency, File.sha256 == sha256)
        if self._work.execute(there).first() is None:
            row = {"agency": agency, "sha256": sha256, "size": len(content), "content": content}
            self._work.execute(insert_if_absent(File), row | {"stored_at": self._work.stamp})
        return sha256

    def get(self, agency: str, sha256: str) -> bytes | None:
        """Give the bytes, if that agency has them."""
        statement = select(File.content).where(File.agency == agency, File.sha256 == sha256)
        content = self._work.execute(statement).scalar_one_or_none()
        if content is not None and hashlib.sha256(content).hexdigest() != sha256:
            raise StoreError(
                f"The evidence {sha256} is not what was stored: the database was changed from "
                "outside, or its disk fails. Take it from a back-up, and look into it."
            )
        return content


class SqlCheckpoints:
    """The signed checkpoints in the database."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def add(self, log: str, size: int, note: str) -> None:
        """Keep a note signed now; the same note again changes nothing."""
        if any((row.size, row.note) == (size, note) for row in self.of_log(log)):
            return
        row = {"log": log, "agency": agency_of_log(self._work, log), "size": size, "note": note}
        self._work.execute(insert_if_absent(Checkpoint), row | {"signed_at": self._work.stamp})

    def last(self, log: str) -> CheckpointRow | None:
        """Give the latest one of the log."""
        rows = self.of_log(log)
        return rows[-1] if rows else None

    def of_log(self, log: str) -> list[CheckpointRow]:
        """Give all of the log, the oldest first."""
        statement = _CHECKPOINTS.where(Checkpoint.log == log).order_by(Checkpoint.id)
        return [_checkpoint(row) for row in self._work.execute(statement)]


def _notice(row: Sequence[Any]) -> NoticeRow:
    case, wave, notice, version, recipient, digest, text, html, pdf, *more = row
    drafted_at, language, document = more
    return NoticeRow(
        case=case,
        wave=wave,
        notice=notice,
        template_version=version,
        recipient_kind=recipient,
        digest=digest,
        text=text,
        html=html,
        pdf=pdf,
        drafted_at=instant(drafted_at),
        language=language,
        document=document,
    )


def _notice_columns(row: NoticeRow, agency: str) -> dict[str, object]:
    return {
        "case_number": row.case,
        "agency": agency,
        "wave": row.wave,
        "notice": row.notice,
        "template_version": row.template_version,
        "recipient_kind": row.recipient_kind,
        "digest": row.digest,
        "text": row.text,
        "html": row.html,
        "pdf": row.pdf,
        "drafted_at": row.drafted_at.stamp(),
        "language": row.language,
        "document": row.document,
    }


def _checkpoint(row: Sequence[Any]) -> CheckpointRow:
    log, size, note, signed_at = row
    return CheckpointRow(log=log, size=size, note=note, signed_at=instant(signed_at))
