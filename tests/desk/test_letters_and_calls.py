"""From a released sending to a complete duty, at the keyboard."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from desk.casework import installation
from incidents.case.events import NoticeApproved
from incidents.people.recipient import Method
from incidents.services.draft_notice import draft_notice
from incidents.services.drafter import Addressed
from tests.support.caseworker import practice
from tests.support.desk import Desk
from tests.support.told_people import DUTY, NUMBER, ToldPeople, families

MAIL, PHONE = Method.FIRST_CLASS_MAIL, Method.TELEPHONE


@pytest.fixture
def told(desk: Desk) -> ToldPeople:
    """Give a case with two letters and a call to come."""
    home = installation()
    told = ToldPeople(home.engine, desk.place / "home", home.field_keys)  # type: ignore[arg-type]
    told.lists(*families(2, MAIL, PHONE), *families(1, PHONE, MAIL, first=3))
    told.sends(told.approves())
    return told


def rows(path: Path) -> list[dict[str, str]]:
    """Give the rows of a manifest."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def mailed(desk: Desk) -> None:
    """Print the two letters and take them to the post."""
    desk.at("2026-03-23T09:00-04:00").says("letters", NUMBER, "to-print")
    desk.at("2026-03-23T17:00-04:00").says(
        "letters-mailed", NUMBER, 1, "--at", "2026-03-23", "--cost", "1.56"
    )


def test_letters_are_printed_mailed_and_counted(desk: Desk, told: ToldPeople):
    printed = desk.at("2026-03-23T09:00-04:00").says("letters", NUMBER, "to-print")
    then = f"duenotice letters-mailed {NUMBER} 1 --at DAY --cost DOLLARS --evidence RECEIPT"
    assert printed.splitlines() == [
        "Batch 1: 2 letters in to-print/letters-0001.pdf and to-print/letters-0001.csv",
        f"Once mailed: {then}",
    ]
    receipt = desk.file("receipt.txt", "paid")
    answer = desk.at("2026-03-23T17:00-04:00").says(
        *("letters-mailed", NUMBER, 1, "--at", "2026-03-23"),
        *("--cost", "1.56", "--evidence", receipt),
    )
    assert "Batch 1: 2 letters handed over on Monday, March 23, 2026, $1.56." in answer
    assert desk.says("letters", NUMBER, "to-print") == "No letters wait to be printed.\n"
    (progress,) = desk.tells("progress", NUMBER)[0]["duties"]
    assert progress["told"] == {"first_class_mail": 2}
    assert (progress["owed"], progress["on_the_way"], progress["complete"]) == (3, 1, False)


def test_many_batches_are_mailed_by_one_line(desk: Desk, told: ToldPeople):
    settings = desk.place / "home" / "settings.toml"
    settings.write_text("[sending]\nletters_per_batch = 1\n", "utf-8")
    installation.cache_clear()
    printed = desk.at("2026-03-23T09:00-04:00").says("letters", NUMBER, "to-print")
    then = f"duenotice letters-mailed {NUMBER} 1-2 --at DAY --cost DOLLARS --evidence RECEIPT"
    assert printed.splitlines()[-1] == f"Once mailed: {then}"
    desk.at("2026-03-23T17:00-04:00").says("letters-mailed", NUMBER, "1-2", "--at", "2026-03-23")
    assert [each["told"] for each in desk.tells("progress", NUMBER)[0]["duties"]] == [
        {"first_class_mail": 2}
    ]


@pytest.mark.parametrize("given", ["0", "3-1", "first", "1-"])
def test_what_is_no_batch_is_refused_with_an_example(desk: Desk, told: ToldPeople, given: str):
    refused = desk.refuses("letters-mailed", NUMBER, given, "--at", "2026-03-23")
    assert f"`{given}` is no batch; give its number, such as 3, or those of many" in refused


def test_a_letter_comes_back_and_its_family_is_called(desk: Desk, told: ToldPeople):
    mailed(desk)
    sheet = rows(desk.place / "to-print" / "letters-0001.csv")[0]["sheet"]
    back = desk.at("2026-03-30T09:00-04:00").says("returned", NUMBER, sheet, "--why", "moved")
    assert back.splitlines() == ["1 letter came back.", "To be told by telephone next: 1."]

    desk.says("calls", NUMBER, "to-call")
    calls = rows(desk.place / "to-call" / "calls-0002.csv")
    assert len(calls) == 2
    desk.at("2026-03-31T09:00-04:00")
    for call in calls:
        assert desk.says("called", NUMBER, call["call"], "told") == (
            f"Call 1 for {call['call']}: told.\n"
        )
    shown = desk.says("progress", NUMBER)
    assert f"{DUTY} is complete; its last notice was handed over on Tuesday, March" in shown
    filed = desk.says("file", NUMBER, DUTY)
    assert f"Filing 1: {DUTY} on Tuesday, March 31, 2026" in filed


def test_the_approved_script_lies_beside_the_call_sheet(desk: Desk, told: ToldPeople):
    desk.at("2026-03-23T09:00-04:00")
    said = desk.says("calls", NUMBER, "to-call").splitlines()
    assert said[-1] == (
        f"No script to read to each parent (en) is approved yet: duenotice draft {NUMBER} "
        "telephone-script --for parent --language en; approve it, and print it beside the sheets."
    )
    drafted = told.at(
        "2026-03-23T09:30-04:00",
        lambda work: draft_notice(
            work, practice(told.law), NUMBER, Addressed(notice="telephone-script", kind="parent")
        ),
    )
    told.at(
        "2026-03-23T09:40-04:00",
        lambda work: work.append(NUMBER, [NoticeApproved(digest=drafted.digest, by="dpo")]),
    )

    again = desk.at("2026-03-23T10:00-04:00").says("calls", NUMBER, "again", "--again", 1)
    assert again.splitlines()[-1] == (
        "Read aloud to each parent: again/telephone-script.parent.pdf"
    )
    assert (desk.place / "again" / "telephone-script.parent.pdf").read_bytes() == drafted.pdf


