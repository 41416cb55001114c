"""A made-up family, and approved texts as the record keeps them."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.moments import Instant
from incidents.people.person import PostalAddress
from incidents.people.recipient import Concern, Kind, MethodPlan, Recipient
from incidents.services.ports import NoticeRow
from incidents.services.telling.letters import Letter, LetterChunk
from notices.drafts import Draft, draft
from notices.letters import ApprovedLetters
from tests.notices import samples


def a_family() -> Recipient:
    """Give two parents of three children, about each of whom something else is known."""
    return Recipient(
        notice="family-and-resident-notice",
        kind=Kind.PARENT,
        duties=("ny.8nycrr121.individuals",),
        names=("Ana Ruiz", "Juan Ruiz"),
        language="en",
        plan=MethodPlan(method=None, fallback=None, reason="made up"),
        concerns=(
            Concern(person=1, name="Eva Ruiz", exposed=("name", "ssn")),
            Concern(person=2, name="Leo Ruiz", exposed=("name", "lunch account", "home address")),
            Concern(person=3, name="Mia Ruiz"),
        ),
        address=PostalAddress(
            street=("27 Wall Street", "Apt 3"), city="Kingston", state="NY", postal_code="12401"
        ),
    )


def a_kept_notice() -> NoticeRow:
    """Give the longest of the letters to families as the record keeps it."""
    return kept(draft("family-and-resident-notice", "parent", samples.private()))


def kept(approved: Draft) -> NoticeRow:
    """Give a draft as the record keeps it."""
    return NoticeRow(
        case="KINGSTON-2026-001",
        wave=1,
        notice=approved.notice,
        template_version=str(approved.version),
        recipient_kind=approved.recipient,
        digest=approved.digest,
        text=approved.text,
        html=approved.html,
        pdf=None,
        drafted_at=Instant.parse("2026-05-04T12:00Z"),
        language=approved.language,
        document=approved.content(),
    )


def in_one_file(
    notice: NoticeRow, letters: Sequence[Letter], *, duplex: bool = False
) -> LetterChunk:
    """Print some letters of one text as one file."""
    (chunk,) = ApprovedLetters().chunks([(notice, letters)], most=len(letters), duplex=duplex)
    return chunk


def alone(notice: NoticeRow, letter: Letter) -> bytes:
    """Print one letter as a file of its own."""
    pdf = in_one_file(notice, [letter]).pdf
    assert pdf is not None
    return pdf
