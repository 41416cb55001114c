"""The pages of the manual, and the examples in them.

A block of kind ``console`` is run: each line that begins with ``$ duenotice`` or
``$ python3`` is a command, and the lines under it stand in its output in that
order. A line ``...`` stands for lines that the page leaves out. The word
``DIGEST`` in a command stands for what the command before it printed. Comments,
which no reader sees, say what else the example needs:

    <!-- file: roster.yaml -->        the next block is the content of that file
    <!-- clock: 2026-04-21T09:00-04:00 -->    what time it is from here on
    <!-- exit: 1 -->                  the commands of the next block end so
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Before the first comment on the clock.
USUAL_CLOCK = "2026-04-21T09:00-04:00"

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PART = re.compile(
    rf"<!-- (?P<name>file|clock|exit): (?P<value>\S+) -->|{_BLOCK.pattern}",
    re.MULTILINE | re.DOTALL,
)
_PROMPT = "$ "
_CONTINUED = "\\\n"
LEFT_OUT = "..."


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToWrite:
    """A file that the page asks its reader to save."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of a page, when it is given, and lines of what it prints."""

    text: str
    clock: str
    exit: int
    lines: list[str] = field(default_factory=list)


def pages() -> list[Path]:
    """Give every page of the manual."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def name_of(page: Path) -> str:
    """Give the path of a page within the project."""
    return page.relative_to(ROOT).as_posix()


def examples(page: Path) -> Iterator[FileToWrite | Command]:
    """Give the files and commands of a page in their order."""
    clock, status, file = USUAL_CLOCK, 0, ""
    for part in _PART.finditer(page.read_text("utf-8")):
        match part["name"]:
            case "clock":
                clock = part["value"]
            case "exit":
                status = int(part["value"])
            case "file":
                file = part["value"]
            case _ if file:
                yield FileToWrite(name=file, text=part[4])
                file = ""
            case _ if part[3] == "console":
                yield from _commands(part[4], clock, status)
                status = 0


def _commands(block: str, clock: str, status: int) -> Iterator[Command]:
    command: Command | None = None
    for line in block.replace(_CONTINUED, "").splitlines():
        if line.startswith(_PROMPT):
            if command:
                yield command
            command = Command(text=line.removeprefix(_PROMPT), clock=clock, exit=status)
        elif command and line.rstrip() not in ("", LEFT_OUT):
            command.lines.append(line.rstrip())
    if command:
        yield command


def links(page: Path) -> Iterator[str]:
    """Give the targets of a page's links that lie in the project."""
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"", text):
        path = (target[0] or target[1]).partition("#")[0]
        if path and "://" not in path and not path.startswith("mailto:"):
            yield path
