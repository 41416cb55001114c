"""Every notice as a person has read it, for every kind of recipient."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from notices.catalogue import catalogue
from notices.drafts import draft
from notices.fields import NoticeFields
from tests.conftest import GOLDEN
from tests.notices import samples
from tests.notices.official_samples import LONGEST_OFFICIAL, OFFICIAL

#: Notices of the law on private information are shown with private information.
_OF_PRIVATE_INFORMATION = "ny.stl208."
#: The notices a case cannot do without are shown at their extremes too.
_MAIN = {
    "family-notice": "parent",
    "family-and-resident-notice": "parent",
    "resident-notice": "resident",
    "nysed-report-sheet": "chief-privacy-officer",
    "internal-report": "superintendent-and-board",
    "attorney-general-packet": "attorney-general",
    "substitute-email": "resident",
    "substitute-website-posting": "public",
    "substitute-media-release": "news-media",
    "telephone-script": "parent",
    "telephone-script-private-information": "resident",
    "front-office-questions": "front-office",
    "public-questions-and-answers": "public",
}
#: Those for officials, contractors and complainants, whose own facts grow long too.
_OFFICIAL = {
    "contractor-lateness-letter": "contractor",
    "contractor-follow-up": "contractor",
    "reimbursement-claim": "contractor",
    "certificate-of-destruction": "contractor",
    "owner-notice": "owner",
    "its-consultation": "office-of-information-technology-services",
    "exemption-determination": "file",
    "exemption-letter": "attorney-general",
    "hhs-to-attorney-general": "attorney-general",
    "substitute-showing": "attorney-general",
    "state-agencies-supplement": "attorney-general",
    "dhses-incident-sheet": "homeland-security",
    "dhses-payment-sheet": "homeland-security",
    "dhses-explanation-sheet": "homeland-security",
    "complaint-acknowledgement": "complainant",
    "complaint-extension": "complainant",
    "complaint-findings": "complainant",
    "hold-memo": "holders-of-records",
    "hold-release": "holders-of-records",
    "board-memo": "board",
    "holding-statement": "press",
}
_KINDS = [
    (template.id, recipient)
    for template in catalogue().templates.values()
    for recipient in template.recipients
]


def _typical(notice: str) -> NoticeFields:
    rules = catalogue().template(notice).rules
    is_private = any(rule.startswith(_OF_PRIVATE_INFORMATION) for rule in rules)
    return samples.private(**OFFICIAL) if is_private else samples.roster(**OFFICIAL)


@pytest.mark.parametrize(("notice", "recipient"), _KINDS)
def test_each_recipient_gets_the_text_that_was_read(
    notice: str, recipient: str, golden: Callable[[str, str], None]
) -> None:
    golden(f"{notice}/{recipient}.txt", draft(notice, recipient, _typical(notice)).text)


@pytest.mark.parametrize(("notice", "recipient"), _MAIN.items())
def test_the_longest_names_leave_the_text_readable(
    notice: str, recipient: str, golden: Callable[[str, str], None]
) -> None:
    drafted = draft(notice, recipient, samples.longest())

    golden(f"{notice}/{recipient}.longest-names.txt", drafted.text)


@pytest.mark.parametrize(("notice", "recipient"), _OFFICIAL.items())
def test_the_longest_facts_leave_the_text_readable(
    notice: str, recipient: str, golden: Callable[[str, str], None]
) -> None:
    longest = NoticeFields({**samples.longest().values, **LONGEST_OFFICIAL})

    golden(f"{notice}/{recipient}.longest-facts.txt", draft(notice, recipient, longest).text)


@pytest.mark.parametrize(("notice", "recipient"), [*_MAIN.items(), *_OFFICIAL.items()])
def test_a_notice_says_in_words_what_nobody_knows(
    notice: str, recipient: str, golden: Callable[[str, str], None]
) -> None:
    drafted = draft(notice, recipient, samples.nothing_known())

    golden(f"{notice}/{recipient}.everything-unknown.txt", drafted.text)


def test_a_case_of_our_own_names_no_contractor(golden: Callable[[str, str], None]) -> None:
    fields = samples.our_own()

    golden("family-notice/parent.our-own.txt", draft("family-notice", "parent", fields).text)


def test_an_acknowledgement_with_nothing_lacking(golden: Callable[[str, str], None]) -> None:
    fields = samples.roster(elements_lacking=[])
    drafted = draft("contractor-acknowledgement", "contractor", fields)

    golden("contractor-acknowledgement/contractor.nothing-lacking.txt", drafted.text)


def test_no_golden_text_is_left_over_from_an_older_notice() -> None:
    known = {(notice, recipient) for notice, recipient in _KINDS}

    found = {(path.parent.name, path.name.split(".")[0]) for path in GOLDEN.glob("*/*.txt")}

    assert found == known


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*/*.txt")), ids=lambda path: path.stem)
def test_no_text_stumbles_over_its_punctuation(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]

    for stumble in ("..", " .", " ,", ",,", "{", "}", "Unknown("):
        assert stumble not in text
