"""``duenotice keys``: the keys that seal names and addresses, never shown."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from desk.casework import examples, installation, json_option
from desk.instants import now
from incidents.services.rotate_field_key import Rotated, rotate_field_key


@click.group(
    name="keys", invoke_without_command=True, epilog=examples("keys", "keys rotate --drop-old")
)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:  # noqa: FBT001
    """Show the keys of sealed fields: where they lie, and what each seals.

    Names, birthdays, addresses, e-mail addresses and telephone numbers are
    sealed in the database with these keys. They lie in a folder apart from it:
    copy that folder to a safe place. No key itself is ever shown.

    With --json: folder, keys (id and values, the newest first), missing (the same).
    """
    if ctx.invoked_subcommand is None:
        found = _shown()
        click.echo(json.dumps(found) if as_json else "\n".join(_lines(found)))


@command.command(name="rotate")
@click.option("--drop-old", is_flag=True, help="Destroy older keys that seal nothing any more.")
@json_option
def rotate(drop_old: bool, as_json: bool) -> None:  # noqa: FBT001
    """Make a new key and seal every value with it.

    Others go on working meanwhile. If this is cut short, nothing is lost: run
    it again, and it goes on. An older key is kept unless --drop-old is given,
    since back-ups made before cannot be read without it.

    With --json: newest, is_new, values, kept, dropped.
    """
    home = installation()
    done = rotate_field_key(
        lambda: home.work(now(), "keys"),
        lambda: home.reading(now()),
        home.field_keys,
        drop_old=drop_old,
    )
    click.echo(json.dumps(asdict(done)) if as_json else "\n".join(_told(done)))


def _shown() -> dict[str, Any]:
    home = installation()
    ring = home.field_keys.find()
    with home.reading(now()) as work:
        counts = work.sealed_values.counts()
    ids = [key.id for key in ring.keys] if ring else []
    return {
        "folder": home.field_keys.place,
        "keys": [{"id": each, "values": counts.get(each, 0)} for each in ids],
        "missing": [
            {"id": each, "values": counts[each]} for each in sorted(counts) if each not in ids
        ],
    }


def _lines(found: dict[str, Any]) -> list[str]:
    keys, missing = found["keys"], found["missing"]
    lines = [f"The keys of sealed fields lie in {found['folder']}."]
    for number, key in enumerate(keys):
        newest = "" if number else ", the newest"
        lines.append(f"  {key['id']}: seals {key['values']:,} values{newest}")
    if not keys and not missing:
        lines.append("There is none yet; the first is made when the first person is put in.")
    return lines + [
        f"  {key['id']}: MISSING, and {key['values']:,} values cannot be opened without it; "
        "put it back from its copy."
        for key in missing
    ]


def _told(done: Rotated) -> list[str]:
    begun = "was made" if done.is_new else "was there already, and its rotation went on"
    lines = [f"The key {done.newest} {begun}; it seals {done.values:,} values."]
    lines += [f"The key {each} was destroyed." for each in done.dropped]
    if done.kept:
        lines.append(
            f"Kept: {', '.join(done.kept)}. Back-ups made before need them; without such back-ups, "
            "keys rotate --drop-old destroys those that seal nothing."
        )
    return [*lines, "Copy the folder of the keys again to its safe place."]
