"""An entry has one form, and carries ids and digests only."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.ledger.canonical import canonical
from incidents.ledger.entry import (
    NO_ENTRY,
    Entry,
    EntryError,
    content_digest,
    entry_hash,
    new_salt,
)
from incidents.moments import Instant
from tests.incidents.ledger.records import UNHURRIED

WRITTEN = (
    b'{"action":"fact:recorded","actor":"dpo","at":"2026-03-10T15:00:00.000000Z","content":"'
    + b"ab" * 32
    + b'","log":"KINGSTON-2026-001","prev":"'
    + b"0" * 64
    + b'","schema":1,"seq":0}'
)
ENTRY = Entry(
    log="KINGSTON-2026-001",
    seq=0,
    at=Instant.parse("2026-03-10T11:00-04:00"),
    actor="dpo",
    action="fact:recorded",
    content="ab" * 32,
    prev=NO_ENTRY,
)
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
ENTRIES = st.builds(
    Entry,
    log=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True),
    seq=st.integers(0, 10**15 - 1),
    at=st.integers(0, 5000).map(Instant.parse("2026-03-10T15:00:00.123456Z").plus_hours),
    actor=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,20}", fullmatch=True),
    action=st.from_regex(r"[a-z][a-z0-9_-]{0,9}:[a-z][a-z0-9_-]{0,9}", fullmatch=True),
    content=DIGESTS,
    prev=DIGESTS,
)


def test_an_entry_is_written_in_exactly_one_way():
    assert ENTRY.written() == WRITTEN


def test_the_hash_is_the_leaf_hash_of_the_written_bytes():
    assert ENTRY.hash() == hashlib.sha256(b"\x00" + WRITTEN).hexdigest()
    assert entry_hash(WRITTEN) == bytes.fromhex(ENTRY.hash())


@UNHURRIED
@given(ENTRIES)
def test_what_was_written_reads_as_the_same_entry(entry):
    assert Entry.parse(entry.written()) == entry


@UNHURRIED
@given(ENTRIES)
def test_an_entry_is_canonical_json(entry):
    assert canonical(json.loads(entry.written())) == entry.written()


@UNHURRIED
@given(st.integers(0, len(WRITTEN) * 8 - 1))
def test_what_reads_as_an_entry_is_written_the_same(bit):
    flipped = bytearray(WRITTEN)
    flipped[bit // 8] ^= 1 << bit % 8
    try:
        entry = Entry.parse(bytes(flipped))
    except EntryError:
        return
    assert entry.written() == bytes(flipped)


@pytest.mark.parametrize(
    "written",
    [
        b"",
        WRITTEN + b"\n",
        json.dumps(json.loads(WRITTEN)).encode(),
        WRITTEN.replace(b'"schema":1', b'"schema":2'),
        WRITTEN.replace(b'"seq":0', b'"seq":00'),
        WRITTEN.replace(b'"seq":0', b'"seq":-1'),
        WRITTEN.replace(b"abab", b"ABAB"),
        WRITTEN.replace(b"2026-03-10", b"2026-02-30"),
        WRITTEN.replace(b"2026-03-10", b"1889-03-10"),
        WRITTEN.replace(b"T15:00:00.000000Z", b"T15:00:00Z"),
        WRITTEN.replace(b"dpo", "dp\u0665".encode()),
    ],
)
def test_bytes_in_any_other_form_are_refused(written):
    with pytest.raises(EntryError):
        Entry.parse(written)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor", "Rosa Diaz"),
        ("actor", "rosa@kingston.example"),
        ("actor", ""),
        ("action", "Recorded"),
        ("action", "fact:"),
        ("log", "KINGSTON 2026"),
        ("log", "../../etc"),
        ("content", "ab"),
        ("content", "AB" * 32),
        ("prev", "x" * 64),
        ("seq", -1),
        ("seq", 10**15),
    ],
)
def test_a_field_that_could_carry_a_name_is_refused(field, value):
    fields = {name: getattr(ENTRY, name) for name in Entry.__dataclass_fields__}

    with pytest.raises(EntryError, match="of a ledger entry"):
        Entry(**{**fields, field: value})


def test_a_content_is_digested_under_its_salt():
    digest = content_digest(b"s" * 16, b'{"students":100}')

    assert digest == hashlib.sha256(b"s" * 16 + b'{"students":100}').hexdigest()


def test_a_salt_of_another_length_is_refused():
    """Or a byte could be moved from the salt to the content unseen."""
    with pytest.raises(EntryError, match="A salt of 15 bytes was given"):
        content_digest(b"s" * 15, b's{"students":100}')


def test_each_content_gets_a_salt_of_its_own():
    salts = {new_salt() for _ in range(100)}

    assert {len(salt) for salt in salts} == {16}
    assert len(salts) == 100


def test_long_rubbish_is_shown_shortened_and_harmless():
    with pytest.raises(EntryError) as refused:
        Entry.parse(b"\x1b[2J" + b"x" * 1000)

    assert "\x1b" not in str(refused.value)
    assert len(str(refused.value)) < 250
