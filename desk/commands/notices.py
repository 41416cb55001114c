"""``duenotice notices``: which notices there are, and in which languages."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from desk.casework import examples, installation, json_option
from incidents.errors import InputRefusedError
from notices.listing import ListedNotice


@click.command(
    name="notices",
    epilog=examples("notices", "notices family-notice --agency kingston-csd"),
)
@click.argument("notice", required=False, metavar="[NOTICE]")
@click.option("--agency", metavar="ID", help="As this agency sends them, with its own words.")
@json_option
def command(*, notice: str | None, agency: str | None, as_json: bool) -> None:
    """List the notices, whom each is for, and which translations may go out.

    With a NOTICE, what stands in the way of each translation, with the digest
    that a review names. With --agency, that agency's own words are checked too.

    With --json, one line a notice: notice, title, version, audience, form, for,
    languages (code, state, of, english, objections).
    """
    found = [each for each in _listed(agency) if notice in (None, each.id)]
    if not found:
        raise InputRefusedError(
            [f"There is no notice `{notice}`; `duenotice notices` lists those there are."]
        )
    for each in found:
        if as_json:
            click.echo(json.dumps(_as_json(each), ensure_ascii=False))
            continue
        for line in _lines(each, whole=notice is not None):
            click.echo(line)


def _listed(agency_id: str | None) -> list[ListedNotice]:
    home = installation()
    if agency_id is None:
        return home.drafter.listed(None)
    agency = home.agency(agency_id)
    if agency is None:
        raise InputRefusedError(
            [f"There is no agency `{agency_id}`; its settings stand in districts/{agency_id}.yaml."]
        )
    return home.drafter.listed(agency)


def _lines(notice: ListedNotice, *, whole: bool) -> Iterator[str]:
    yield f"{click.style(notice.id, bold=True)}: {notice.title}"
    yield f"    for {', '.join(notice.kinds)}"
    for each in notice.languages:
        yield f"    {each.name}: {each.state}"
        if whole:
            yield from (f"      - {objection}" for objection in each.objections)


def _as_json(notice: ListedNotice) -> dict[str, object]:
    return {
        "notice": notice.id,
        "title": notice.title,
        "version": notice.version,
        "audience": notice.audience,
        "form": notice.form,
        "for": list(notice.kinds),
        "languages": [
            {
                "code": each.code,
                "state": each.state,
                "of": each.of,
                "english": each.english,
                "objections": list(each.objections),
            }
            for each in notice.languages
        ],
    }
