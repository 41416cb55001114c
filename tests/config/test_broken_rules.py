"""Each mistake in a file of the law is refused with file, line and advice.

A file of ``broken_rules/`` holds one mistake; its first lines are the
messages that must come, all of them and no others. A file of ``books/`` also
says which file of the rule book it takes the place of.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.errors import InputRefusedError
from tests.config.law_files import HERE, READERS, read_book_with

BROKEN = sorted((HERE / "broken_rules").rglob("*.yaml"))
GOOD = sorted((HERE / "good_rules").glob("*.yaml"))
#: What the house promises to refuse, by the file that shows it.
PROMISED = (
    "packs/unknown-key",
    "packs/no-citations",
    "packs/versions-that-overlap",
    "packs/versions-with-a-gap",
    "packs/period-without-a-unit",
    "packs/last-day-missing-where-days-are-counted",
    "packs/last-day-of-hours",
    "packs/starts-unknown-moment",
    "packs/step-unknown",
    "packs/condition-of-an-unknown-fact",
    "packs/condition-unknown-policy-provision",
    "packs/condition-unknown-element",
    "packs/key-given-twice",
    "packs/yaml-broken",
    "books/rule-in-two-packs",
    "books/rule-not-in-the-order",
    "books/order-names-a-missing-rule",
    "books/notice-that-has-no-template",
    "books/calendar-that-ends-before-the-rules",
    "calendars/certain-through-missing",
    "families/clause-without-a-citation",
    "districts/unknown-zone",
    "districts/unknown-role",
    "districts/unknown-key-of-a-person",
)


def said_by(text: str, key: str) -> list[str]:
    """Give what the comments at the head of a file say under a key."""
    head = f"# {key}: "
    return [line.removeprefix(head) for line in text.splitlines() if line.startswith(head)]


def read(broken: Path, scratch: Path) -> object:
    """Read a file as what its folder says it is."""
    content = broken.read_bytes()
    if broken.parent.name == "books":
        place = said_by(content.decode(), "in place of")[0]
        return read_book_with(content, place, scratch)
    return READERS[broken.parent.name](content, f"{name_of(broken)}.yaml")


def name_of(path: Path) -> str:
    """Give the folder and the name of a file: ``packs/unknown-key``."""
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("broken", BROKEN, ids=name_of)
def test_a_broken_file_is_refused_with_its_line(broken: Path, tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError) as refused:
        read(broken, tmp_path)

    assert list(refused.value.problems) == said_by(broken.read_text("utf-8"), "refused")


@pytest.mark.parametrize("good", GOOD, ids=lambda path: path.stem)
def test_the_file_without_the_mistake_is_taken(good: Path) -> None:
    assert READERS[good.stem](good.read_bytes(), good.name)


def test_the_rule_book_of_the_program_is_taken(tmp_path: Path) -> None:
    pack = (HERE / "good_rules" / "policies.yaml").read_bytes()

    assert read_book_with(pack, "rules/policy/example.yaml", tmp_path)


def test_every_promised_refusal_has_its_file() -> None:
    assert set(PROMISED) <= {name_of(path) for path in BROKEN}


def test_every_message_says_file_line_and_advice() -> None:
    for path in BROKEN:
        for message in said_by(path.read_text(encoding="utf-8"), "refused"):
            assert ".yaml" in message
            assert message.endswith(".")
            assert len(message) > 40