def test_a_filled_in_call_sheet_is_read_back(desk: Desk, told: ToldPeople):
    desk.at("2026-03-23T09:00-04:00").says("calls", NUMBER, "to-call")
    sheet = desk.place / "to-call" / "calls-0001.csv"
    text = sheet.read_text("utf-8-sig").replace('"",""', '"Wrong number","2026-03-23T10:00-04:00"')
    filled = desk.file("filled.csv", text)
    answer = desk.at("2026-03-23T18:00-04:00").says("called", NUMBER, "--sheet", filled)
    assert answer == "Call 1 for 3: wrong number. First-class mail follows.\n"


def test_a_call_sheet_with_a_mistake_logs_nothing(desk: Desk, told: ToldPeople):
    desk.at("2026-03-23T09:00-04:00").says("calls", NUMBER, "to-call")
    sheet = desk.place / "to-call" / "calls-0001.csv"
    text = sheet.read_text("utf-8-sig").replace('"",""', '"shrugged",""')
    answer = desk.runs("called", NUMBER, "--sheet", desk.file("filled.csv", text))
    assert answer.status == 1
    assert "line 2: call `3`, outcome `shrugged`" in answer.err
    assert told.case().telling.calls == []


def test_filing_early_says_who_is_missing(desk: Desk, told: ToldPeople):
    mailed(desk)
    refused = desk.refuses("file", NUMBER, DUTY, "--at", "2026-03-23")
    assert f"Not everybody has been told ({DUTY}: 1 on the way)" in refused
    filed = desk.says(
        *("file", NUMBER, DUTY, "--at", "2026-03-23"),
        *("--early-reason", "The family is called tomorrow"),
    )
    assert "before everybody was told (1 missing): The family is called tomorrow" in filed


def test_a_filing_without_a_day_wants_one_while_somebody_is_missing(desk: Desk, told: ToldPeople):
    answer = desk.runs("file", NUMBER, DUTY)
    assert answer.status == 2
    assert f"Say with --at when {DUTY} was fulfilled" in answer.err


def test_show_has_the_counts_of_telling_the_people(desk: Desk, told: ToldPeople):
    mailed(desk)
    shown = desk.says("show", NUMBER)
    assert "Telling the people" in shown
    assert "Owed" in shown


def test_what_was_spent_is_recorded_and_added_up(desk: Desk, told: ToldPeople):
    mailed(desk)
    desk.says("spent", NUMBER, "staff-time", "1,200.00", "--note", "Three clerks for a day")
    assert desk.says("spent", NUMBER).splitlines() == [
        "2026-03-23  postage            $1.56  Letters of batch 1",
        "2026-03-23  staff time     $1,200.00  Three clerks for a day",
        f"Spent on telling the people of {NUMBER} so far: $1,201.56",
    ]
    assert desk.tells("spent", NUMBER)[0]["cents"] == 120156
    assert "12.5` is no amount" in desk.runs("spent", NUMBER, "postage", "12.5").err


def test_printing_needs_a_released_sending(desk: Desk):
    desk.opens()
    assert desk.refuses("letters", NUMBER, "to-print") == (
        f"Case {NUMBER} has no released sending, so nothing may be printed yet; see duenotice "
        f"progress {NUMBER}"
    )
    assert desk.says("progress", NUMBER) == f"In case {NUMBER} nobody is told one by one yet.\n"


def test_names_leave_only_where_they_are_asked_for(desk: Desk, told: ToldPeople):
    mailed(desk)
    desk.says("export", NUMBER, "plain")
    desk.says("export", NUMBER, "named", "--with-people")
    assert not (desk.place / "plain" / "data" / "people").exists()
    assert (desk.place / "named" / "data" / "people" / "people.csv").exists()


def test_json_answers_have_the_keys_that_help_promises(desk: Desk, told: ToldPeople):
    desk.at("2026-03-23T09:00-04:00")
    [printed] = desk.tells("letters", NUMBER, "to-print")
    assert list(printed) == ["case", "batches", "refused"]
    assert list(printed["batches"][0]) == ["batch", "count", "file", "manifest", "sha256"]
    [mailing] = desk.tells("letters-mailed", NUMBER, 1, "--at", "2026-03-23")
    assert list(mailing) == ["case", "recorded", "announced", "moved"]
    desk.at("2026-03-24T09:00-04:00")
    [back] = desk.tells("returned", NUMBER, 1)
    assert back == {
        "case": NUMBER,
        "returned": [1],
        "known": [],
        "queued": {"telephone": 1},
        "to_work": [],
    }
    [sheet] = desk.tells("calls", NUMBER, "to-call")
    assert sheet["batches"][0]["count"] == 2
    [call] = desk.tells("called", NUMBER, 3, "no-answer")
    assert call == {
        "case": NUMBER,
        "call": 3,
        "outcome": "no_answer",
        "calls": 1,
        "state": "in_hand",
        "queued": {},
        "to_work": [],
    }
    [progress] = desk.tells("progress", NUMBER)
    assert list(progress) == ["case", "duties", "nobody_told_for", "sendings", "batches"]
    assert list(progress["duties"][0]) == [
        "wave",
        "duty",
        "owed",
        "told",
        "excused",
        "on_the_way",
        "undetermined",
        "failed",
        "not_sent",
        "without_address",
        "not_found_out",
        "complete",
        "last_handed_over",
        "substitute",
    ]
