"""No number and no date of the law stands in Python; they come from the packs.

The numbers looked for are those of the rule book itself. Smaller ones than
:data:`TELLING` say nothing, and a number is let pass where it plainly counts
something else: letters of a text, seconds to wait, minutes in an hour.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from config.registry import load_registry
from incidents.law.conditions import AllOf, AnyOf, Condition
from incidents.law.exposure import ResidentsExceed
from tests.architecture.sources import ROOT, Source, sources

#: From here on a number of the law is one that nobody writes by chance.
TELLING = 6
#: Where such a number counts something else, and what.
ELSEWHERE = {
    ("incidents/case/ladder.py", 7): "mornings that reminders are planned ahead",
    ("incidents/law/calendars.py", 7): "days of a week",
    ("incidents/ledger/blocks.py", 10): "the base in which numbers are written",
    ("incidents/ledger/entry.py", 10): "the base in which a great number is written",
    ("incidents/ledger/standalone.py", 7): "exponents of Ed25519, RFC 8032",
    ("desk/commands/people/recipients_page.py", 7): "letters before what is said of somebody",
    ("incidents/people/reach.py", 10): "digits of a telephone number",
    ("incidents/services/telling/resolve_recipients.py", 5000): "persons of one transaction",
    ("incidents/services/telling/brakes.py", 10): "bounces that say something about a list",
    ("incidents/services/telling/prepare_sending.py", 500): "recipients of one transaction",
    ("incidents/services/telling/tries.py", 24): "hours of the longest wait",
    ("incidents/services/reminder_text.py", 24): "hours of a day",
    ("incidents/services/reminder_text.py", 60): "minutes of an hour",
    ("incidents/services/reminder_text.py", 72): "hours up to which a time is told in hours",
    ("incidents/services/settle_reminder.py", 60): "minutes until a message is tried again",
    ("incidents/services/settle_reminder.py", 72): "hours after which a message is given up",
    ("incidents/store/copying.py", 10): "rows that are copied at once",
    ("incidents/store/faults.py", 10): "seconds to wait for a lock",
    ("incidents/store/transaction.py", 5000): "rows that a cursor fetches at once",
    ("notices/checking.py", 500): "letters of a line, and lines of a list",
    ("notices/couriers/bounce_boxes.py", 30): "seconds to wait for a mailbox",
    ("notices/couriers/bulk_smtp.py", 60): "seconds to wait for the answer to a message",
    ("notices/couriers/mail_bytes.py", 60): "letters of a subject that needs no folding",
    ("notices/couriers/smtp_answers.py", 500): "the first answer of a mail server that is final",
    ("notices/export/tables.py", 60): "the widest column of a register",
    ("notices/export/timeline.py", 7): "days of a week",
    ("notices/glyphs.py", 18): "the place of a number in a font's table",
    ("rosters/archives.py", 18): "the power of two that is the size of a piece",
    ("notices/html_page.py", 30): "strokes of a blank to be filled in",
    ("notices/language.py", 7): "days of a week",
    ("notices/plain_text.py", 72): "letters of a line",
    ("notices/window.py", 72): "points of an inch",
    ("flows/send_notices.py", 5000): "e-mails of one step",
    ("flows/settings.py", 30): "days for which Prefect keeps its runs",
    ("config/mailing.py", 10): "answers of a conversation",
    ("config/mailing.py", 60): "seconds of a minute",
    ("config/sending_settings.py", 10): "minutes for which a worker holds what it took",
    ("config/sending_settings.py", 30): "e-mails that a mailbox takes a minute",
    ("config/sending_settings.py", 500): "messages and letters of one batch",
    ("config/tree.py", 60): "levels to which a file may be nested",
}
_OTHER_UNITS = {"seconds", "minutes", "timeout"}


def numbers_of_the_law() -> set[int]:
    """Give every period, threshold and retention of the packs that tells."""
    registry = load_registry()
    book = registry.rule_book
    versions = [version for rule in book.rules for version in rule.versions]
    clocks = [version.clock for version in versions]
    clocks += [version.holds.then for version in versions if version.holds and version.holds.then]
    for family in registry.families.values():
        clauses = [family.clause, *(each.clause for each in family.exhibits.values())]
        clocks += [clause.clock for clause in clauses if clause]
    counted = [each.more_than for each in book.thresholds]
    counted += [n for version in versions for n in residents_in(version.applies_when)]
    counted += [rule.retention.years for rule in book.rules if rule.retention]
    counted += [rule.of_age.years for rule in book.rules if rule.of_age]
    return {n for n in (*counted, *(each.length or 0 for each in clocks)) if n >= TELLING}


def residents_in(condition: Condition) -> Iterator[int]:
    """Give the numbers of residents that a condition compares with."""
    if isinstance(condition, ResidentsExceed):
        yield condition.more_than
    elif isinstance(condition, (AllOf, AnyOf)):
        for part in condition.parts:
            yield from residents_in(part)


def dates_of_the_law() -> set[str]:
    """Give every day on which a provision came into force or ended."""
    registry = load_registry()
    versions = [version for rule in registry.rule_book.rules for version in rule.versions]
    days = [day for each in versions for day in (each.in_force_from, each.in_force_until)]
    return {str(day) for day in days if day} | {str(p.adopted) for p in registry.policies.values()}


def numbers_in(source: Source, looked_for: set[int]) -> Iterator[ast.Constant]:
    """Give each of the numbers in a file that counts nothing plainly else."""
    passed = set(map(id, plainly_else(source.tree)))
    constants = (node for node in ast.walk(source.tree) if isinstance(node, ast.Constant))
    for node in constants:
        if type(node.value) is int and node.value in looked_for and id(node) not in passed:
            yield node


def plainly_else(tree: ast.Module) -> Iterator[ast.AST]:
    """Give what stands in a slice, in a conversion of units or in another unit."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Slice):
            yield from ast.walk(node)
        elif isinstance(node, ast.keyword) and node.arg in _OTHER_UNITS:
            yield from ast.walk(node.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv | ast.Mod):
            yield node.right


