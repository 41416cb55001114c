"""What a person wrote for the notices, in the language of the reader.

A letter in Spanish with an English account of what happened would be no
Spanish letter. So whole words are recorded for each language, under the
field's name with the language's code: ``data_types@es``.
"""

from __future__ import annotations

from typing import Any

from incidents.services.drafter import Addressed
from incidents.services.view_case import CaseView
from notices.catalogue import Catalogue
from notices.fieldbook import PROSE
from notices.fields import NoticeFields
from notices.unknown import Unknown

#: Between the name of a field and the code of a language.
LANGUAGE_MARK = "@"


def in_language(
    fields: NoticeFields, addressed: Addressed, view: CaseView, source: Catalogue
) -> tuple[NoticeFields, list[str]]:
    """Give the fields in the language of a notice, and why it may not go out yet.

    What is written only in English stays so, and is named.
    """
    from notices.inspection import usable  # noqa: PLC0415 - loads Jinja

    code = addressed.language
    used = usable(source, addressed.notice, code).fields
    written = view.case.wording.get(addressed.wave, {})
    known = {name for name, value in fields.values.items() if not isinstance(value, Unknown)}
    wanted = sorted(PROSE & used & known)
    found: dict[str, Any] = {
        name: written[f"{name}{LANGUAGE_MARK}{code}"]
        for name in wanted
        if f"{name}{LANGUAGE_MARK}{code}" in written
    }
    lacking = [name for name in wanted if name not in found]
    problems = [_sentence(lacking, source.language(code).name, code, view)] if lacking else []
    listed, kinds = fields.values.get("data_types"), found.get("data_types")
    if isinstance(listed, tuple) and kinds is not None:
        if len(listed) == len(kinds):
            found["data_types_listed"] = listed
        else:
            problems.append(_uneven(len(listed), len(kinds), code))
    return fields.plus(**found), problems


def _uneven(english: int, other: int, code: str) -> str:
    """Say that the kinds of data cannot be told of one person in another language."""
    return (
        f"data_types has {english} entries and data_types{LANGUAGE_MARK}{code} has {other}: write "
        "the same ones in the same order, so that each person is told what concerns them."
    )


def _sentence(lacking: list[str], name: str, code: str, view: CaseView) -> str:
    example = f"duenotice record {view.case.number} wording {lacking[0]}{LANGUAGE_MARK}{code}"
    return f"Not written in {name} yet: {', '.join(lacking)}; write each, as in `{example}`."
