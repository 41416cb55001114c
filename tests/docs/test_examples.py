"""What the manual shows is what the program does.

The commands run in this process, in a home of their own a page, at the time
that the page speaks of.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest

import desk.instants
from desk import casework
from desk.cli import main
from tests.docs.pages import ROOT, Command, FileToWrite, examples, name_of, pages
from tests.docs.stranger import drafted_in, notice_digest, verify_bag

Follow = Callable[[Path], Path]
_DIGEST = re.compile(r"\b[0-9a-f]{16,64}\b")
_WITH_COMMANDS = [
    page for page in pages() if any(isinstance(each, Command) for each in examples(page))
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the folder of a reader who has just begun."""
    shutil.copytree(ROOT / "docs" / "tutorial", tmp_path / "docs" / "tutorial")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUENOTICE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("DUENOTICE_DATABASE_URL", "DUENOTICE_SMTP_HOST", "DUENOTICE_BY"):
        monkeypatch.delenv(name, raising=False)
    casework.installation.cache_clear()
    yield tmp_path
    casework.installation().engine.dispose()
    casework.installation.cache_clear()


@pytest.fixture
def follow(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[[Path], Path]:
    """Do what a page says, look at what it shows, and give the folder it was done in."""

    def follow_page(page: Path) -> Path:
        digest = ""
        for each in examples(page):
            if isinstance(each, FileToWrite):
                path = place / each.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(each.text, "utf-8")
                continue
            monkeypatch.setattr(desk.instants, "datetime", _clock_at(each.clock))
            status, printed = _run(each, digest, monkeypatch, capfd)
            assert status == each.exit, f"$ {each.text}\n{printed}"
            digest = ([*_DIGEST.findall(printed)] or [digest])[-1]
            _find_in_order(each, printed, digest)
        return place

    return follow_page


@pytest.mark.parametrize("page", _WITH_COMMANDS, ids=name_of)
def test_each_command_of_a_page_prints_what_it_shows(page: Path, follow: Follow):
    follow(page)


def test_the_record_format_is_enough_to_write_a_verifier(follow: Follow):
    bag = follow(ROOT / "docs" / "tutorial" / "first-case.md") / "bag"

    assert verify_bag(bag) > 20
    assert [each["digest"] for each in drafted_in(bag)] == [
        notice_digest(bag, each) for each in drafted_in(bag)
    ]

    events = bag / "data" / "events.jsonl"
    events.write_bytes(events.read_bytes().replace(b'"dpo"', b'"dpx"', 1))
    with pytest.raises(AssertionError):
        verify_bag(bag)


def _run(
    command: Command,
    digest: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> tuple[int, str]:
    program, *arguments = shlex.split(command.text.replace("DIGEST", digest), comments=True)
    if program == "python3":
        ran = subprocess.run(
            [sys.executable, *arguments], check=False, capture_output=True, text=True
        )
        return ran.returncode, ran.stdout + ran.stderr
    assert program == "duenotice", f"Only duenotice and python3 run in a console block: {program}"
    monkeypatch.setattr(sys, "argv", [program, *arguments])
    status = 0
    try:
        main()
    except SystemExit as ended:
        status = int(ended.code or 0)
    return status, "".join(capfd.readouterr())


def _find_in_order(command: Command, printed: str, digest: str) -> None:
    left = iter([" ".join(line.split()) for line in printed.splitlines()])
    for line in command.lines:
        wanted = " ".join(line.replace("DIGEST", digest).split())
        assert wanted in left, (
            f"$ {command.text}\nprints no such line, or not here:\n{line}\n\n{printed}"
        )


def _clock_at(text: str) -> type[datetime]:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromisoformat(text).astimezone(tz)

    return Clock