def test_the_numbers_looked_for_are_those_of_the_law() -> None:
    assert numbers_of_the_law() == {7, 10, 18, 24, 30, 60, 72, 500, 5000, 250_000, 500_000}
    assert {"2020-01-29", "2024-12-21", "2025-07-26", "2020-10-21"} <= dates_of_the_law()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("limit = start.plus_hours(72)", 1),
        ("if residents > 5000: pass", 1),
        ("length = 60", 1),
        ("shown = text[:60]", 0),
        ("minutes = seconds // 60", 0),
        ("wait(timeout=30)", 0),
        ("day = start.plus(5)", 0),
    ],
)
def test_a_number_of_the_law_is_seen_where_it_counts(text: str, found: int) -> None:
    source = Source(path=ROOT / "example.py", text=text, tree=ast.parse(text))

    assert len(list(numbers_in(source, numbers_of_the_law()))) == found


def test_no_number_of_the_law_stands_in_python() -> None:
    law = numbers_of_the_law()
    found = {
        source.at(node): node.value
        for source in sources()
        for node in numbers_in(source, law)
        if (source.at(node).rpartition(":")[0], node.value) not in ELSEWHERE
    }

    assert not found, (
        f"These look like numbers of the law: {found}. Put them into a rule pack; if they count "
        "something else, say what in ELSEWHERE."
    )


def test_every_exception_is_still_needed() -> None:
    law = numbers_of_the_law()
    needed = {
        (source.at(node).rpartition(":")[0], node.value)
        for source in sources()
        for node in numbers_in(source, law)
    }

    assert set(ELSEWHERE) - needed == set()
    assert all(len(reason) > 10 for reason in ELSEWHERE.values())


def test_no_date_of_the_law_stands_in_python() -> None:
    law = dates_of_the_law()
    found = [
        f"{source.at(node)}: {node.value}"
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in law
    ]

    assert not found, f"These are dates of the law, which come from the packs: {found}"
