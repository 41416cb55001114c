"""``close``: refused while anything is left, and then for good."""

from __future__ import annotations

from tests.support.desk import CASE, RUMOUR, Desk

LEFT = (
    "ny.8nycrr121.reimbursement",
    "policy.internal-report",
    "ny.8nycrr121.cpo-after-receipt",
    "ny.8nycrr121.individuals",
    "us.ferpa.disclosure-record",
)


def test_closing_too_early_names_each_duty_that_is_left(desk: Desk) -> None:
    desk.opens()
    said = desk.refuses("close", CASE)

    assert all(duty in said for duty in LEFT)
    assert said.endswith("File each of them, or decide that it is not required.")


def test_a_closed_case_says_how_its_record_is_written(desk: Desk) -> None:
    desk.opens()
    desk.says("file", CASE, *LEFT, "--at", "2026-03-16")

    assert desk.says("close", CASE) == (
        f"Case {CASE} is closed. Write its record with: duenotice export {CASE} FOLDER\n"
    )


def test_a_case_without_duties_is_closed_for_a_reason(desk: Desk) -> None:
    desk.opens(RUMOUR)

    assert desk.refuses("close", CASE) == (
        f"No duty arose in case {CASE}; say with --reason why it is closed."
    )
    desk.says("close", CASE, "--reason", "Nothing happened")
    assert "The case was closed: Nothing happened." in desk.says("show", CASE)


def test_a_closed_case_takes_no_change_by_any_command(desk: Desk) -> None:
    desk.opens()
    proof = desk.file("proof.txt", "abc")
    desk.says("file", CASE, *LEFT, "--at", "2026-03-16")
    desk.says("close", CASE)
    closed = f"Case {CASE} was closed on Monday, March 16, 2026, 10:00 a.m. and takes no more"

    for change in (
        ("open", "incident.yaml", "--into", CASE),
        ("record", CASE, "moment", "report", "2026-03-16"),
        ("record", CASE, "fact", "encrypted", "true", "--source", "x"),
        ("record", CASE, "affected", "teachers", "--count", "1"),
        ("record", CASE, "cost", "1"),
        ("record", CASE, "wording", "data_types", "names"),
        ("hold", CASE, "law_enforcement", "--from", "2026-03-16", "--authority", "x"),
        ("decide", CASE, LEFT[0], "--required", "--reason", "x"),
        ("file", CASE, LEFT[0], "--at", "2026-03-16", "--supersedes", "1", "--evidence", proof),
        ("draft", CASE, "family-notice", "--for", "parent"),
    ):
        assert desk.refuses(*change).startswith(closed), change
    assert desk.refuses("close", CASE) == f"Case {CASE} is closed already."
