"""Drafts as files: in which forms, and under which names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from incidents.errors import InputRefusedError
from incidents.services.drafter import DraftedText


def _docx(drafted: DraftedText) -> bytes:
    from notices.drafts import draft_from  # noqa: PLC0415 - only for this form
    from notices.word_file import docx  # noqa: PLC0415 - only for this form

    return docx(draft_from(drafted.document or b"", drafted.digest).document)


def _eml(drafted: DraftedText) -> bytes:
    from notices.drafts import draft_from  # noqa: PLC0415 - only for this form
    from notices.email_file import eml  # noqa: PLC0415 - only for this form

    return eml(draft_from(drafted.document or b"", drafted.digest))


#: The forms of a draft, by the ending of the file; three of them unless one is asked for.
FORMS: dict[str, Callable[[DraftedText], bytes]] = {
    "txt": lambda drafted: drafted.text.encode(),
    "html": lambda drafted: drafted.html.encode(),
    "pdf": lambda drafted: drafted.pdf,
    "docx": _docx,
    "eml": _eml,
}
USUAL = ("txt", "html", "pdf")


def made(folder: Path) -> Path:
    """Give a folder that is there; raise InputRefusedError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise InputRefusedError(
            [f"{folder} cannot be made ({wrong.strerror}); name another folder with --out."]
        ) from wrong
    return folder


def write_drafts(drafted: Sequence[DraftedText], out: Path, form: str | None) -> list[list[str]]:
    """Write drafts, and give the paths of each.

    In one form, a single draft is the file that ``out`` names; otherwise ``out``
    is a folder, in which each draft has a name of its own.
    """
    if form is not None and len(drafted) == 1 and not out.is_dir():
        made(out.parent)
        return [[_written(out, FORMS[form](drafted[0]))]]
    folder, forms = made(out), (form,) if form else USUAL
    return [
        [_written(folder / f"{_stem(each)}.{ending}", FORMS[ending](each)) for ending in forms]
        for each in drafted
    ]


def _stem(drafted: DraftedText) -> str:
    """Give the name of a draft's files; a translation's ends with its language."""
    name = f"{drafted.notice}.{drafted.recipient_kind}"
    return name if drafted.language == "en" else f"{name}.{drafted.language}"


def _written(path: Path, content: bytes) -> str:
    try:
        path.write_bytes(content)
    except OSError as wrong:
        raise InputRefusedError(
            [f"{path} cannot be written ({wrong.strerror}); the draft itself is kept."]
        ) from wrong
    return str(path)
