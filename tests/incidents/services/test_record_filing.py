"""A filing is append-only, and its lateness is frozen."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.law.duty import DutyState
from incidents.moments import parse_moment
from incidents.services.approve_notice import approve_notice
from incidents.services.determine import UnknownDutyError
from incidents.services.draft_notice import draft_notice
from incidents.services.drafter import Addressed
from incidents.services.follow_up import Changed
from incidents.services.people import UnknownPersonError
from incidents.services.ports import UnitOfWork
from incidents.services.record_filing import FilingRefusedError, GivenFiling, record_filing
from tests.support.caseworker import LAW, Caseworker, practice
from tests.support.whole_case import home_with_district, law_of

RECEIPT = "ny.8nycrr121.cpo-after-receipt"
DISCOVERY = "ny.8nycrr121.cpo-after-discovery"
LETTERS = "ny.8nycrr121.individuals"


def test_one_filing_fulfils_both_clocks_of_the_privacy_officer(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.records("2026-03-17T14:20-04:00", "moments.report", "2026-03-17T14:20-04:00")
    dpo.files("2026-03-24T16:00-04:00", RECEIPT, DISCOVERY, receipt="NYSED-1")

    case = dpo.case()
    assert [filing.duties for filing in case.filings] == [(RECEIPT, DISCOVERY)]
    assert dpo.duty("2026-04-30T09:00-04:00", RECEIPT).state is DutyState.DONE
    assert dpo.duty("2026-04-30T09:00-04:00", DISCOVERY).late == 0


def test_a_filing_on_the_limit_needs_no_reason(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.files("2026-03-26T23:59-04:00", RECEIPT)

    assert dpo.duty("2026-04-30T09:00-04:00", RECEIPT).late == 0


def test_a_late_filing_without_a_reason_is_refused(dpo: Caseworker) -> None:
    dpo.opens()

    with pytest.raises(FilingRefusedError, match=r"late for ny\.8nycrr121\.cpo-after-receipt"):
        dpo.files("2026-03-27T00:00-04:00", RECEIPT)

    assert dpo.case().filings == []


def test_a_correction_does_not_hide_lateness(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.files("2026-03-31T10:00-04:00", RECEIPT, late_reason="The office was closed")
    dpo.files("2026-04-01T10:00-04:00", RECEIPT, filed_at="2026-03-24T10:00-04:00", supersedes=1)

    assert dpo.duty("2026-04-30T09:00-04:00", RECEIPT).late == 5
    assert [each.supersedes for each in dpo.case().filings] == [None, 1]


def test_filing_twice_without_superseding_is_refused(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.files("2026-03-20T10:00-04:00", RECEIPT)

    with pytest.raises(FilingRefusedError, match="add --supersedes 1"):
        dpo.files("2026-03-21T10:00-04:00", RECEIPT)


def test_a_filing_in_the_future_is_refused(dpo: Caseworker) -> None:
    dpo.opens()

    with pytest.raises(FilingRefusedError, match="lies in the future"):
        dpo.files("2026-03-20T10:00-04:00", RECEIPT, filed_at="2026-03-21T10:00-04:00")


def test_evidence_is_kept_by_its_digest(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.files("2026-03-20T10:00-04:00", RECEIPT, proof=b"abc")

    file = dpo.case().filings[0].evidence[0]
    # SHA-256 of "abc", FIPS 180-4 example B.1.
    assert file["sha256"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (
        dpo.at(
            "2026-03-21T10:00-04:00", lambda work: work.files.get("kingston-csd", file["sha256"])
        )
        == b"abc"
    )


def test_an_unknown_duty_or_person_is_refused_by_name(dpo: Caseworker) -> None:
    dpo.opens()

    with pytest.raises(UnknownDutyError, match=r"There is no duty `ny\.cpo`"):
        dpo.files("2026-03-20T10:00-04:00", "ny.cpo")
    with pytest.raises(UnknownPersonError, match="there are dpo, superintendent, board"):
        dpo.at("2026-03-20T10:00-04:00", lambda work: _filed_by_nobody(dpo, work))


def _filed_by_nobody(dpo: Caseworker, work: UnitOfWork) -> Changed:
    given = GivenFiling(duties=(RECEIPT,), at=parse_moment("2026-03-19"), by="nobody")
    return record_filing(work, LAW, dpo.number, given)


def test_a_filing_names_an_approved_text_by_how_its_digest_begins(
    dpo: Caseworker, tmp_path: Path
) -> None:
    law = law_of(home_with_district(tmp_path))
    dpo.opens()
    letter = Addressed(notice="family-notice", kind="parent")
    drafted = dpo.at(
        "2026-03-20T10:00-04:00",
        lambda work: draft_notice(work, practice(law), dpo.number, letter),
    )

    with pytest.raises(FilingRefusedError, match=r"is not approved; approve it first with: duen"):
        dpo.files("2026-03-20T12:00-04:00", LETTERS, notices=(drafted.digest[:12],))
    dpo.at(
        "2026-03-20T13:00-04:00",
        lambda work: approve_notice(work, law, dpo.number, drafted.digest[:12], by="dpo"),
    )
    dpo.files("2026-03-20T14:00-04:00", LETTERS, notices=(drafted.digest[:12],))

    assert dpo.case().filings[0].notices == (drafted.digest,)


def test_a_correction_names_a_filing_that_is_there(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.files("2026-03-20T10:00-04:00", RECEIPT)

    with pytest.raises(FilingRefusedError, match="no filing 7 to correct; its filings are: 1"):
        dpo.files("2026-03-21T10:00-04:00", RECEIPT, supersedes=7)
