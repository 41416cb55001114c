"""A draft: one notice, filled, with the digest that an approval binds to.

The digest covers both texts, so that whoever approves it has approved every
word and the order of the words, and anyone who holds the texts can compute it
again. The PDF is made from the same document as they are, and a draft that
was kept is read back only if digest, texts and document still agree.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from incidents.errors import DueNoticeError
from notices.catalogue import Catalogue, catalogue
from notices.document import Document, Slot, document_from
from notices.fields import NoticeFields
from notices.filling import fill, refuse_missing_glyphs
from notices.findings import Findings, find
from notices.html_page import html_page
from notices.inspection import usable
from notices.language import ENGLISH
from notices.offices import offices
from notices.plain_text import plain_text
from notices.reading import hard_to_read
from notices.slots import printable
from notices.subjects import email_subject
from notices.taglines import tagline_warning
from notices.template import Template
from notices.translations import NO_TRUST, Trust, objections

_NOTHING = Findings(elements=(), surplus=(), warnings=())
_WORDS = ("notice", "version", "recipient", "text", "html")


class DraftAlteredError(DueNoticeError):
    """A kept draft whose bytes are not those that its digest names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A filled notice for one kind of recipient.

    ``digest`` is the SHA-256 that an approval names. ``fields_digest`` says
    from which fields it was made, ``source_digest`` from which words.
    """

    notice: str
    version: int
    recipient: str
    document: Document
    text: str
    html: str
    source_digest: str
    fields_digest: str
    digest: str
    findings: Findings = field(default=_NOTHING, compare=False)

    @property
    def language(self) -> str:
        """Give the code of the language it is written in."""
        return self.document.language

    @property
    def subject(self) -> str:
        """Give the subject of the e-mail that carries it."""
        return email_subject(self.document)

    def content(self) -> bytes:
        """Give the canonical bytes to keep; ``draft_from`` reads them back."""
        names = (*_WORDS, "source_digest", "fields_digest")
        kept = {name: getattr(self, name) for name in names}
        return _canonical({"schema": 1, **kept, "document": self.document.plain()})

    def as_passage(self) -> str:
        """Give the words of the notice as paragraphs, for a packet's copy."""
        return "\n\n".join(printable(self.document).paragraphs())


def draft(
    notice: str,
    recipient: str,
    fields: NoticeFields,
    *,
    language: str = ENGLISH,
    trust: Trust = NO_TRUST,
    source: Catalogue | None = None,
) -> Draft:
    """Give the draft of a notice for one kind of recipient in a language.

    A translation that is stale, or that nobody whom the agency trusts has
    reviewed, is drafted too, and its findings refuse the approval.

    Fields that the notice does not use change nothing but the list of
    surplus. Raises NoticeNotFilledError where the text cannot be written,
    MissingGlyphError where it cannot be printed, UnknownNoticeError, and
    TemplateRefusedError where the template itself is broken.
    """
    known = source or catalogue()
    template = known.template(notice, language)
    ready = usable(known, notice, language)
    used = fields.only(ready.fields)
    refuse_missing_glyphs(used)
    document = fill(known, notice, recipient, used, language)
    warnings = [offices()[id_].warning() for id_ in sorted(ready.offices)]
    if template.audience == "families":
        warnings += hard_to_read(document)
    if document.slotted(Slot.TAGLINE):
        warnings.append(tagline_warning())
    found = find(
        template, fields, ready.fields, document.marks, (each for each in warnings if each)
    )
    findings = replace(found, objections=tuple(objections(known, notice, language, trust)))
    return _drafted(
        document,
        template=template,
        recipient=recipient,
        source_digest=known.source_digest(notice, language),
        fields_digest=used.digest(),
        findings=findings,
    )


def draft_from(content: bytes, digest: str) -> Draft:
    """Give the draft that ``Draft.content`` wrote, if its digest is this one.

    Raises DraftAlteredError otherwise. The findings belong to the moment of
    drafting and are not kept; text and HTML are those that were kept, even
    where a later version of the program would write them otherwise.
    """
    try:
        plain = json.loads(content)
        document = document_from(plain["document"])
        names = (*_WORDS, "source_digest", "fields_digest")
        kept = Draft(**{name: plain[name] for name in names}, document=document, digest=digest)
        same_words = _visible(kept.html) == _visible(html_page(document))
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise DraftAlteredError(
            "These bytes are not a draft; fetch the kept copy again."
        ) from wrong
    if not same_words or _digest(kept) != digest:
        raise DraftAlteredError(
            f"The kept draft of {kept.notice} is not the one with the digest {digest[:12]}…; do "
            "not send it. Draft the notice again and have it approved."
        )
    return kept


def digest_of(*, notice: str, version: int, recipient: str, text: str, html: str) -> str:
    """Give the digest of a notice's words, as anyone can compute it again.

    It is the SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8) of
    these five and ``"schema":1``.
    """
    words = {"notice": notice, "version": version, "recipient": recipient}
    canonical = _canonical({"schema": 1, **words, "text": text, "html": html})
    return hashlib.sha256(canonical).hexdigest()


def _drafted(
    document: Document,
    *,
    template: Template,
    recipient: str,
    source_digest: str,
    fields_digest: str,
    findings: Findings,
) -> Draft:
    unsigned = Draft(
        notice=template.id,
        version=template.version,
        recipient=recipient,
        document=document,
        text=plain_text(document),
        html=html_page(document),
        source_digest=source_digest,
        fields_digest=fields_digest,
        digest="",
        findings=findings,
    )
    return replace(unsigned, digest=_digest(unsigned))


def _digest(draft: Draft) -> str:
    return digest_of(**{name: getattr(draft, name) for name in _WORDS})


def _visible(html: str) -> list[str]:
    body = html[html.index("<body") :]
    return unescape(re.sub(r"<[^>]*>", " ", body)).split()


def _canonical(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
