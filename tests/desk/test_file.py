"""``file``: one form for several duties, its proof, and lateness for good."""

from __future__ import annotations

from tests.support.desk import CASE, Desk

RECEIPT = "ny.8nycrr121.cpo-after-receipt"
DISCOVERY = "ny.8nycrr121.cpo-after-discovery"
#: SHA-256 of "abc", FIPS 180-4 example B.1.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_one_form_answers_both_clocks_with_its_proof(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-17T15:00-04:00").says("record", CASE, "moment", "report", "2026-03-17")
    proof = desk.file("form.pdf", "abc")

    told = desk.says(
        *("file", CASE, RECEIPT, DISCOVERY, "--at", "2026-03-17T14:30-04:00"),
        *("--receipt", "R-17", "--evidence", proof),
    )

    assert told.splitlines() == [
        "Evidence taken in: form.pdf (3 bytes, SHA-256 ba7816bf8f01…).",
        f"Filing 1: {RECEIPT}, {DISCOVERY} on Tuesday, March 17, 2026, 2:30 p.m., receipt R-17.",
        f"{RECEIPT}: running, lawful until Thursday, March 26, 2026 → done, in time.",
        f"{DISCOVERY}: running, lawful until Friday, March 27, 2026 → done, in time.",
    ]
    filing = desk.tells("show", CASE)[0]["filings"][0]
    assert filing["evidence"] == [
        {"name": "form.pdf", "path": f"evidence/{ABC}", "sha256": ABC},
    ]


def test_a_late_filing_says_for_what_it_needs_a_reason(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-31T09:00-04:00")

    assert desk.refuses("file", CASE, RECEIPT, "--at", "2026-03-30") == (
        f"This filing is late for {RECEIPT} (limit Thursday, March 26, 2026); say why with "
        "--late-reason."
    )


def test_lateness_stays_whatever_corrects_the_filing(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-31T09:00-04:00")
    late = ("file", CASE, RECEIPT, "--at", "2026-03-30", "--late-reason", "The form was down.")

    assert "→ done, 4 days late." in desk.says(*late)
    corrected = desk.says("file", CASE, RECEIPT, "--at", "2026-03-24", "--supersedes", 1)
    assert corrected == (f"Filing 2: {RECEIPT} on Tuesday, March 24, 2026, corrects filing 1.\n")
    [wave] = desk.tells("show", CASE)[0]["waves"]
    assert [duty["late"] for duty in wave["duties"] if duty["id"] == RECEIPT] == [4]


def test_the_page_of_a_case_has_the_proof_of_a_filing(desk: Desk) -> None:
    desk.opens()
    proof = desk.file("form.pdf", "abc")
    desk.says("file", CASE, RECEIPT, "--at", "2026-03-16", "--evidence", proof)

    told = " ".join(desk.says("show", CASE).split())

    assert (
        f"1 Mon Mar 16, 2026 {RECEIPT}, by dpo; evidence form.pdf (SHA-256 ba7816bf8f01…)" in told
    )


def test_a_second_filing_of_a_duty_has_to_correct_the_first(desk: Desk) -> None:
    desk.opens()
    desk.says("file", CASE, RECEIPT, "--at", "2026-03-16")

    assert desk.refuses("file", CASE, RECEIPT, "--at", "2026-03-16") == (
        f"{RECEIPT} was filed already (filing 1); to correct it, add --supersedes 1, and its "
        "lateness stays that of the first filing."
    )


def test_evidence_that_cannot_be_read_keeps_nothing(desk: Desk) -> None:
    desk.opens()

    for path, why in (("gone.pdf", "No such file or directory"), (".", "Is a directory")):
        said = desk.refuses("file", CASE, RECEIPT, "--at", "2026-03-16", "--evidence", path)
        assert said.startswith(f"{path} cannot be read ({why}); check its name")


def test_an_approved_text_is_named_by_how_its_digest_begins(desk: Desk) -> None:
    desk.opens()
    [drafted] = desk.tells("draft", CASE, "family-notice", "--for", "parent")
    begins = drafted["digest"][:12]
    sent = ("file", CASE, "ny.8nycrr121.individuals", "--at", "2026-03-16", "--notice", begins)

    assert f"Notice {begins} (family-notice) is not approved; approve it first" in (
        desk.refuses(*sent)
    )
    desk.says("approve", CASE, begins, "--by", "superintendent")
    desk.says(*sent)
    assert desk.tells("show", CASE)[0]["filings"][0]["notices"] == [drafted["digest"]]
