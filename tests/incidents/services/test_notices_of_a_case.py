"""A notice is drafted from the case, and an approval binds to its digest."""

from __future__ import annotations

import pytest

from config.wiring import FileLawBook
from incidents.errors import InputRefusedError
from incidents.services.approve_notice import UnknownDraftError, approve_notice
from incidents.services.draft_notice import (
    draft_notice,
    draft_what_is_due,
    record_wording,
)
from incidents.services.drafter import Addressed, DraftedText
from notices.from_case import AgencyDetailsMissingError
from tests.support.caseworker import LAW, Caseworker, practice, roster
from tests.support.whole_case import home_with_district, law_of

AGENCY = {
    "name": "Example Central School District",
    "kind": "school_district",
    "policy": "kingston-8635",
}
PARENTS = Addressed(notice="family-notice", kind="parent")
EVERY = frozenset(
    {"family-notice", "internal-report", "nysed-report-sheet", "contractor-acknowledgement"}
)


@pytest.fixture
def law(tmp_path_factory: pytest.TempPathFactory) -> FileLawBook:
    """Give the law with a district that has an address of its own."""
    return law_of(home_with_district(tmp_path_factory.mktemp("home")))


def drafts(dpo: Caseworker, law: FileLawBook, at: str) -> DraftedText:
    """Draft the family notice for parents."""
    return dpo.at(at, lambda work: draft_notice(work, practice(law), dpo.number, PARENTS))


def test_a_draft_is_kept_byte_for_byte(dpo: Caseworker, law: FileLawBook) -> None:
    dpo.opens()
    drafted = drafts(dpo, law, "2026-03-20T10:00-04:00")

    kept = dpo.at(
        "2026-03-21T10:00-04:00", lambda work: work.notices.get(dpo.number, drafted.digest)
    )
    assert kept is not None
    assert (kept.text, kept.html, kept.pdf) == (drafted.text, drafted.html, drafted.pdf)
    assert kept.template_version == "1"


def test_what_is_not_known_is_said_and_never_blank(dpo: Caseworker, law: FileLawBook) -> None:
    dpo.opens()
    drafted = drafts(dpo, law, "2026-03-20T10:00-04:00")

    assert "do not yet know" in drafted.text
    assert drafted.refusals == ()


def test_an_approval_binds_to_exactly_one_text(dpo: Caseworker, law: FileLawBook) -> None:
    dpo.opens()
    first = drafts(dpo, law, "2026-03-20T10:00-04:00")
    dpo.at(
        "2026-03-20T11:00-04:00",
        lambda work: approve_notice(work, law, dpo.number, first.digest, by="superintendent"),
    )
    dpo.at(
        "2026-03-20T12:00-04:00",
        lambda work: record_wording(
            work, law, dpo.number, "incident_description", "A roster lay open on a share."
        ),
    )
    second = drafts(dpo, law, "2026-03-20T13:00-04:00")

    case = dpo.case()
    assert case.drafts[first.digest].approved_by == ("superintendent",)
    assert second.digest != first.digest
    assert case.drafts[second.digest].approved_by == ()


def test_a_draft_that_lacks_an_element_cannot_be_approved(
    dpo: Caseworker, law: FileLawBook
) -> None:
    facts = {**roster()["facts"], "private_information": ["ssn"]}
    some = [{"group": "students", "residence": "NY", "count": 9, "with_private_information": 9}]
    dpo.opens(facts=facts, affected=some)
    packet = Addressed(notice="attorney-general-packet", kind="attorney-general")
    drafted = dpo.at(
        "2026-03-20T10:00-04:00",
        lambda work: draft_notice(work, practice(law), dpo.number, packet),
    )

    with pytest.raises(InputRefusedError, match="cannot be approved yet"):
        dpo.at(
            "2026-03-20T11:00-04:00",
            lambda work: approve_notice(work, law, dpo.number, drafted.digest, by="dpo"),
        )


def test_a_digest_that_names_nothing_is_refused(dpo: Caseworker, law: FileLawBook) -> None:
    dpo.opens()

    with pytest.raises(UnknownDraftError, match="names no single draft"):
        dpo.at(
            "2026-03-20T11:00-04:00",
            lambda work: approve_notice(work, law, dpo.number, "0" * 64, by="dpo"),
        )


def test_drafting_what_is_due_twice_changes_nothing(dpo: Caseworker, law: FileLawBook) -> None:
    dpo.opens()
    first = dpo.at(
        "2026-03-16T11:00-04:00",
        lambda work: draft_what_is_due(work, practice(law), dpo.number, EVERY),
    )
    size = dpo.case().size
    again = dpo.at(
        "2026-03-18T11:00-04:00",
        lambda work: draft_what_is_due(work, practice(law), dpo.number, EVERY),
    )

    # acknowledgement, internal report, report sheet, and three letters to families
    assert first == 6
    assert again == 0
    assert dpo.case().size == size


def test_a_letterhead_that_the_settings_lack_is_named(dpo: Caseworker) -> None:
    dpo.opens(agency=AGENCY)
    number = "EXAMPLE-2026-001"

    with pytest.raises(AgencyDetailsMissingError, match="settings lack address, phone, email"):
        dpo.at(
            "2026-03-20T10:00-04:00",
            lambda work: draft_notice(work, practice(LAW), number, PARENTS),
        )
