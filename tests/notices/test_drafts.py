"""Drafts: what they find, what they refuse, what an approval binds to."""

from __future__ import annotations

import hashlib
import json

import pytest

from incidents.moments import LocalDay
from notices.catalogue import UnknownNoticeError, catalogue
from notices.drafts import DraftAlteredError, digest_of, draft, draft_from
from notices.elements import Element
from notices.fields import Row
from notices.filling import MissingGlyphError, NoticeNotFilledError
from notices.findings import ElementState, IncompleteNoticeError
from notices.slots import printable
from notices.unknown import Unknown
from tests.notices import samples


def test_a_complete_notice_may_be_approved() -> None:
    found = draft("family-notice", "parent", samples.roster()).findings

    found.refuse_unless_approvable()
    assert found.of(ElementState.PRESENT) == (
        Element.INCIDENT_DESCRIPTION,
        Element.INCIDENT_DATES,
        Element.DISCOVERY_DATE,
        Element.DATA_TYPES,
        Element.RECORD_COUNT,
        Element.INVESTIGATION,
        Element.CONTACT,
    )


def test_what_is_unknown_is_said_and_may_be_approved() -> None:
    """8 NYCRR 121.10(g) asks for most elements to the extent available."""
    fields = samples.roster(record_count=Unknown("still being counted"))

    drafted = draft("family-notice", "parent", fields)

    assert drafted.findings.of(ElementState.UNKNOWN_AND_SAID) == (Element.RECORD_COUNT,)
    assert "We do not yet know how many records were affected." in drafted.text
    drafted.findings.refuse_unless_approvable()


def test_what_nobody_supplied_refuses_the_approval() -> None:
    drafted = draft("family-notice", "parent", samples.roster().without("record_count"))

    with pytest.raises(IncompleteNoticeError) as refused:
        drafted.findings.refuse_unless_approvable()

    assert refused.value.problems == (
        (
            "Missing: the number of records affected (8 NYCRR 121.10(e), (g) and (h)); "
            "supply record_count."
        ),
    )


def test_an_unknown_that_the_law_needs_refuses_the_approval() -> None:
    fields = samples.private(residents_count=Unknown("still being counted"))

    found = draft("attorney-general-packet", "attorney-general", fields).findings

    assert found.of(ElementState.UNSETTLED) == (Element.APPROXIMATE_COUNT,)
    assert found.refusals == (
        (
            "Not known, and needed first: about how many people are told (State Technology Law "
            "208(7)(a)); settle residents_count."
        ),
    )


def test_a_packet_without_the_copy_of_the_notice_is_not_complete() -> None:
    fields = samples.private().without("template_copy")

    found = draft("attorney-general-packet", "attorney-general", fields).findings

    assert Element.TEMPLATE_COPY in found.of(ElementState.MISSING)


def test_the_copy_in_a_packet_is_the_whole_notice() -> None:
    copy = draft("family-and-resident-notice", "parent", samples.private())
    fields = samples.private(template_copy=copy.as_passage())

    packet = draft("its-packet", "office-of-information-technology-services", fields)

    flat = " ".join(packet.text.replace("\n> ", " ").replace("\n>", " ").split())
    for paragraph in printable(copy.document).paragraphs():
        assert paragraph in flat


def test_each_finding_is_a_sentence_for_who_approves() -> None:
    fields = samples.roster(record_count=Unknown("still being counted"))
    found = draft("family-notice", "parent", fields).findings
    sentences = [each.sentence() for each in found.elements]

    assert sentences[3] == (
        "It says the types of personal information involved (8 NYCRR 121.10(e), (g) and (h))."
    )
    assert sentences[4] == (
        "It says that this is not yet known: the number of records affected "
        "(8 NYCRR 121.10(e), (g) and (h))."
    )


def test_surplus_fields_are_listed_and_change_nothing() -> None:
    lean = draft("family-notice", "parent", samples.roster().without("beds_code"))
    rich = draft("family-notice", "parent", samples.roster(beds_code="620600010000"))

    assert "beds_code" in rich.findings.surplus
    assert lean.digest == rich.digest
    assert lean.fields_digest == rich.fields_digest


@pytest.mark.parametrize("name", ["discovery", "receipt"])
def test_either_day_of_learning_satisfies_the_law(name: str) -> None:
    fields = samples.roster().without("receipt").plus(**{name: LocalDay.parse("2026-04-20")})

    found = draft("family-notice", "parent", fields).findings

    assert Element.DISCOVERY_DATE in found.of(ElementState.PRESENT)


