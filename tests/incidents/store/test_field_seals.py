"""A sealed value opens in its own place, with its own key, as it was."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.services.field_keys import FieldKey, FieldKeyError, KeyRing
from incidents.store.field_seals import FieldSeals, key_of

OLD = FieldKey(id="00aa11bb", secret=bytes(range(32)))
NEW = FieldKey(id="cc22dd33", secret=bytes(range(32, 64)))
INDEX = b"i" * 32
PLACE, ROW = "people.name", "KINGSTON-2026-001:1:abc"


def seals(*keys: FieldKey, index: bytes = INDEX) -> FieldSeals:
    """Give the seals of a ring."""
    return FieldSeals(KeyRing(keys=keys, index=index, place="/safe/keys"))


@given(st.text())
def test_every_text_comes_out_as_it_went_in(text: str) -> None:
    sealed = seals(NEW).seal(PLACE, ROW, text)

    assert seals(NEW, OLD).open(PLACE, ROW, sealed) == text
    assert sealed.startswith(b"v1|cc22dd33|")
    assert len(sealed) == 12 + 12 + len(text.encode()) + 16


def test_the_same_text_never_looks_the_same() -> None:
    one, two = (seals(NEW).seal(PLACE, ROW, "Vance") for _ in range(2))

    assert one != two


def test_the_newest_key_seals_and_every_key_opens() -> None:
    before = seals(OLD).seal(PLACE, ROW, "Vance")
    both = seals(NEW, OLD)

    assert both.open(PLACE, ROW, before) == "Vance"
    assert key_of(both.seal(PLACE, ROW, "Vance")) == "cc22dd33"


def test_a_missing_key_is_named_with_what_to_do() -> None:
    sealed = seals(OLD).seal(PLACE, ROW, "Vance")
    words = (
        "The key 00aa11bb is not in /safe/keys, and a value of people.name was sealed with it; "
        "put it back from its copy."
    )

    with pytest.raises(FieldKeyError, match=f"^{re.escape(words)}$"):
        seals(NEW).open(PLACE, ROW, sealed)


def test_a_key_of_the_same_id_with_other_bytes_opens_nothing() -> None:
    sealed = seals(OLD).seal(PLACE, ROW, "Vance")
    forged = FieldKey(id=OLD.id, secret=os.urandom(32))

    with pytest.raises(FieldKeyError, match="is not what was sealed in that place"):
        seals(forged).open(PLACE, ROW, sealed)


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("people.contacts", ROW),
        ("recipients.names", ROW),
        (PLACE, "KINGSTON-2026-001:2:abc"),
        (PLACE, "KINGSTON-2026-001:1:abd"),
        ("people", "name:KINGSTON-2026-001:1:abc"),
    ],
)
def test_a_value_put_into_another_place_is_refused(column: str, row: str) -> None:
    sealed = seals(NEW).seal(PLACE, ROW, "Vance")

    with pytest.raises(FieldKeyError, match="changed from outside"):
        seals(NEW).open(column, row, sealed)


def test_each_altered_or_missing_byte_is_noticed() -> None:
    """Whichever of them it is; and no error says what the value was."""
    sealed = seals(NEW).seal(PLACE, ROW, "Vance")
    altered = [
        sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        for place in range(len(sealed))
    ]
    shorter = [sealed[:end] for end in range(len(sealed))]

    for each in (*altered, *shorter, sealed + b"\0", b"Vance", b""):
        with pytest.raises(FieldKeyError) as wrong:
            seals(NEW).open(PLACE, ROW, each)
        assert "Vance" not in str(wrong.value)


def test_blind_is_the_same_for_the_same_text_in_the_same_place() -> None:
    one = seals(NEW).blind(ROW, "vance")

    assert seals(OLD).blind(ROW, "vance") == one  # the sealing keys have no part in it
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", one)
    others = {
        seals(NEW).blind(ROW, "vance "),
        seals(NEW).blind(ROW + "2", "vance"),
        seals(NEW, index=b"j" * 32).blind(ROW, "vance"),
    }
    assert len(others | {one}) == 4


def test_what_is_not_known_stays_so() -> None:
    assert seals(NEW).seal_or_none(PLACE, ROW, None) is None
    assert seals(NEW).open_or_none(PLACE, ROW, None) is None


def test_no_key_is_ever_shown() -> None:
    ring = KeyRing(keys=(NEW, OLD), index=INDEX, place="/safe/keys")

    for shown in (repr(NEW), repr(ring), repr(FieldSeals(ring))):
        assert "secret" not in shown
        assert "=b'" not in shown
        assert "iiii" not in shown
