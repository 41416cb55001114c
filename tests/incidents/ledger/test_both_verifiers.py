"""Two programs, written apart, judge every mishandled record alike."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.ledger.contents import Stored
from incidents.ledger.entry import Entry
from incidents.ledger.findings import Verdict
from incidents.ledger.verify import known_from, verify
from tests.incidents.ledger.attack import HONEST
from tests.incidents.ledger.bags import write_bag
from tests.incidents.ledger.records import (
    KEY,
    LOG,
    changed,
    note,
    relinked,
)

PINNED = ("--key", str(KEY.verifier))


def _swapped(rows: list[Stored], at: int, to: int) -> list[Stored]:
    swapped = [*rows]
    swapped[at], swapped[to] = swapped[to], swapped[at]
    return swapped


Change = Callable[[list[Stored], int, int], list[Stored]]
CHANGES: list[Change] = [
    lambda rows, at, _: [*rows[:at], *rows[at + 1 :]],
    lambda rows, at, to: [*rows[:at], rows[to], *rows[at:]],
    _swapped,
    lambda rows, at, to: [*rows[:at], changed(rows[at], seq=to), *rows[at + 1 :]],
    lambda rows, at, _: [*rows[:at], changed(rows[at], actor="it"), *rows[at + 1 :]],
    lambda rows, at, to: [
        *rows[:at],
        changed(rows[at], at=Entry.parse(rows[to].entry).at),
        *rows[at + 1 :],
    ],
    lambda rows, at, to: [
        *rows[:at],
        changed(rows[at], prev=Entry.parse(rows[to].entry).prev),
        *rows[at + 1 :],
    ],
    lambda rows, at, _: relinked([*rows[:at], changed(rows[at], actor="it"), *rows[at + 1 :]]),
    lambda rows, at, _: relinked([*rows[:at], *rows[at + 1 :]]),
    lambda rows, at, _: [changed(row, seq=seq) for seq, row in enumerate(rows)],
    lambda rows, at, _: [*rows[:at], rows[at]._replace(salt=None, body=None), *rows[at + 1 :]],
    lambda rows, at, to: [*rows[:at], rows[to]._replace(entry=rows[at].entry), *rows[at + 1 :]],
]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(CHANGES), st.floats(0, 0.999), st.floats(0, 0.999)), max_size=3
    ),
    inside=st.sets(st.integers(0, 12), max_size=3),
    kept=st.sets(st.integers(0, 12), max_size=2),
)
def test_both_verifiers_name_the_same_first_entry(changes, inside, kept, tmp_path_factory, ask):
    rows = HONEST
    for change, at, to in changes:
        rows = change(rows, int(at * len(rows)), int(to * len(rows)))
    folder = tmp_path_factory.mktemp("both")
    beside = [note(HONEST, size) for size in inside | {len(HONEST)}]
    elsewhere = [note(HONEST, size) for size in kept]
    options = []
    for number, text in enumerate(elsewhere):
        (folder / f"{number}").write_text(text, encoding="utf-8")
        options += ["--checkpoint", folder / f"{number}"]

    known = known_from(elsewhere, KEY.verifier, LOG, inside=beside)
    program = verify(LOG, rows, known)
    stranger = ask(write_bag(folder / "bag", rows, beside), *PINNED, *options)

    code = {Verdict.INTACT: 0, Verdict.ALTERED: 1, Verdict.INCOMPLETE: 2}[program.verdict]
    assert (stranger.code, stranger.entry) == (code, program.first_wrong), stranger.printed
