"""What a sending would be, as people read it before they approve it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from desk.money import dollars
from desk.tables import console
from incidents.people.recipient import Method
from incidents.services.telling.mail_domain import DomainCheck
from incidents.services.telling.preflight import Preflight, TextNeeded


def show_preflight(found: Preflight, checks: Sequence[DomainCheck]) -> None:
    """Print a preflight: counts, ends, costs, texts, the domain, what to see to."""
    out = console()
    heading = f"Case {found.case}, wave {found.wave}: a sending from {found.on.words()}"
    out.print(Text(heading, style="bold"))
    out.print(_table("", _sums(found)))
    if found.finishes:
        out.print(_table("When it is done", _finishing(found)))
    if found.costs:
        costs = [*found.costs.items(), ("together", found.cents)]
        out.print(_table("What it costs", ((item, dollars(cents)) for item, cents in costs)))
    if found.texts:
        texts = (_text(each, found.languages) for each in found.texts)
        out.print(_table("Texts", texts))
    for offer in found.offers:
        out.print(Text(f"Open: {offer.words}."))
    if checks:
        rows = ((each.record, f"{each.verdict.words}: {each.words}") for each in checks)
        out.print(_table("The sender's domain, as this machine sees it", rows))
    if found.warnings:
        numbers = ((f"{number}.", each) for number, each in enumerate(found.warnings, start=1))
        out.print(_table("To see to before a sending", numbers))


def _sums(found: Preflight) -> Iterator[tuple[str, str]]:
    yield "affected persons", f"{found.persons:,}"
    yield "recipients", f"{found.recipients:,}"
    for name in ("notice", "method", "language"):
        counts = found.by(name)
        words = (f"{_word(found, name, each)} {count:,}" for each, count in counts.items())
        if counts:
            yield f"by {name}", ", ".join(words)
    for reason, count in sorted(found.resolution.not_owed.items()) if found.resolution else ():
        yield "told nothing", f"{count:,}: {reason}"


def _word(found: Preflight, name: str, value: str) -> str:
    if name == "method":
        return Method(value).words if value else "no usable address"
    return found.languages.get(value, value) if name == "language" else value


def _finishing(found: Preflight) -> Iterator[tuple[str, str]]:
    for each in found.finishes:
        pace = f"{each.a_day:,} a day" if each.a_day else "all at once"
        yield f"{each.method.words}, {each.count:,} at {pace}", each.words


def _text(needed: TextNeeded, names: Mapping[str, str]) -> tuple[str, str]:
    readers = ", ".join(
        f"{count:,} who read {names.get(each, each)}" for each, count in needed.instead.items()
    )
    tagline = f"; {readers} get a line in their language with it, where we have one"
    what = f"{needed.notice} for {needed.kind}, in {names.get(needed.language, needed.language)}"
    return what, f"{needed.state.value}, for {needed.count:,}{tagline if readers else ''}"


def _table(heading: str, rows: Iterable[tuple[str, str]]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, title=heading or None)
    table.title_justify = "left"
    table.title_style = "bold"
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for name, words in rows:
        table.add_row(Text(name), Text(words))
    return table
