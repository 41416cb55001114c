"""One incident from the contractor's letter to the verified bag.

The law is Part 121 and State Technology Law 208, the policy Kingston's 8635,
the contract the model agreement of New York; the people are made up.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.casework import installation
from tests.support.desk import CASE, Desk

FAMILIES = ("ny.8nycrr121.individuals", "ny.stl208.residents")
OFFICES = ("ny.stl208.attorney-general", "ny.stl208.department-of-state", "ny.stl208.its")
BUREAUS = "ny.stl208.consumer-reporting-agencies"
CPO = ("ny.8nycrr121.cpo-after-receipt", "ny.8nycrr121.cpo-after-discovery")
COMPLAINT = ("ny.8nycrr121.complaint-acknowledgement", "ny.8nycrr121.complaint-findings")


@pytest.fixture
def dpo(
    tmp_path: Path,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Desk]:
    """Give a DPO at a desk, once on each database."""
    monkeypatch.setenv("DUENOTICE_DATABASE_URL", database)
    installation.cache_clear()
    yield Desk(tmp_path, monkeypatch, capsys)
    installation().engine.dispose()
    installation.cache_clear()


def test_a_whole_incident_ends_in_a_bag_that_proves_itself(dpo: Desk) -> None:
    the_letter_comes(dpo)
    the_state_is_told(dpo)
    the_sheriff_asks_for_silence(dpo)
    more_comes_to_light(dpo)
    everybody_is_told(dpo)
    the_case_is_closed(dpo)
    the_record_proves_itself(dpo)


def the_letter_comes(dpo: Desk) -> None:
    """Open the case, write down what happened, tell those inside."""
    assert dpo.opens() == CASE
    described = "A company whose lessons our students use left a roster where anybody could open it"
    dpo.says("record", CASE, "wording", "incident_description", described)
    dpo.says("record", CASE, "wording", "data_types", "names", "grades")
    approve(dpo, "contractor-acknowledgement", by="dpo")
    dpo.says("file", CASE, "policy.internal-report", "--at", "2026-03-16T09:50-04:00")

    first = dpo.tells("list")[0]
    assert (first["duty"], first["limit"]) == ("ny.8nycrr121.cpo-after-receipt", "2026-03-26")


def the_state_is_told(dpo: Desk) -> None:
    """A parent reports and complains; one form answers both clocks, a day late for one."""
    dpo.at("2026-03-17T15:00-04:00")
    dpo.says("record", CASE, "moment", "report", "2026-03-17T14:20-04:00")
    dpo.says("record", CASE, "moment", "complaint_receipt", "2026-03-17")
    dpo.says("file", CASE, COMPLAINT[0], "--at", "2026-03-17")
    dpo.at("2026-03-21T08:05-04:00")
    assert f"{CASE} {CPO[0]} 2026-03-26/-5d to email:dpo: sent" in dpo.says("remind")
    assert dpo.says("remind") == "Nothing is due.\n"
    dpo.at("2026-03-27T09:10-04:00")
    form = dpo.file("nysed-copy.txt", "The completed form, as the State mailed it back.")
    filed = ("file", CASE, *CPO, "--at", "2026-03-27T09:00-04:00", "--evidence", form)

    assert f"late for {CPO[0]} (limit Thursday, March 26, 2026)" in dpo.refuses(*filed)
    told = dpo.says(*filed, "--receipt", "R-17", "--late-reason", "The State's form was down.")
    assert f"{CPO[0]}: missed, lawful until Thursday, March 26, 2026 → done, 1 day late." in told
    assert "lawful until Friday, March 27, 2026 → done, in time." in told


def the_sheriff_asks_for_silence(dpo: Desk) -> None:
    """Place a hold on what families are told; no reminder of it goes out meanwhile."""
    dpo.at("2026-03-30T09:00-04:00")
    held = ("hold", CASE, "law_enforcement", "--from", "2026-03-30", "--authority", "The sheriff")

    assert "ny.8nycrr121.individuals: running" in dpo.says(*held)
    assert FAMILIES[0] not in dpo.says("remind")
    [wave] = dpo.tells("show", CASE)[0]["waves"]
    assert state(wave, FAMILIES[0]) == "held"


def more_comes_to_light(dpo: Desk) -> None:
    """A second letter brings Social Security numbers, a recount more than 5,000."""
    dpo.at("2026-04-02T10:00-04:00")
    told = dpo.says(
        *("record", CASE, "fact", "private_information", "ssn"),
        *("--source", "letter of the contractor of April 1"),
    )
    assert "(ny.gbl899aa.owner-notice)" in told
    dpo.at("2026-04-09T13:00-04:00")
    told = dpo.says(
        *("record", CASE, "affected", "students", "--residence", "NY", "--count", 5200),
        *("--with-private-information", 5200, "--source", "recount by the contractor"),
    )
    assert "5,200 is more than 5,000: the consumer reporting agencies have to be told." in told
    assert f"({BUREAUS}): no fixed date." in told
    then = dpo.tells("show", CASE, "--at", "2026-04-01T00:00-04:00")[0]
    assert then["waves"][0]["document"]["affected"][0]["count"] == 4800


def everybody_is_told(dpo: Desk) -> None:
    """The hold ends; one letter serves both laws, and the offices get their packets."""
    dpo.at("2026-04-21T09:00-04:00").says("release", CASE, "--until", "2026-04-20")
    for field, words in (
        ("investigation", "The company closed the share and gave us its records."),
        ("notices_begin", "2026-04-27"),
        ("notices_end", "2026-04-27"),
        ("notice_methods", "first-class mail"),
    ):
        dpo.says("record", CASE, "wording", field, words)
    letters = approve(dpo, "family-and-resident-notice", by="superintendent")
    dpo.at("2026-04-27T16:00-04:00")
    sent = [part for digest in letters for part in ("--notice", digest)]
    dpo.says("file", CASE, *FAMILIES, "--at", "2026-04-27T15:00-04:00", *sent)
    for packet in ("attorney-general-packet", "department-of-state-packet", "its-packet"):
        approve(dpo, packet, by="superintendent")
    dpo.says("file", CASE, *OFFICES, BUREAUS, "--at", "2026-04-27", "--receipt", "four receipts")


def the_case_is_closed(dpo: Desk) -> None:
    """What is left keeps the case open; then nothing is left."""
    dpo.at("2026-05-12T10:00-04:00")
    left = dpo.refuses("close", CASE)
    assert "ny.8nycrr121.reimbursement" in left
    assert COMPLAINT[1] in left
    dpo.says("file", CASE, COMPLAINT[1], "us.ferpa.disclosure-record", "--at", "2026-05-11")
    dpo.says(
        *("decide", CASE, "ny.8nycrr121.reimbursement", "--not-required"),
        *("--reason", "The company printed and posted the letters itself."),
    )

    dpo.says("close", CASE)

    assert dpo.says("list").startswith("No open case.")
    assert dpo.says("remind").startswith("0 sent; "), "a closed case stops its reminders"
    assert dpo.says("remind") == "Nothing is due.\n"


def the_record_proves_itself(dpo: Desk) -> None:
    """The bag is checked with nothing but Python, and one changed letter is found."""
    dpo.at("2026-05-12T11:00-04:00")
    told = dpo.says("export", CASE, "bag", "--zip")
    assert "The case is still open" not in told
    assert dpo.says("verify", CASE).startswith("Result: INTACT\n")
    assert dpo.says("verify", "bag").startswith("Result: INTACT\n")
    assert verdict(dpo) == (0, "Result: INTACT")

    events = dpo.place / "bag" / "data" / "events.jsonl"
    events.write_text(events.read_text("utf-8").replace('"actor":"dpo"', '"actor":"dpp"', 1))
    status, first = verdict(dpo)
    assert (status, first) == (1, "Result: ALTERED")


def approve(dpo: Desk, notice: str, by: str) -> list[str]:
    """Draft a notice for each kind of recipient and let somebody approve each text."""
    drafted = dpo.tells("draft", CASE, notice, "--out", "letters")
    for each in drafted:
        dpo.says("approve", CASE, each["digest"], "--by", by)
    return [each["digest"] for each in drafted]


def state(wave: dict[str, object], duty: str) -> object:
    """Give the state of one duty of a wave."""
    duties = wave["duties"]
    assert isinstance(duties, list)
    return next(each["state"] for each in duties if each["id"] == duty)


def verdict(dpo: Desk) -> tuple[int, str]:
    """Check the bag as a stranger does, who has Python and nothing else."""
    checked = subprocess.run(
        [sys.executable, "-I", dpo.place / "bag" / "verify.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    return checked.returncode, checked.stdout.splitlines()[0]
