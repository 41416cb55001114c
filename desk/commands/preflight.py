"""``duenotice preflight``: what a sending would be, before anybody approves it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from config.means import means_of
from desk.casework import examples, installation, json_option, wave_option
from desk.instants import DAY, now
from incidents.moments import LocalDay
from incidents.people.recipient import Method
from incidents.services.telling.mail_domain import DomainCheck
from incidents.services.telling.means import Finish
from incidents.services.telling.preflight import Preflight, TextNeeded, preflight

if TYPE_CHECKING:
    from config.wiring import Installation


@click.command(
    name="preflight",
    epilog=examples(
        "preflight KINGSTON-2026-001",
        "preflight KINGSTON-2026-001 --on 2026-05-08 --no-dns",
    ),
)
@click.argument("number", metavar="CASE")
@click.option(
    "--on", type=DAY, metavar="DATE", help="The day on which it would begin, today unless given."
)
@click.option(
    "--dns/--no-dns",
    default=True,
    show_default=True,
    help="Look up SPF, DKIM and DMARC of the sender's domain, where e-mail would be sent.",
)
@wave_option
@json_option
def command(*, number: str, on: LocalDay | None, dns: bool, wave: int, as_json: bool) -> None:
    """Show what a sending would be: how many, how, what it costs, and when it is done.

    Each way is reckoned against the limit of its duties, with what the settings
    under [sending] say of a day's letters, calls and e-mails. Nothing is
    changed and nothing is sent.

    With --json: case, wave, on, persons, recipients, without_method, by,
    finishes, costs, texts, substitute, domain, warnings.
    """
    home = installation()
    means = means_of(home.settings.sending)
    with home.reading(now()) as work:
        found = preflight(work, home.practice, number, means, wave=wave, on=on)
    checks = _domain_checks(home, found) if dns else ()
    if as_json:
        click.echo(json.dumps(_json(found, checks), ensure_ascii=False))
        return
    from desk.preflight_page import show_preflight  # noqa: PLC0415 - rich is only for people

    show_preflight(found, checks)


def _domain_checks(home: Installation, found: Preflight) -> tuple[DomainCheck, ...]:
    """Give what the resolver sees, where anybody is told by e-mail first or next."""
    from notices.couriers.domain_records import DomainRecords  # noqa: PLC0415 - loads DNS

    ways = {way for each in found.groups for way in (each.method, each.fallback)}
    if Method.EMAIL not in ways:
        return ()
    mail, sending = home.settings.mail, home.settings.sending
    return DomainRecords()(mail.sender if mail else None, sending.dkim_selector)


def _json(found: Preflight, checks: tuple[DomainCheck, ...]) -> dict[str, object]:
    return {
        "case": found.case,
        "wave": found.wave,
        "on": str(found.on),
        "persons": found.persons,
        "recipients": found.recipients,
        "without_method": found.without_method,
        "not_owed": dict(found.resolution.not_owed) if found.resolution else {},
        "by": {name: found.by(name) for name in ("notice", "kind", "language", "method")},
        "finishes": [_finish_json(each) for each in found.finishes],
        "costs": {**found.costs, "total": found.cents},
        "texts": [_text_json(each) for each in found.texts],
        "substitute": [
            {"duty": each.duty, "ground": each.ground.value, "showing": each.as_showing()}
            for each in found.offers
        ],
        "domain": [
            {"record": each.record, "verdict": each.verdict.value, "words": each.words}
            for each in checks
        ],
        "warnings": list(found.warnings),
    }


def _finish_json(finish: Finish) -> dict[str, object]:
    return {
        "method": finish.method.value,
        "count": finish.count,
        "a_day": finish.a_day,
        "finishes": str(finish.finishes) if finish.finishes else None,
        "limit": str(finish.limit) if finish.limit else None,
        "days_to_spare": finish.days_to_spare,
        "too_late": finish.is_too_late,
        "words": finish.words,
    }


def _text_json(needed: TextNeeded) -> dict[str, object]:
    return {
        "notice": needed.notice,
        "kind": needed.kind,
        "language": needed.language,
        "count": needed.count,
        "state": needed.state.value,
        "instead_of": dict(needed.instead),
    }
