"""Whatever is in a file, it is read or refused, and nothing worse happens."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.incident_files import read_document, read_file
from incidents.errors import InputRefusedError
from tests.config.incident_texts import WHOLE

#: What a hasty hand leaves behind.
SCRAPS = ["", "null", "{}", "[]", "-1", "1e9", "2026-13-01", "'", "- ", "&a *a", "\t", "\u2028"]
KEYS = [
    "title",
    "agency",
    "attributed_to",
    "contract",
    "moments",
    "holds",
    "facts",
    "affected",
    "done",
    "decided",
]


def is_read_or_refused(text: str) -> bool:
    """Say whether a text is read, or refused with a reason."""
    try:
        read_file(text.encode())
    except InputRefusedError as refused:
        return len(refused.problems) > 0
    return True


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_random_bytes_are_refused_and_nothing_worse(content: bytes) -> None:
    with pytest.raises(InputRefusedError):
        read_file(content)


def test_a_spoiled_file_is_read_or_refused() -> None:
    """Lines are lost, doubled, moved, cut and mixed, 1,500 times."""
    chance = random.Random(8635)  # noqa: S311 - the same files in every run
    for _ in range(1500):
        lines = WHOLE.splitlines()
        for _ in range(chance.randint(1, 4)):
            spoil(lines, chance)

        assert is_read_or_refused("\n".join(lines))


def spoil(lines: list[str], chance: random.Random) -> None:
    """Do one thing to some line that a hasty hand may do."""
    at = chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            lines.insert(at, lines[at])
        case 1 if len(lines) > 1:
            lines.pop(at)
        case 2:
            lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
        case 3:
            lines[at] = lines[at].partition(":")[0] + ": " + chance.choice(SCRAPS)
        case 4:
            lines[at] = " " * chance.randint(0, 6) + lines[at].lstrip()
        case _:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]


SOME_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2026-03-05", "contractor", "NY", "ssn", "kingston-csd", "none"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "from", "until", "count", "family", "group", "required", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(KEYS), SOME_VALUES, max_size=5))
def test_random_values_are_read_or_refused(document: dict[str, object]) -> None:
    try:
        read_document({"version": 1, "agency": "kingston-csd", **document})
    except InputRefusedError as refused:
        problems = refused.problems
    else:
        problems = ("read",)

    assert problems
