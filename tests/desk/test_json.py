"""``--json`` of each command: the keys that programs may rely on.

The clock stands still, so each answer is the same every time. Plans are left
out of ``show`` here; their form is the public one of ``plan``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from desk.casework import installation
from desk.cli import COMMANDS
from incidents.moments import Instant
from incidents.services.heartbeat import SWEEP
from tests.conftest import GOLDEN
from tests.support.desk import CASE, Desk

Golden = Callable[[str, str], None]
_DIGEST = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b")
_SOURCES = ("url", "verified")
RECEIPT = "ny.8nycrr121.cpo-after-receipt"
LETTERS = "ny.8nycrr121.individuals"
REST = ("ny.8nycrr121.reimbursement", "policy.internal-report", "us.ferpa.disclosure-record")
#: Two duties alone, so that the announcement stays short.
COMPLAINT = """\
version: 1
title: A complaint
agency: {name: Example Central School District, kind: school_district, policy: null}
attributed_to: agency
contract: none
moments: {complaint_receipt: 2026-03-13}
facts: {student_data: false, appr_data: false, private_information: []}
"""
#: Tested where their other answers are, or without JSON: they run until stopped.
ELSEWHERE = {"plan", "law", "export", "verify", "calendar", "remind", "serve", "demo"}
#: Their answers are held in ``test_letters_and_calls``.
ELSEWHERE |= {"progress", "letters", "letters-mailed", "returned", "calls", "called", "spent"}
ELSEWHERE |= {"service-list"}
#: Theirs are held in ``test_sending``, ``test_people_told`` and ``test_keys``.
ELSEWHERE |= {"people", "preflight", "sending", "send", "bounces", "keys"}


@pytest.fixture
def lived(desk: Desk) -> Desk:
    """Give a desk with a case that has something of everything."""
    desk.opens()
    with installation().work(Instant.parse("2026-03-16T09:59-04:00"), "sweep") as work:
        work.heartbeats.beat(SWEEP)
    return desk


def brief(value: Any) -> Any:
    """Give an answer without what other tests hold: plans, sources, digests."""
    if isinstance(value, list):
        return [brief(each) for each in value]
    if not isinstance(value, dict):
        return _DIGEST.sub("DIGEST", value) if isinstance(value, str) else value
    shown = {key: brief(each) for key, each in value.items()}
    if "duties" in shown and "warnings" in shown:
        shown["duties"] = {each["id"]: each["state"] for each in shown["duties"]}
    return {key: "…" if key in _SOURCES else each for key, each in shown.items()}


def compare(golden: Golden, name: str, lines: list[dict[str, Any]]) -> None:
    """Hold the answer of a command against the approved one."""
    golden(f"desk/{name}.json", json.dumps(brief(lines), indent=1, ensure_ascii=False) + "\n")


def test_open(desk: Desk, golden: Golden) -> None:
    compare(golden, "open", desk.tells("open", desk.file("incident.yaml", COMPLAINT)))


def test_list(lived: Desk, golden: Golden) -> None:
    compare(golden, "list", lived.tells("list"))


def test_record(lived: Desk, golden: Golden) -> None:
    moved = ("record", CASE, "moment", "receipt", "2026-03-13", "--source", "stamp on the letter")
    compare(golden, "record", lived.tells(*moved))


def test_hold_and_release(lived: Desk, golden: Golden) -> None:
    held = ("hold", CASE, "law_enforcement", "--from", "2026-03-16", "--authority", "Sheriff")
    compare(golden, "hold", lived.tells(*held))
    compare(golden, "release", lived.tells("release", CASE, "--until", "2026-03-16"))


def test_decide(lived: Desk, golden: Golden) -> None:
    decided = ("decide", CASE, REST[0], "--not-required", "--reason", "No letter was sent")
    compare(golden, "decide", lived.tells(*decided))


def test_file(lived: Desk, golden: Golden) -> None:
    proof = lived.file("form.pdf", "abc")
    filed = ("file", CASE, RECEIPT, "--at", "2026-03-16", "--receipt", "R-17")
    compare(golden, "file", lived.tells(*filed, "--evidence", proof))


def test_draft_and_approve(lived: Desk, golden: Golden) -> None:
    [drafted] = lived.tells("draft", CASE, "internal-report", "--out", "letters")
    digest, lines = drafted["digest"], drafted["text"].splitlines()
    compare(golden, "draft", [{**drafted, "text": lines[:3]}])
    compare(golden, "approve", lived.tells("approve", CASE, digest))


def test_notices(lived: Desk, golden: Golden) -> None:
    compare(golden, "notices", lived.tells("notices", "family-notice"))


def test_close(lived: Desk, golden: Golden) -> None:
    lived.says("file", CASE, RECEIPT, LETTERS, *REST, "--at", "2026-03-16")
    compare(golden, "close", lived.tells("close", CASE))


def test_show(lived: Desk, golden: Golden) -> None:
    lived.says("record", CASE, "wording", "data_types", "names", "grades")
    lived.says("record", CASE, "cost", 100)
    lived.says("decide", CASE, REST[0], "--not-required", "--reason", "No letter was sent")
    lived.says("file", CASE, RECEIPT, "--at", "2026-03-16", "--receipt", "R-17")
    [drafted] = lived.tells("draft", CASE, "internal-report")
    lived.says("approve", CASE, drafted["digest"])

    compare(golden, "show", lived.tells("show", CASE))


def test_show_why(lived: Desk, golden: Golden) -> None:
    compare(golden, "show-why", lived.tells("show", CASE, "--why", RECEIPT))


def test_every_command_on_a_case_has_its_json_approved() -> None:
    approved = {path.stem for path in (GOLDEN / "desk").glob("*.json")}

    assert set(COMMANDS) - ELSEWHERE <= approved
