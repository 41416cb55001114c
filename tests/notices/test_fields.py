"""What a notice may be filled with, and what is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from incidents.moments import Instant, LocalDay, Zone
from notices.fieldbook import FIELDS
from notices.fields import FieldsRefusedError, NoticeFields
from notices.unknown import Unknown


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "agency_nane",
            "x",
            "'agency_nane' is not a field of any notice; did you mean agency_name?",
        ),
        ("zzzz", "x", "see the list in notices/fieldbook.py"),
        ("agency_name", "", "is empty; leave it out, or say Unknown with the reason"),
        ("agency_name", "   ", "is empty"),
        ("agency_name", "Two\nlines", "holds a control character, U+000A"),
        ("agency_name", "Bell\x07", "holds a control character, U+0007"),
        ("agency_name", "Nul\x00", "holds a control character, U+0000"),
        (
            "agency_name",
            "Turn \u202eround",
            "an invisible character, U+202E (RIGHT-TO-LEFT OVERRIDE)",
        ),
        ("agency_name", "Zero\u200bwidth", "an invisible character, U+200B (ZERO WIDTH SPACE)"),
        ("agency_name", "\ud800", "half of a character, U+D800"),
        ("agency_name", "Mine \ue000", "a private character, U+E000"),
        ("agency_name", "Line\u2028break", "a line separator, U+2028"),
        ("agency_name", "x" * 501, "has 501 characters; shorten it to 500"),
        ("agency_name", 7, "was given 7; give text"),
        ("agency_address", "one line", "was given a str; give a list"),
        ("agency_address", ["good", ""], "is empty"),
        ("data_types", ["x"] * 501, "has 501 entries; at most 500 fit a notice"),
        ("incident_description", "x" * 40_001, "has 40,001 characters; shorten it to 40,000"),
        ("incident_description", "tab\there", "holds a control character, U+0009"),
        ("record_count", -1, "was given -1; give a whole number of zero or more"),
        ("record_count", True, "was given True; give a whole number"),
        ("record_count", 1.5, "was given 1.5; give a whole number"),
        ("record_count", "5", "was given a str; give a whole number"),
        ("encrypted", "no", "was given a str; give true or false"),
        ("notice_date", "2026-05-04", "was given a str; give a local day"),
        ("notice_date", Instant.parse("2026-05-04T10:00Z"), "give a local day"),
        ("receipt", "2026-05-04", "give a local day or an instant"),
        ("affected_groups", [{"group": "Students"}], "exactly the columns group, number"),
        ("affected_groups", [{"group": "Students", "number": -2}], "was given -2"),
        ("private_information", ["ssn", "shoe_size"], "names 'shoe_size'; it may name ssn,"),
        ("elements_lacking", ["contacts"], "names 'contacts'; it may name incident_description,"),
        ("cause", Unknown(""), "is empty"),
    ],
)
def test_a_value_that_no_letter_may_hold_is_refused(name: str, value: Any, message: str) -> None:
    with pytest.raises(FieldsRefusedError) as refused:
        NoticeFields({name: value})

    assert message in str(refused.value)


def test_every_refused_field_is_named_at_once() -> None:
    with pytest.raises(FieldsRefusedError) as refused:
        NoticeFields({"agency_name": "", "record_count": -1})

    assert len(refused.value.problems) == 2
    assert "agency_name (the educational agency) is empty" in refused.value.problems[0]


def test_accents_are_composed_and_edges_trimmed() -> None:
    fields = NoticeFields({"contact_name": "  Nguye\u0302\u0303n "})

    assert fields.values["contact_name"] == "Nguy\u1ec5n"


def test_line_breaks_of_windows_are_taken_in_a_passage() -> None:
    fields = NoticeFields({"incident_description": "One.\r\n\r\nTwo."})

    assert fields.values["incident_description"] == "One.\n\nTwo."


def test_the_end_of_a_reason_can_follow_a_colon() -> None:
    assert NoticeFields({"cause": Unknown("being looked into.")}).unknown == {
        "cause": "being looked into"
    }


def test_the_same_fields_have_the_same_digest_in_any_order() -> None:
    first = NoticeFields({"agency_name": "A", "record_count": 2})
    second = NoticeFields({"record_count": 2, "agency_name": "A"})

    assert first.digest() == second.digest()


@pytest.mark.parametrize(
    "other",
    [
        NoticeFields({"record_count": 3}),
        NoticeFields({"record_count": Unknown("3")}),
        NoticeFields({"persons_count": 2}),
        NoticeFields({"record_count": 2}, Zone("America/Chicago")),
    ],
)
def test_another_value_has_another_digest(other: NoticeFields) -> None:
    assert NoticeFields({"record_count": 2}).digest() != other.digest()


def test_a_day_and_its_midnight_are_not_the_same_value() -> None:
    day = NoticeFields({"receipt": LocalDay.parse("2026-05-04")})
    midnight = NoticeFields({"receipt": Instant.parse("2026-05-04T00:00-04:00")})

    assert day.digest() != midnight.digest()


def test_fields_can_be_added_and_left_out_but_not_changed() -> None:
    fields = NoticeFields({"agency_name": "A"})

    assert set(fields.plus(cause="Fire").values) == {"agency_name", "cause"}
    assert set(fields.plus(cause="Fire").without("agency_name").values) == {"cause"}
    with pytest.raises(TypeError):
        fields.values["agency_name"] = "B"  # type: ignore[index]


def test_every_field_says_what_it_means_in_words() -> None:
    for field in FIELDS.values():
        assert field.meaning
        assert field.name.islower()


def test_no_column_hides_behind_a_method_of_a_mapping() -> None:
    for field in FIELDS.values():
        assert not [column for column in field.columns if hasattr(dict, column)]
