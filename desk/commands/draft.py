"""``duenotice draft``: the words of a notice, from what the case knows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from desk.casework import case_options, examples, installation
from desk.draft_files import FORMS, made, write_drafts
from desk.instants import now
from desk.languages import language_name
from incidents.errors import InputRefusedError
from incidents.services.draft_notice import draft_notice
from incidents.services.drafter import Addressed, DraftedText, Drafter
from incidents.services.view_case import CaseView, view_case

#: As many digits of a digest as name a text without doubt.
_DIGITS = 16


@click.command(
    name="draft",
    epilog=examples(
        "draft KINGSTON-2026-001 --out letters",
        "draft KINGSTON-2026-001 family-notice --for parent",
        "draft KINGSTON-2026-001 family-notice --for parent --form docx --out letter.docx",
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("notice", required=False, metavar="[NOTICE]")
@click.option(
    "--for",
    "kind",
    metavar="KIND",
    help="Only for this kind of recipient, such as parent; for each, unless given.",
)
@click.option(
    "--language",
    metavar="CODE",
    help="Only in this language, such as es; in each that may go out, unless given.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write text, HTML and PDF into this folder; with --form, that form into this file.",
)
@click.option(
    "--form",
    type=click.Choice(tuple(FORMS)),
    help="Write only this form: docx is for the lawyer's pen, eml opens in a mail program.",
)
@case_options
def command(
    *,
    number: str,
    notice: str | None,
    kind: str | None,
    language: str | None,
    out: Path | None,
    form: str | None,
    wave: int,
    by: str,
    as_json: bool,
) -> None:
    """Draft a notice; without a name, every notice that is called for now.

    What the notice still lacks is listed, and `duenotice record CASE wording`
    supplies it. The text is kept under its digest, which an approval names.

    With --json, one line a text: case, wave, notice, for, language, version,
    digest, lacks, remarks, text, files.
    """
    home = installation()
    if form is not None and out is None:
        raise InputRefusedError([f"--form {form} needs --out with the name of the file."])
    if out is not None and form is None:
        made(out)
    with home.work(now(), by) as work:
        view = view_case(work, home.law, number)
        meant = _Meant(notice=notice, kind=kind, language=language, wave=wave)
        wanted = _wanted(home.drafter, view, meant)
        drafted = [draft_notice(work, home.practice, number, each) for each in wanted]
    written = write_drafts(drafted, out, form) if out is not None else [[] for _ in drafted]
    for each, files in zip(drafted, written, strict=True):
        if as_json:
            click.echo(json.dumps(_as_json(each, view, wave, files), ensure_ascii=False))
            continue
        if len(drafted) == 1 and not files:
            click.echo(f"{each.text}\n")
        for line in _lines(each, files):
            click.echo(line)
    if not as_json:
        _remark(drafted, number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    """What was asked for; None is all of them."""

    notice: str | None
    kind: str | None
    language: str | None
    wave: int


def _wanted(drafter: Drafter, view: CaseView, meant: _Meant) -> list[Addressed]:
    """Give each notice for each kind of recipient; refuse a kind that none is for."""
    view.case.wave(meant.wave)
    kind = meant.kind
    names = [meant.notice] if meant.notice else list(drafter.serving(view, meant.wave))
    kinds = {name: drafter.kinds(name) for name in names}
    known = dict.fromkeys(one for each in kinds.values() for one in each)
    if kind is not None and known and kind not in known:
        listed = ", ".join(known)
        raise InputRefusedError([f"Nothing is written for `{kind}`; accepted are {listed}."])
    return [
        Addressed(notice=name, kind=one, wave=meant.wave, language=code)
        for name in names
        for one in kinds[name]
        if kind in (None, one)
        for code in ([meant.language] if meant.language else drafter.languages(name, view.agency))
    ]


def _as_json(
    drafted: DraftedText, view: CaseView, wave: int, files: Sequence[str]
) -> dict[str, object]:
    return {
        "case": view.case.number,
        "wave": wave,
        "notice": drafted.notice,
        "for": drafted.recipient_kind,
        "language": drafted.language,
        "version": drafted.version,
        "digest": drafted.digest,
        "lacks": list(drafted.refusals),
        "remarks": list(drafted.remarks),
        "text": drafted.text,
        "files": list(files),
    }


def _lines(drafted: DraftedText, files: Sequence[str]) -> Iterator[str]:
    name = f"{drafted.notice} for {drafted.recipient_kind}"
    name += "" if drafted.language == "en" else f" in {language_name(drafted.language)}"
    yield f"{click.style(name, bold=True)}: {drafted.digest[:_DIGITS]}"
    if files:
        yield f"  written to {files[0]}{', .html and .pdf' if len(files) > 1 else ''}"
    if drafted.refusals:
        yield "  It cannot be approved yet:"
    yield from (f"  - {each}" for each in drafted.refusals)


def _remark(drafted: Sequence[DraftedText], number: str) -> None:
    for remark in dict.fromkeys(remark for each in drafted for remark in each.remarks):
        click.echo(f"Note: {remark}")
    if not drafted:
        click.echo("No duty calls for a notice now; name one to draft it all the same.")
    ready = [each.digest[:_DIGITS] for each in drafted if not each.refusals]
    if ready:
        which = ready[0] if len(drafted) == 1 else "DIGEST"
        click.echo(f"Once it has been read: duenotice approve {number} {which} --by PERSON")
