"""A template filled with fields: strict, sandboxed, bounded.

What is not supplied is refused, never printed as nothing; a value is
escaped, so it stays text; a result that grows beyond its bound stops.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jinja2

from incidents.errors import DueNoticeError
from incidents.moments import LocalDay
from notices.catalogue import Catalogue
from notices.characters import named
from notices.document import Document, Slot
from notices.fields import NoticeFields
from notices.glyphs import first_missing
from notices.inspection import usable
from notices.language import ENGLISH, in_order, is_right_to_left
from notices.markup import parsed
from notices.offices import offices
from notices.slots import addressee_block, slot_blocks
from notices.template import Template
from notices.unknown import Unknown
from notices.wording import context, said

#: The largest filled template, in characters.
FILLED_LIMIT = 1_000_000


class NoticeNotFilledError(DueNoticeError):
    """A notice that cannot be written with the fields that were given."""


class MissingGlyphError(NoticeNotFilledError):
    """A character that the letters' font cannot print."""


def fill(
    catalogue: Catalogue,
    notice: str,
    recipient: str,
    fields: NoticeFields,
    language: str = ENGLISH,
) -> Document:
    """Give the document of a notice for one kind of recipient in a language.

    Raises NoticeNotFilledError where a field that the text cannot do without
    was not supplied or is unknown, or where the text grows too long.
    """
    template, words = catalogue.template(notice, language), catalogue.language(language)
    person = _person(template, recipient)
    date = _date(fields, notice)
    names = {
        **context(fields, words),
        "said": said(fields, usable(catalogue, notice, language).fields, words),
        "recipient": recipient,
        "person": dict(person),
        "offices": {id_: office.plain() for id_, office in offices().items()},
    }
    compiled = usable(catalogue, notice, language).compiled
    markup = "".join(_bounded(_pieces(compiled, notice, names), notice))
    document = parsed(
        markup,
        form=template.form,
        language=language,
        date=date,
        page=words.page,
        slots=slot_blocks(fields, words),
    )
    if is_right_to_left(language):
        document = document.with_texts(in_order)
    has_window = template.form == "letter" and document.slotted(Slot.CONCERNED)
    return document.with_window(addressee_block(words)) if has_window else document


def refuse_missing_glyphs(fields: NoticeFields) -> None:
    """Refuse a value with a character that no letter can print, by its name."""
    for name, value in fields.values.items():
        for text in _strings(value):
            if missing := first_missing(text.replace("\n", " ")):
                raise MissingGlyphError(
                    f"The field {name} holds {missing!r}, {named(missing)}, which the font of the "
                    f"letters cannot print (in {_around(text, missing)!r}); write it another way."
                )


def _person(template: Template, recipient: str) -> Mapping[str, str]:
    if recipient not in template.recipients:
        known = ", ".join(template.recipients)
        raise NoticeNotFilledError(
            f"The notice {template.id} is not written for {recipient!r}; it is for {known}."
        )
    return template.recipients[recipient]


def _date(fields: NoticeFields, notice: str) -> str:
    day = fields.values.get("notice_date")
    if not isinstance(day, LocalDay):
        raise NoticeNotFilledError(
            f"The notice {notice} has no date; give the field notice_date, the day it is dated."
        )
    return str(day)


def _pieces(compiled: jinja2.Template, notice: str, names: dict[str, Any]) -> Iterator[str]:
    try:
        yield from compiled.generate(names)
    except jinja2.UndefinedError as missing:
        raise NoticeNotFilledError(
            f"The notice {notice} cannot be written: {missing.message}. Supply that field; this "
            "text has no words for its being unknown."
        ) from missing
    except jinja2.TemplateRuntimeError as wrong:
        raise NoticeNotFilledError(
            f"The notice {notice} cannot be written: {wrong.message}; correct its template."
        ) from wrong


def _bounded(pieces: Iterator[str], notice: str) -> Iterator[str]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > FILLED_LIMIT:
            raise NoticeNotFilledError(
                f"The notice {notice} grows beyond {FILLED_LIMIT:,} characters; shorten its fields."
            )
        yield piece


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Unknown):
        yield value.why
    elif isinstance(value, Mapping):
        for cell in value.values():
            yield from _strings(cell)
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)


def _around(text: str, character: str) -> str:
    at = text.index(character)
    return " ".join(text[max(0, at - 12) : at + 13].split())
