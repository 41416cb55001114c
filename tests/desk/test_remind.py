"""``remind`` at the command line: one sweep, and what it did."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from desk.casework import installation
from tests.support.caseworker import Caseworker

Call = Callable[..., Result]
RECEIPT = "ny.8nycrr121.cpo-after-receipt"


@pytest.fixture
def opened(home: Path) -> Path:
    """Give the home of an installation with the roster case, never answered."""
    Caseworker(installation().engine).opens()
    return home


def restart() -> None:
    """Let the next command read the settings anew."""
    installation().engine.dispose()
    installation.cache_clear()


def swept(call: Call, at: str, *more: str) -> Any:
    """Run one sweep as of an instant and give what it printed."""
    result = call("remind", "--at", at, "--json", *more)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


@pytest.mark.usefixtures("opened")
def test_a_sweep_prints_each_message_and_the_counts(duenotice: Call) -> None:
    printed = swept(duenotice, "2026-03-21T13:30-04:00")

    assert printed == {
        "at": "2026-03-21T13:30-04:00",
        "messages": [
            {
                "case": "KINGSTON-2026-001",
                "wave": 1,
                "duty": RECEIPT,
                "step": "2026-03-26/-5d",
                "channel": "email:dpo",
                "state": "caught_up",
                "due_at": "2026-03-21T12:00:00.000000Z",
                "late_by_minutes": 330,
                "superseded": 0,
                "message_id": (
                    f"KINGSTON-2026-001.w1.{RECEIPT}.2026-03-26_-5d.email-dpo@kingston-csd"
                ),
                "reason": None,
            }
        ],
        "counts": {
            "sent": 0,
            "caught_up": 1,
            "retried": 0,
            "failed": 0,
            "left": 0,
            "superseded": 0,
        },
    }


@pytest.mark.usefixtures("opened")
def test_a_second_sweep_says_that_nothing_is_due(duenotice: Call) -> None:
    swept(duenotice, "2026-03-21T08:00-04:00")

    assert swept(duenotice, "2026-03-21T08:00-04:00")["messages"] == []
    assert duenotice("remind", "--at", "2026-03-21T08:01-04:00").output == "Nothing is due.\n"


@pytest.mark.usefixtures("opened")
def test_people_read_a_line_a_message(duenotice: Call) -> None:
    swept(duenotice, "2026-03-20T08:00-04:00")
    result = duenotice("remind", "--at", "2026-03-24T14:00-04:00")

    assert result.exit_code == 0
    assert (
        f"KINGSTON-2026-001 {RECEIPT} 2026-03-26/-2d to email:dpo: sent late, 6 hours late\n"
        in result.output
    )
    assert result.output.endswith("4 sent; 1 older one gave way.\n")


def test_without_a_mail_server_the_messages_lie_in_the_outbox(
    opened: Path, duenotice: Call
) -> None:
    swept(duenotice, "2026-03-21T08:00-04:00")

    (path,) = (opened / "outbox").iterdir()
    assert b"To: Data Protection Officer:;\r\n" in path.read_bytes()


def test_a_mail_server_that_is_down_is_said_to_be(
    opened: Path, duenotice: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens on the discard port of this machine; the office has an address."""
    monkeypatch.setenv("DUENOTICE_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("DUENOTICE_SMTP_PORT", "9")
    (opened / "districts").mkdir(parents=True)
    (opened / "districts" / "kingston-csd.yaml").write_text(
        "name: Kingston City School District\ncode: KINGSTON\nkind: school_district\n"
        "policy: kingston-8635\nemail: privacy@kingston.example\n"
    )
    restart()
    result = duenotice("remind", "--at", "2026-03-24T08:00-04:00")

    assert result.exit_code == 1
    assert "not sent, tried again soon: the mail server 127.0.0.1 cannot be used" in result.output
    assert "not sent yet: the mail server 127.0.0.1 cannot be used" in result.output
    assert not (opened / "outbox").exists()


def test_a_person_without_an_address_is_named(
    opened: Path, duenotice: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUENOTICE_SMTP_HOST", "127.0.0.1")
    restart()
    result = duenotice("remind", "--at", "2026-03-21T08:00-04:00")

    assert result.exit_code == 1
    assert "dpo has no e-mail address; write one into the settings of kingston-csd" in result.output
    assert not (opened / "outbox").exists()


def test_a_changed_ladder_reaches_open_cases_when_asked(opened: Path, duenotice: Call) -> None:
    swept(duenotice, "2026-03-16T10:00-04:00")
    (opened / "settings.toml").write_text("morning_hour = 6\n")
    restart()

    printed = swept(duenotice, "2026-03-21T06:00-04:00", "--replan")

    assert [each["step"] for each in printed["messages"]] == ["2026-03-26/-5d"]


@pytest.mark.usefixtures("home")
def test_an_instant_without_an_offset_is_refused(duenotice: Call) -> None:
    result = duenotice("remind", "--at", "2026-03-21T08:00")

    assert result.exit_code == 2
    assert "give an instant such as 2026-03-05T16:00-05:00" in result.output
