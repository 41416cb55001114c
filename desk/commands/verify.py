"""``duenotice verify``: whether the record, or an export, is as it was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from desk.casework import installation, json_option
from desk.instants import now
from incidents.errors import DueNoticeError
from incidents.ledger import standalone
from incidents.ledger.findings import Verdict
from incidents.services.handed_in import notes_in
from incidents.services.ledger_faults import LedgerCheck, LogCheck
from incidents.services.verify_ledger import CannotVerifyError, verify_ledger

CANNOT_CHECK = 3
_EXIT = {Verdict.INTACT: 0, Verdict.ALTERED: 1, Verdict.INCOMPLETE: 2}
_MOST_LOGS, _MOST_FAULTS = 20, 20


class _CannotCheckError(click.UsageError):
    exit_code = CANNOT_CHECK


class _Verify(click.Command):
    """A mistake at the keyboard is "cannot check", never "incomplete"."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:  # noqa: ANN401 - click's
        try:
            return super().make_context(*args, **kwargs)
        except click.UsageError as wrong:
            raise _CannotCheckError(wrong.message, wrong.ctx) from wrong


@click.command(name="verify", cls=_Verify)
@click.argument("what", metavar="[CASE|BAG]", required=False)
@click.option(
    "--checkpoint",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A checkpoint kept elsewhere: a text file, or a saved message.",
)
@click.option("--key", default="", help="The public key, for an export.")
@json_option
def command(what: str | None, files: tuple[Path, ...], key: str, as_json: bool) -> None:  # noqa: FBT001
    """Check that the record is unaltered.

    Without a name every log in the database is checked, with the checkpoints
    in it and outside it; with CASE that case and its agency; with BAG the
    folder or .zip of an export, as its own verify.py does.

    Exit status: 0 intact, 1 altered, 2 incomplete, 3 cannot be checked.

    With --json: verdict, exit, first_wrong (log and entry), logs, faults; for a
    BAG: verdict, exit, bag, lines; where nothing can be checked: verdict, exit,
    errors.
    """
    try:
        status = (
            _bag(what, files, key, as_json=as_json)
            if what is not None and Path(what).exists()
            else _record(what, files, as_json=as_json)
        )
    except DueNoticeError as wrong:
        status = _refuse(str(wrong), as_json=as_json)
    raise click.exceptions.Exit(status)


def _record(case: str | None, files: tuple[Path, ...], *, as_json: bool) -> int:
    from config.sealing import refuse_missing_record  # noqa: PLC0415 - a bag needs none

    notes = [note for path in files for note in _notes(path)]
    home = installation()
    refuse_missing_record(home.settings)
    with home.reading(now()) as work:
        found = verify_ledger(work, home.seals, case, notes)
    status = _EXIT[found.verdict]
    click.echo(json.dumps(_as_json(found, status)) if as_json else "\n".join(_lines(found)))
    return status


def _notes(path: Path) -> list[str]:
    try:
        notes = notes_in(path.read_bytes())
    except OSError as wrong:
        raise CannotVerifyError(
            f"{path} cannot be read: {wrong.strerror}; check its name."
        ) from wrong
    if not notes:
        raise CannotVerifyError(
            f"There is no checkpoint in {path}; give the note, or the whole message."
        )
    return notes


def _as_json(found: LedgerCheck, status: int) -> dict[str, object]:
    first = found.first_wrong
    return {
        "verdict": found.verdict.value,
        "exit": status,
        "first_wrong": {"log": first.log, "entry": first.entry} if first else None,
        "logs": [check.as_json() for check in found.logs],
        "faults": [fault.as_json() for fault in found.faults],
    }


def _lines(found: LedgerCheck) -> list[str]:
    lines = [f"Result: {found.verdict.value.upper()}"]
    if found.first_wrong:
        lines.append(f"First wrong entry: {found.first_wrong.entry} of {found.first_wrong.log}")
    lines += [f"- {fault.log}: {fault.sentence}" for fault in found.faults[:_MOST_FAULTS]]
    if len(found.faults) > _MOST_FAULTS:
        lines.append(f"- and {len(found.faults) - _MOST_FAULTS} more; --json shows all.")
    entries = sum(check.entries for check in found.logs)
    lines.append(f"Checked: {len(found.logs)} logs with {entries:,} entries.")
    if len(found.logs) <= _MOST_LOGS:
        lines += [_line(check) for check in found.logs]
    return [*lines, standalone.CLAIM]


def _line(check: LogCheck) -> str:
    return (
        f"  {check.log}: {check.entries} entries; checkpoints vouch for {check.vouched}, "
        f"those outside the database for {check.vouched_outside}."
    )


def _bag(bag: str, files: tuple[Path, ...], key: str, *, as_json: bool) -> int:
    arguments = [bag, *(["--key", key] if key else [])]
    for path in files:
        arguments += ["--checkpoint", str(path)]
    if not as_json:
        return standalone.main(arguments)
    import contextlib  # noqa: PLC0415 - for JSON only
    import io  # noqa: PLC0415 - for JSON only

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        status = standalone.main(arguments)
    verdict, *rest = printed.getvalue().splitlines()
    word = verdict.removeprefix("Result: ").lower()
    click.echo(json.dumps({"verdict": word, "exit": status, "bag": bag, "lines": rest}))
    return status


def _refuse(sentence: str, *, as_json: bool) -> int:
    if as_json:
        click.echo(
            json.dumps({"verdict": "cannot check", "exit": CANNOT_CHECK, "errors": [sentence]})
        )
    else:
        click.echo(f"Result: CANNOT CHECK\n- {sentence}")
    return CANNOT_CHECK