def test_a_field_the_text_cannot_do_without_is_named() -> None:
    with pytest.raises(NoticeNotFilledError, match=r"'contact_phone' is undefined\. Supply that"):
        draft("family-notice", "parent", samples.roster().without("contact_phone"))


def test_a_notice_without_a_date_is_refused() -> None:
    with pytest.raises(NoticeNotFilledError, match="family-notice has no date; give the field"):
        draft("family-notice", "parent", samples.roster().without("notice_date"))


def test_a_recipient_it_is_not_written_for_is_refused() -> None:
    with pytest.raises(NoticeNotFilledError, match="not written for 'press'; it is for parent,"):
        draft("family-notice", "press", samples.roster())


def test_a_notice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownNoticeError, match="There is no notice 'valentine'; there are"):
        draft("valentine", "parent", samples.roster())


def test_a_character_the_font_lacks_is_refused_by_name() -> None:
    with pytest.raises(MissingGlyphError) as refused:
        draft("family-notice", "parent", samples.roster(contact_name="Ms. 王 Li"))

    assert "The field contact_name holds '王', U+738B (CJK UNIFIED IDEOGRAPH-738B)" in str(
        refused.value
    )


def test_a_missing_glyph_in_a_table_is_found_too() -> None:
    rows: list[Row] = [{"group": "Students ✂", "number": 3}]

    with pytest.raises(MissingGlyphError, match="The field affected_groups holds '✂'"):
        draft("internal-report", "superintendent-and-board", samples.roster(affected_groups=rows))


def test_numbers_nobody_has_checked_are_warned_about() -> None:
    warnings = draft("family-notice", "parent", samples.roster()).findings.warnings

    assert any("518-474-0937" in warning for warning in warnings)


def test_lines_nobody_has_reviewed_are_warned_about() -> None:
    (warning,) = (
        each
        for each in draft("family-notice", "parent", samples.roster()).findings.warnings
        if "one line" in each
    )

    assert warning.startswith("Nobody has reviewed the one line in Spanish, Chinese, traditional")


def test_the_digest_changes_with_each_word() -> None:
    one = draft("family-notice", "parent", samples.roster())
    other = draft("family-notice", "parent", samples.roster(contact_phone="845-555-0143"))

    assert one.digest != other.digest


def test_anyone_can_compute_the_digest_again() -> None:
    drafted = draft("family-notice", "parent", samples.roster())
    words = {
        "schema": 1,
        "notice": "family-notice",
        "version": 1,
        "recipient": "parent",
        "text": drafted.text,
        "html": drafted.html,
    }
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert drafted.digest == hashlib.sha256(canonical.encode()).hexdigest()
    assert drafted.digest == digest_of(
        notice="family-notice",
        version=1,
        recipient="parent",
        text=drafted.text,
        html=drafted.html,
    )


def test_a_kept_draft_is_read_back_as_it_was() -> None:
    drafted = draft("family-notice", "parent", samples.roster())

    assert draft_from(drafted.content(), drafted.digest) == drafted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5,212 records", "5,213 records"),
        ('"version":1', '"version":2'),
        ('"recipient":"parent"', '"recipient":"student"'),
        ("Wednesday, April 1", "Thursday, April 1"),
    ],
)
def test_a_kept_draft_that_was_altered_is_refused(old: str, new: str) -> None:
    drafted = draft("family-notice", "parent", samples.roster())
    altered = drafted.content().decode().replace(old, new).encode()

    assert altered != drafted.content()
    with pytest.raises(DraftAlteredError, match="is not the one with the digest"):
        draft_from(altered, drafted.digest)


def test_altering_only_what_the_pdf_is_made_of_is_noticed() -> None:
    drafted = draft("family-notice", "parent", samples.roster())
    plain = json.loads(drafted.content())
    title = next(each for each in plain["document"]["blocks"] if each["kind"] == "title")
    title["text"] += " Not really."
    altered = json.dumps(plain, ensure_ascii=False).encode()

    with pytest.raises(DraftAlteredError, match="do not send it"):
        draft_from(altered, drafted.digest)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"document":{}}'])
def test_bytes_that_are_no_draft_are_refused(content: bytes) -> None:
    with pytest.raises(DraftAlteredError, match="These bytes are not a draft"):
        draft_from(content, "0" * 64)


def test_each_draft_names_the_words_it_was_made_from() -> None:
    drafted = draft("family-notice", "parent", samples.roster())

    assert drafted.source_digest == catalogue().source_digest("family-notice")
    assert drafted.document.title == "What happened to your child's school information"
