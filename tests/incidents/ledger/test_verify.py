"""The walk finds whatever was done, however long the log is."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from incidents.ledger import verify as walking
from incidents.ledger.contents import Stored, content_line, erased_entries, erased_line
from incidents.ledger.entry import Entry
from incidents.ledger.findings import Finding, Kind, Verdict, Verification
from incidents.ledger.merkle import root
from incidents.ledger.verify import Known, known_from, verify
from tests.incidents.ledger.records import (
    ANOTHER_KEY,
    KEY,
    LOG,
    START,
    changed,
    erasing,
    note,
    record,
    relinked,
)

SHORT = record(6)
#: Long enough for blocks of one to four digits and two thousands.
LONG = record(2345)
LONG_KNOWN = known_from([note(LONG, 2345)], KEY.verifier, LOG)


def _known(stored: Sequence[Stored], *sizes: int) -> Known:
    return known_from([note(stored, size) for size in sizes], KEY.verifier, LOG)


def _singly(
    stored: Sequence[Stored], known: Known, monkeypatch: pytest.MonkeyPatch
) -> Verification:
    with monkeypatch.context() as patched:
        patched.setattr(walking, "accept", lambda *_, **__: None)
        return verify(LOG, stored, known)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 5), st.floats(0, 1, exclude_max=True))
@example(5, 0.0)
def test_every_changed_bit_of_an_entry_is_named(seq, place):
    entry = bytearray(SHORT[seq].entry)
    bit = int(place * len(entry) * 8)
    entry[bit // 8] ^= 1 << bit % 8
    stored = [*SHORT[:seq], SHORT[seq]._replace(entry=bytes(entry)), *SHORT[seq + 1 :]]

    found = verify(LOG, stored, _known(SHORT, 1, 2, 3, 4, 5, 6))

    assert (found.verdict, found.first_wrong) == (Verdict.ALTERED, seq)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 5), st.floats(0, 1, exclude_max=True))
def test_every_changed_bit_of_a_content_is_named(seq, place):
    row = SHORT[seq]
    content = bytearray((row.salt or b"") + (row.body or b""))
    bit = int(place * len(content) * 8)
    content[bit // 8] ^= 1 << bit % 8
    wrong = row._replace(salt=bytes(content[:16]), body=bytes(content[16:]))

    found = verify(LOG, [*SHORT[:seq], wrong, *SHORT[seq + 1 :]])

    assert [(f.kind, f.entry) for f in found.findings] == [(Kind.CONTENT_CHANGED, seq)]


def test_an_honest_log_is_intact_and_has_its_root():
    found = verify(LOG, iter(LONG), LONG_KNOWN)

    assert found.verdict is Verdict.INTACT
    assert (found.size, found.vouched, found.first_wrong) == (2345, 2345, None)
    assert found.root == LONG_KNOWN.checkpoints[0].root


def test_an_empty_log_is_intact():
    found = verify(LOG, [], _known([], 0))

    assert (found.verdict, found.size, found.root) == (Verdict.INTACT, 0, root([]))


def test_rows_of_a_database_driver_serve_as_they_are():
    rows = [(row.entry, row.salt, row.body, False) for row in LONG]

    assert verify(LOG, rows, LONG_KNOWN).verdict is Verdict.INTACT


def test_a_log_is_read_once_and_in_order():
    read = []

    def rows():
        for seq, row in enumerate(LONG):
            read.append(seq)
            yield row

    verify(LOG, rows(), LONG_KNOWN)

    assert read == list(range(2345))


@pytest.mark.parametrize("seq", [0, 9, 10, 99, 100, 999, 1000, 1999, 2000, 2344])
def test_blocks_hide_no_change_at_their_edges(seq):
    wrong = changed(LONG[seq], actor="it")
    stored = [*LONG[:seq], wrong, *LONG[seq + 1 :]]
    known = _known(LONG, *{seq, 2345} - {0})

    found = verify(LOG, stored, known)

    assert (found.verdict, found.first_wrong) == (Verdict.ALTERED, seq)


CHANGES = {
    "actor": lambda row: changed(row, actor="it"),
    "earlier": lambda row: changed(row, at=START.plus_hours(-1)),
    "later": lambda row: changed(row, at=START.plus_hours(900_000)),
    "number": lambda row: changed(row, seq=77),
    "next number": lambda row: changed(row, seq=Entry.parse(row.entry).seq + 1),
    "link": lambda row: changed(row, prev="ab" * 32),
    "log": lambda row: changed(row, log="KINGSTON-2026-002"),
    "digest": lambda row: changed(row, content="ab" * 32),
    "spaces": lambda row: row._replace(entry=row.entry.replace(b",", b", ")),
    "one byte less": lambda row: row._replace(entry=row.entry[:-1]),
    "one byte more": lambda row: row._replace(entry=row.entry + b" "),
    "nothing": lambda row: row._replace(entry=b""),
    "other letters": lambda row: row._replace(entry=row.entry.replace(b"dpo", b"\xff\xfe\xfd")),
    "a year of no case": lambda row: row._replace(
        entry=row.entry.replace(b'"at":"202', b'"at":"992')
    ),
    "a letter in the time": lambda row: row._replace(
        entry=row.entry.replace(b".000000Z", b".00000oZ")
    ),
    "minute 60": lambda row: row._replace(entry=row.entry.replace(b":00:00.", b":60:00.")),
    "hour 24": lambda row: row._replace(entry=re.sub(rb"T\d\d:", b"T24:", row.entry)),
    "body": lambda row: row._replace(body=b"{}"),
    "salt": lambda row: row._replace(salt=bytes(16)),
    "short salt": lambda row: row._replace(salt=row.salt[:15], body=row.salt[15:] + row.body),
    "no salt": lambda row: row._replace(salt=None),
    "no body": lambda row: row._replace(body=None),
    "no content": lambda row: row._replace(salt=None, body=None),
    "erased": lambda row: row._replace(salt=None, body=None, erased=True),
    "erased, digest in capitals": lambda row: Stored(
        row.entry.replace(b'"content":"', b'"content":"A')[:-1], None, None, erased=True
    ),
}


@pytest.mark.parametrize("seq", [0, 57, 1234, 2344])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_blocks_find_what_the_slow_walk_finds(change, seq, monkeypatch):
    stored = [*LONG[:seq], change(LONG[seq]), *LONG[seq + 1 :]]

    found = verify(LOG, stored, LONG_KNOWN)

    assert found == _singly(stored, LONG_KNOWN, monkeypatch)
    assert found.verdict is not Verdict.INTACT


def test_the_slow_walk_accepts_what_blocks_accept(monkeypatch):
    assert _singly(LONG, LONG_KNOWN, monkeypatch) == verify(LOG, LONG, LONG_KNOWN)


def test_a_checkpoint_in_the_middle_bounds_where_a_log_was_rebuilt():
    liar = relinked([*LONG[:1500], changed(LONG[1500], actor="it"), *LONG[1501:]])

    found = verify(LOG, liar, _known(LONG, 1000, 1490, 1700, 2345))

    assert (found.findings[0].kind, found.first_wrong) == (Kind.REBUILT, 1490)
    assert found.vouched == 1490


def test_a_log_that_grew_after_its_checkpoint_is_intact():
    found = verify(LOG, LONG, _known(LONG, 2000))

    assert (found.verdict, found.vouched, found.size) == (Verdict.INTACT, 2000, 2345)


def test_two_checkpoints_that_contradict_each_other_are_found():
    """Whoever holds the key signed two histories of one size."""
    liar = relinked([changed(SHORT[0], actor="it"), *SHORT[1:]])
    known = known_from([note(SHORT, 6), note(liar, 6)], KEY.verifier, LOG)

    assert verify(LOG, SHORT, known).findings[0].kind is Kind.REBUILT


def test_an_owners_new_signatures_bound_nothing():
    """A checkpoint beside the log agrees, one kept elsewhere does not."""
    liar = relinked([SHORT[0], changed(SHORT[1], actor="it"), *SHORT[2:]])
    beside = [note(liar, 4), note(liar, 6)]

    trusted = known_from([note(SHORT, 6), *beside[:1]], KEY.verifier, LOG)
    known = known_from([note(SHORT, 6)], KEY.verifier, LOG, inside=beside)

    assert verify(LOG, liar, trusted).first_wrong == 4
    assert verify(LOG, liar, known).first_wrong == 0


def test_a_checkpoint_of_an_empty_log_with_a_root_is_a_lie():
    lie = note(SHORT, 6).replace("\n6\n", "\n0\n")
    checkpoint = known_from([note(SHORT, 6)], KEY.verifier, LOG).checkpoints[0]
    known = Known(checkpoints=(type(checkpoint)(log=LOG, size=0, root=checkpoint.root),))

    assert verify(LOG, SHORT, known).first_wrong == 0
    assert known_from([lie], KEY.verifier, LOG).checkpoints == ()


def test_contents_destroyed_with_a_record_leave_a_log_intact():
    stored = record(1200, {1100: erasing(3, 1050)})
    for seq in (3, 1050):
        stored[seq] = Stored(stored[seq].entry, None, None, erased=True)

    found = verify(LOG, stored)

    assert (found.verdict, found.erased) == (Verdict.INTACT, (3, 1050))


@pytest.mark.parametrize("recorded_in", [2, 3])
def test_a_destruction_is_recorded_after_what_it_destroyed(recorded_in):
    stored = record(6, {recorded_in: erasing(3)})
    stored[3] = Stored(stored[3].entry, None, None, erased=True)

    assert verify(LOG, stored).first_wrong == 3


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (b'{"entries":[1,2]}', {1, 2}),
        (b'{"entries":[1,"2"]}', {1}),
        (b'{"entries":"all"}', set()),
        (b"[1]", set()),
        (b"{}", set()),
        (b'{"entries": [1]}', set()),
    ],
)
def test_only_a_plain_list_of_numbers_records_a_destruction(body, entries):
    assert erased_entries(body) == entries


def test_hardly_more_than_a_hundred_changed_contents_are_listed():
    stored = [row._replace(body=b"{}") for row in LONG]

    found = verify(LOG, stored)

    assert len(found.findings) == 100
    assert (found.size, found.first_wrong) == (2345, 0)


def test_altered_outweighs_incomplete():
    missing = Finding(kind=Kind.CUT_OFF, entry=9, sentence="")
    wrong = Finding(kind=Kind.EDITED, entry=3, sentence="")
    base = verify(LOG, SHORT)

    def verdict(*findings):
        return Verification(
            log=LOG, size=6, root=base.root, findings=findings, vouched=0, erased=()
        ).verdict

    assert verdict() is Verdict.INTACT
    assert verdict(missing) is Verdict.INCOMPLETE
    assert verdict(missing, wrong) is Verdict.ALTERED


def test_checkpoints_that_vouch_for_nothing_are_findings():
    known = known_from(
        ["rubbish", note(SHORT, 6, ANOTHER_KEY), note(SHORT, 6, log="KINGSTON-2026-009")],
        KEY.verifier,
        LOG,
    )

    assert [finding.kind for finding in known.findings] == [
        Kind.CHECKPOINT_FORGED,
        Kind.OTHER_KEY,
        Kind.CHECKPOINT_FORGED,
    ]
    assert known.checkpoints == ()
    assert verify(LOG, SHORT, known).verdict is Verdict.ALTERED


def test_lines_of_an_export_hold_the_bodies_bytes():
    assert content_line(7, b"\x01" * 16, b'{"a":1}') == (
        b'{"seq":7,"salt":"01010101010101010101010101010101","body":{"a":1}}\n'
    )
    assert erased_line(7) == b'{"seq":7,"salt":null,"body":null,"erased":true}\n'
