"""``duenotice sending``: what one approval lets go, from its list to its end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from desk.casework import (
    NAME_NOBODY,
    by_option,
    change_options,
    examples,
    installation,
    json_option,
    seal_milestone,
    wave_option,
)
from desk.instants import WORDS, now
from desk.languages import language_name
from desk.money import dollars
from incidents.errors import InputRefusedError
from incidents.moments import LocalDay
from incidents.people.recipient import Method

if TYPE_CHECKING:
    from incidents.services.telling.prepare_sending import PreparedSending

_DIGITS = 12
_number = click.argument("number", metavar="CASE")
_sending = click.option(
    "--sending",
    type=int,
    metavar="NUMBER",
    help="Which sending; needed only where a case has several.",
)
_reason = click.option(
    "--reason", type=WORDS, required=True, metavar="TEXT", help=f"Why. {NAME_NOBODY}"
)


@click.group(
    name="sending",
    epilog=examples(
        "sending prepare KINGSTON-2026-001",
        "sending approve KINGSTON-2026-001 --by dpo",
        "sending release KINGSTON-2026-001 --by superintendent",
        "send KINGSTON-2026-001",
    ),
)
def command() -> None:
    """Prepare, approve and release what goes to the people of a case, or stop it."""


@command.command(name="prepare")
@_number
@wave_option
@change_options
def prepare(*, number: str, wave: int, by: str, as_json: bool) -> None:
    """Write down every delivery of a wave, and prove that each can be written.

    Nothing goes out by this. Recipients to whom nothing can be written are listed
    with what has to be done; exit status 1 says that there are some.

    With --json: case, sending, wave, digest, texts, methods, without_method, problems.
    """
    from incidents.services.telling.prepare_sending import Preparing, prepare_sending  # noqa: PLC0415

    home = installation()
    preparing = Preparing(
        begin=lambda: home.work(now(), by),
        look=lambda: home.reading(now()),
        law=home.law,
        drafter=home.drafter,
        writer=home.letter_writer,
    )
    prepared = prepare_sending(preparing, number, wave)
    if as_json:
        click.echo(json.dumps(_prepared_json(number, prepared), ensure_ascii=False))
    else:
        _show_prepared(number, prepared)
    if prepared.problems:
        raise click.exceptions.Exit(1)


def _prepared_json(number: str, prepared: PreparedSending) -> dict[str, Any]:
    return {
        "case": number,
        "sending": prepared.number,
        "wave": prepared.wave,
        "digest": prepared.digest,
        "texts": [
            {
                "notice": each.notice,
                "for": each.recipient_kind,
                "language": each.language,
                "digest": each.digest,
            }
            for each in prepared.texts
        ],
        "methods": {method.value: count for method, count in prepared.methods.items()},
        "without_method": prepared.without_method,
        "problems": [
            {"recipient": each.recipient, "problem": each.sentence} for each in prepared.problems
        ],
    }


def _show_prepared(number: str, prepared: PreparedSending) -> None:
    ways = ", ".join(f"{count:,} by {way.words}" for way, count in prepared.methods.items())
    click.echo(f"Sending {prepared.number} is prepared: {ways}. Nothing has gone out.")
    for text in prepared.texts:
        kind, digest = text.recipient_kind, text.digest[:_DIGITS]
        click.echo(f"  {text.notice} for {kind}, in {language_name(text.language)}: {digest}")
    if prepared.without_method:
        click.echo(f"{prepared.without_method:,} have no usable address: duenotice people to-find")
    for each in prepared.problems:
        click.echo(f"Recipient {each.recipient} is NOT part of it: {each.sentence}")
    click.echo(
        f"Next, by two people: duenotice sending approve {number} --by PERSON, then duenotice "
        f"sending release {number} --by ANOTHER"
    )


@command.command(name="approve")
@_number
@_sending
@change_options
def approve(*, number: str, sending: int | None, by: str, as_json: bool) -> None:
    """Approve every text of a prepared sending, and its list, as the first of two people.

    Read them first: `duenotice show CASE` names each by its digest.

    With --json: case, sending, approved.
    """
    from incidents.services.telling.release_sending import approve_texts  # noqa: PLC0415

    home, which = installation(), _which(number, sending)
    with home.work(now(), by) as work:
        texts = approve_texts(work, home.law, number, which, by=by)
    if as_json:
        approved = [each.digest for each in texts]
        click.echo(json.dumps({"case": number, "sending": which, "approved": approved}))
        return
    for text in texts:
        click.echo(f"{text.notice} for {text.recipient_kind} is approved by {by}: {text.digest}")


@command.command(name="release")
@_number
@_sending
@click.option("--yes", is_flag=True, help="Let it go without asking; a script needs it.")
@change_options
def release(*, number: str, sending: int | None, yes: bool, by: str, as_json: bool) -> None:
    """Approve the texts as the second person, and let the sending go.

    It shows how many are told and how, for which day, with which texts and at what
    cost, and asks. From here on people are told: by `duenotice send`, by
    `duenotice serve`, by the letters that are printed and the calls that are made.

    With --json, which needs --yes: case, sending, state.
    """
    from incidents.services.telling.release_sending import release_sending  # noqa: PLC0415

    if as_json and not yes:
        raise InputRefusedError(["With --json nobody is asked: add --yes to let the sending go."])
    home, which = installation(), _which(number, sending)
    seen = _seen(number, which, as_json=as_json)
    if seen and not yes and not click.confirm("Let it go to all of them?", err=True):
        raise click.exceptions.Abort
    two_people = home.settings.sending.two_people
    with home.work(now(), by) as work:
        release_sending(work, home.law, number, which, by=by, two_people=two_people, seen=seen)
    seal_milestone(number)
    _say(number, which, "released", as_json=as_json)


@command.command(name="stop")
@_number
@_sending
@_reason
@change_options
def stop(*, number: str, sending: int | None, reason: str, by: str, as_json: bool) -> None:
    """Stop a released sending: within a second or so nothing more goes out.

    With --json: case, sending, state.
    """
    from incidents.services.telling.stop_sending import stop_sending  # noqa: PLC0415

    home, which = installation(), _which(number, sending)
    with home.work(now(), by) as work:
        stop_sending(work, home.law, number, which, reason=reason)
    _say(number, which, "stopped", as_json=as_json)


def _change(name: str) -> Callable[..., None]:
    def act(*, number: str, sending: int | None, reason: str, by: str, as_json: bool) -> None:
        from incidents.services.telling import stop_sending as acts  # noqa: PLC0415

        home, which = installation(), _which(number, sending)
        chosen = acts.resume_sending if name == "resume" else acts.cancel_sending
        with home.work(now(), by) as work:
            chosen(work, home.law, number, which, by=by, reason=reason)
        _say(number, which, "going on" if name == "resume" else "given up", as_json=as_json)

    act.__doc__ = _DOCS[name]
    return act


_DOCS = {
    "resume": "Have a stopped sending go on, for a reason that is kept.\n\n"
    "With --json: case, sending, state.",
    "cancel": "Give up a sending that is prepared or stopped; what has not gone out will not.\n\n"
    "With --json: case, sending, state.",
}
for _name in _DOCS:
    command.command(name=_name)(_number(_sending(_reason(change_options(_change(_name))))))


@command.command(name="show")
@_number
@json_option
def show(*, number: str, as_json: bool) -> None:
    """Show the sendings of a case: how many deliveries stand where.

    With --json: case, sendings (each number, state, reason, deliveries).
    """
    home = installation()
    with home.reading(now()) as work:
        work.cases.get(number)
        found = [(each, work.deliveries.tally(each.id)) for each in work.sendings.of_case(number)]
    if as_json:
        sendings = [
            {
                "number": row.number,
                "state": row.state.value,
                "reason": row.reason,
                "deliveries": [
                    {"method": each.method.value, "state": each.state.value, "count": each.count}
                    for each in tallies
                ],
            }
            for row, tallies in found
        ]
        click.echo(json.dumps({"case": number, "sendings": sendings}, ensure_ascii=False))
        return
    if not found:
        click.echo(f"Case {number} has no sending yet: duenotice sending prepare {number}")
    for row, tallies in found:
        because = f": {row.reason}" if row.reason else ""
        click.echo(f"Sending {row.number} is {row.state.value}{because}")
        for each in tallies:
            state = each.state.words
            click.echo(f"  {each.count:>9,} by {each.method.words}, {state}")


@command.command(name="resend", epilog=examples("sending resend KINGSTON-2026-001 4711"))
@_number
@click.argument("delivery", type=int, metavar="DELIVERY")
@by_option
@json_option
def resend(*, number: str, delivery: int, by: str, as_json: bool) -> None:
    """Send an e-mail again of which nobody knows whether it arrived.

    It has the same Message-ID, by which many mail programs show it once. The
    journal of the mail server is asked first; what it has is not sent again.

    With --json: case, delivery, state.
    """
    from incidents.services.telling.resend_delivery import resend_delivery  # noqa: PLC0415

    state = resend_delivery(installation().mailing(now), number, delivery, by=by)
    if as_json:
        click.echo(json.dumps({"case": number, "delivery": delivery, "state": state.value}))
    elif state.tells:
        click.echo(f"Delivery {delivery} was taken after all, by the mail server's journal.")
    else:
        click.echo(f"Delivery {delivery} is queued again; it goes out with duenotice send {number}")


def _seen(number: str, which: int, *, as_json: bool) -> str | None:
    """Show what a prepared sending would let go; give the digest of its list."""
    from config.means import means_of  # noqa: PLC0415
    from incidents.services.view_case import case_of  # noqa: PLC0415

    home = installation()
    with home.reading(now()) as work:
        case = case_of(work, number)
    found = case.telling.sendings.get(which)
    if found is None or found.state != "prepared" or as_json:
        return None if found is None else found.digest
    means, cents = means_of(home.settings.sending), 0
    lines = [f"Sending {which} of {number}, for {LocalDay.parse(found.on).words()}:"]
    for method in (each for each in Method if each.value in found.methods):
        count = found.methods[method.value]
        cents += sum(means.cents(method, count).values())
        lines.append(f"  {count:>9,} by {method.words}")
    for text in (case.drafts[each] for each in found.notices):
        kind, digest = text.recipient_kind, text.digest[:_DIGITS]
        lines.append(f"  {text.notice} for {kind}, in {language_name(text.language)}: {digest}")
    if found.without_method:
        lines.append(
            f"  {found.without_method:,} more are not part of it: nothing reaches them yet"
        )
    lines.append(f"  About {dollars(cents)}; the list is {found.digest[:_DIGITS]}")
    click.echo("\n".join(lines), err=True)
    return found.digest


def _which(number: str, sending: int | None) -> int:
    """Give the sending that is meant: the one named, or the last that is not over."""
    if sending is not None:
        return sending
    with installation().reading(now()) as work:
        rows = work.sendings.of_case(number)
    going = [each.number for each in rows if each.state.value != "cancelled"]
    return going[-1] if going else len(rows) + 1


def _say(number: str, which: int, state: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"case": number, "sending": which, "state": state}))
    else:
        click.echo(f"Sending {which} of {number} is {state}.")
