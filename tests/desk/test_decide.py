"""``decide``: who, why, on which facts; kept five years."""

from __future__ import annotations

from tests.support.desk import CASE, ROSTER, Desk

RECORD = "us.ferpa.disclosure-record"
PRIVATE = ROSTER.replace("private_information: []", "private_information: [ssn]").replace(
    "with_private_information: 0", "with_private_information: 100"
)
SIGNS = ("in_possession", "downloaded_or_copied", "used", "other_factors")


def worksheet(*signs: str) -> list[str]:
    """Give the answers on the worksheet, as they are typed."""
    return [part for sign in signs for part in ("--sign", f"{sign}=none found")]


def test_a_duty_that_is_not_required_is_said_back_with_its_reason(desk: Desk) -> None:
    desk.opens()
    told = desk.says(
        *("decide", CASE, RECORD, "--not-required", "--reason", "No record was disclosed."),
        *("--at", "2026-03-16"),
    )

    assert told.splitlines() == [
        (
            f"{RECORD} is not required, determined by dpo on Monday, March 16, 2026: No record was "
            "disclosed."
        ),
        f"{RECORD}: no fixed date → not required.",
    ]


def test_a_determination_is_shown_with_the_day_it_is_kept_until(desk: Desk) -> None:
    desk.opens()
    desk.says("decide", CASE, RECORD, "--required", "--reason", "Names were disclosed")

    made = desk.tells("show", CASE)[0]["determinations"][0]
    # State Technology Law 208(2)(a): five years.
    assert (made["keep_until"], made["subject"], made["by"]) == ("2031-03-16", "duty", "dpo")
    assert "to be kept until Sunday, March 16, 2031" in " ".join(desk.says("show", CASE).split())


def test_the_exemption_starts_the_clock_of_the_attorney_general(desk: Desk) -> None:
    desk.opens(PRIVATE)
    told = desk.says("decide", CASE, "exemption", "--reason", "Opened by our own clerk")

    assert told.startswith("The notice to residents is not required, determined by dpo on")
    assert "fell away and stays on the record: ny.stl208.residents." in told
    assert "(ny.stl208.exemption-to-ag): running, lawful until Thursday, March 26, 2026." in told


def test_no_breach_asks_for_each_sign_of_the_worksheet(desk: Desk) -> None:
    # Policy 8635 II.B.
    desk.opens()
    answer = desk.runs("decide", CASE, "no-breach", "--reason", "Nobody opened it")

    assert answer.status == 1
    first, *signs = answer.err.splitlines()
    assert first.endswith("asks for these signs to be looked at:")
    assert [line.split("=")[0].strip() for line in signs] == [f"--sign {each}" for each in SIGNS]


def test_no_breach_ends_what_rests_on_one(desk: Desk) -> None:
    desk.opens()
    told = desk.says("decide", CASE, "no-breach", "--reason", "Unopened", *worksheet(*SIGNS))

    assert told.startswith("No breach: determined by dpo on Monday, March 16, 2026, 10:00 a.m.")
    assert "ny.8nycrr121.individuals: running" in told
    assert "used: none found" in " ".join(desk.says("show", CASE).split())


def test_a_sign_without_an_answer_is_refused(desk: Desk) -> None:
    desk.opens()

    assert desk.refuses("decide", CASE, "no-breach", "--reason", "x", "--sign", "used=") == (
        "`used` has no answer; write --sign used='what was found'."
    )


def test_a_duty_is_not_decided_without_a_verdict(desk: Desk) -> None:
    desk.opens()

    assert desk.refuses("decide", CASE, RECORD, "--reason", "x") == (
        f"Say what was decided of {RECORD}: --required or --not-required."
    )


def test_what_says_its_verdict_itself_takes_no_other(desk: Desk) -> None:
    desk.opens()

    assert "`exemption` says already what was decided" in (
        desk.refuses("decide", CASE, "exemption", "--required", "--reason", "x")
    )


def test_a_decision_of_tomorrow_is_refused(desk: Desk) -> None:
    desk.opens()

    assert desk.refuses(
        "decide", CASE, RECORD, "--required", "--reason", "x", "--at", "2026-03-17"
    ) == ("2026-03-17 lies in the future; record a decision once it was taken.")
