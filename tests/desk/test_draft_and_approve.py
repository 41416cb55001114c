"""``draft`` and ``approve``: a text, what it lacks, and who released it."""

from __future__ import annotations

import pytest

from tests.support.desk import CASE, ROSTER, RUMOUR, Desk

PRIVATE = ROSTER.replace("private_information: []", "private_information: [ssn]").replace(
    "with_private_information: 0", "with_private_information: 100"
)
LETTER = ("draft", CASE, "family-notice", "--for", "parent")


def test_one_draft_is_printed_with_the_command_that_approves_it(desk: Desk) -> None:
    desk.opens()
    [drafted] = desk.tells(*LETTER)
    told = desk.says(*LETTER)

    assert told.startswith(drafted["text"])
    assert f"family-notice for parent: {drafted['digest'][:16]}\n" in told
    assert told.endswith(
        f"Once it has been read: duenotice approve {CASE} {drafted['digest'][:16]} --by PERSON\n"
    )


def test_without_a_name_every_notice_that_is_called_for_is_drafted(desk: Desk) -> None:
    desk.opens()

    assert [(each["notice"], each["for"]) for each in desk.tells("draft", CASE)] == [
        ("contractor-acknowledgement", "contractor"),
        ("contractor-lateness-letter", "contractor"),
        ("internal-report", "superintendent-and-board"),
        ("nysed-report-sheet", "chief-privacy-officer"),
        ("family-notice", "parent"),
        ("family-notice", "eligible-student"),
        ("family-notice", "teacher-or-principal"),
    ]
    assert f"duenotice approve {CASE} DIGEST --by PERSON" in desk.says("draft", CASE)


def test_a_folder_gets_the_three_forms_of_each_text(desk: Desk) -> None:
    desk.opens()
    told = desk.says(*LETTER, "--out", "letters/monday")

    folder = desk.place / "letters" / "monday"
    assert sorted(path.name for path in folder.iterdir()) == [
        "family-notice.parent.html",
        "family-notice.parent.pdf",
        "family-notice.parent.txt",
    ]
    assert (folder / "family-notice.parent.pdf").read_bytes().startswith(b"%PDF-")
    assert "  written to letters/monday/family-notice.parent.txt, .html and .pdf\n" in told
    assert "WHAT HAPPENED" not in told, "the text lies in the folder"


def test_a_kind_alone_picks_the_letters_that_are_written_for_it(desk: Desk) -> None:
    desk.opens()

    assert [each["notice"] for each in desk.tells("draft", CASE, "--for", "parent")] == [
        "family-notice"
    ]


def test_what_stands_in_the_way_of_an_approval_is_listed(desk: Desk) -> None:
    desk.opens(PRIVATE)
    told = desk.says("draft", CASE, "attorney-general-packet")

    assert "  It cannot be approved yet:\n  - " in told
    assert "Once it has been read" not in told
    [drafted] = desk.tells("draft", CASE, "attorney-general-packet")
    answer = desk.runs("approve", CASE, drafted["digest"])
    assert answer.status == 1
    assert answer.err.startswith("attorney-general-packet cannot be approved yet:\n  ")


def test_an_approval_names_the_text_and_the_person(desk: Desk) -> None:
    desk.opens()
    [drafted] = desk.tells(*LETTER)

    told = desk.says("approve", CASE, drafted["digest"][:8], "--by", "superintendent")

    assert told == (
        f"family-notice for parent is approved by superintendent: {drafted['digest']}\n"
    )
    notice = desk.tells("show", CASE)[0]["notices"][0]
    assert notice["approved_by"] == ["superintendent"]


def test_a_changed_word_needs_another_approval(desk: Desk) -> None:
    desk.opens()
    [first] = desk.tells(*LETTER)
    desk.says("approve", CASE, first["digest"])
    desk.says("record", CASE, "wording", "incident_description", "A roster lay open.")
    [second] = desk.tells(*LETTER)

    assert first["digest"] != second["digest"]
    approvals = {each["digest"]: each["approved_by"] for each in _notices(desk)}
    assert approvals == {first["digest"]: ["dpo"], second["digest"]: []}


def _notices(desk: Desk) -> list[dict[str, object]]:
    return list(desk.tells("show", CASE)[0]["notices"])


def test_a_case_without_duties_calls_for_no_notice(desk: Desk) -> None:
    desk.opens(RUMOUR)

    assert desk.says("draft", CASE) == (
        "No duty calls for a notice now; name one to draft it all the same.\n"
    )
    assert desk.says("draft", CASE, "--json") == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("draft", CASE, "family-letter"), "There is no notice 'family-letter'; there are"),
        (("draft", CASE, "--for", "press"), "Nothing is written for `press`; accepted are"),
        (("draft", CASE, "--wave", "7"), f"Case {CASE} has no wave 7; it has 1"),
        (("draft", CASE, "--out", "incident.yaml"), "incident.yaml"),
        (("approve", CASE, "1234"), "`1234` names no single draft of case"),
        (("approve", CASE, "0" * 64), "there is none yet: draft one first"),
    ],
    ids=["notice", "kind", "wave", "folder", "short digest", "digest"],
)
def test_what_cannot_be_drafted_is_refused(
    desk: Desk, arguments: tuple[str, ...], sentence: str
) -> None:
    desk.opens()

    assert sentence in desk.refuses(*arguments)


def test_a_district_without_an_address_is_told_what_to_write(desk: Desk) -> None:
    (desk.place / "home" / "districts" / "kingston-csd.yaml").unlink()
    desk.opens()

    assert desk.refuses(*LETTER) == (
        "Kingston City School District: the settings lack address, phone, email, which every "
        "notice shows; write them into districts/kingston-csd.yaml in the home folder."
    )


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("docx", b"PK"),
        ("eml", b"Subject: What happened to your child's school information"),
        ("html", b"<!DOCTYPE html>"),
        ("pdf", b"%PDF-"),
        ("txt", b"Kingston City School District"),
    ],
)
def test_one_draft_in_one_form_is_the_file_that_was_named(
    desk: Desk, form: str, beginning: bytes
) -> None:
    desk.opens()
    told = desk.says(*LETTER, "--form", form, "--out", f"pen/letter.{form}")

    assert (desk.place / "pen" / f"letter.{form}").read_bytes().startswith(beginning)
    assert f"  written to pen/letter.{form}\n" in told


def test_several_drafts_in_one_form_get_a_name_each(desk: Desk) -> None:
    desk.opens()
    desk.says("draft", CASE, "family-notice", "--form", "docx", "--out", "pen")

    assert sorted(path.name for path in (desk.place / "pen").iterdir()) == [
        "family-notice.eligible-student.docx",
        "family-notice.parent.docx",
        "family-notice.teacher-or-principal.docx",
    ]


def test_a_form_without_a_place_is_refused(desk: Desk) -> None:
    desk.opens()
    answer = desk.runs(*LETTER, "--form", "docx")

    assert answer.status == 1
    assert "--form docx needs --out with the name of the file." in answer.err


def test_a_translation_is_drafted_on_request_and_says_what_it_lacks(desk: Desk) -> None:
    desk.opens()
    [drafted] = desk.tells(*LETTER, "--language", "es")

    assert drafted["language"] == "es"
    assert "Qué pasó" in drafted["text"] or "QUÉ PASÓ" in drafted["text"]
    assert any("Nobody has reviewed the Spanish text" in each for each in drafted["lacks"])
