"""The end of the story: the export, a stranger's check, and where things lie."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from config.exporting import export_case
from config.wiring import Installation
from desk.demo.acts import CASE
from incidents.errors import DueNoticeError
from incidents.moments import Instant

Say = Callable[[str], None]


class DemoError(DueNoticeError):
    """The demo did not end as it should; keep its folder and report it."""


def tell_ending(home: Installation, closed_at: Instant, say: Say) -> None:
    """Export the closed case, have a stranger check it, and say where all lies."""
    place = home.settings.home
    bag = place / CASE
    if not bag.exists():
        after = Instant(closed_at.utc + timedelta(minutes=5))
        export_case(home, CASE, bag, by="dpo", now=after, zipped=True, with_people=True)
    say("\nThe record is written out. A stranger checks it with nothing but Python:")
    say(f"    python3 {bag / 'verify.py'}")
    for line in _checked(bag):
        say(f"        {line}")
    say(_where(place, bag))


def _checked(bag: Path) -> list[str]:
    """Give what the export's own verify.py says; raise DemoError unless intact."""
    checked = subprocess.run(  # noqa: S603 - our own file, no shell
        [sys.executable, "-I", str(bag / "verify.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    if checked.returncode != 0:
        raise DemoError(f"verify.py ended with {checked.returncode}: {checked.stdout}")
    return checked.stdout.splitlines()[:3]


def _where(place: Path, bag: Path) -> str:
    letters = len(list((bag / "data" / "notices").glob("*.pdf")))
    messages = len(list((place / "outbox").glob("*.eml")))
    rows = {
        "the report for the board": bag / "data" / "report.pdf",
        "proof for each person": bag / "data" / "people",
        "letters, page by page": place / "letters",
        "call sheets": place / "calls",
        "e-mails, as they arrived": place / "mail" / "taken",
        f"{letters} texts of notices": bag / "data" / "notices",
        f"{messages} reminders, not sent": place / "outbox",
        "signed checkpoints": place / "checkpoints",
        "the whole export": f"{bag}.zip",
    }
    listed = "\n".join(f"    {name:<26} {path}" for name, path in rows.items())
    return (
        f"\nWhere everything lies:\n{listed}\n"
        "The people in it are made up. Due Notice is a tool, and not legal advice."
    )
