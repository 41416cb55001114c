"""A district's own letterhead and wording: placeholders only, nothing required left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.errors import InputRefusedError
from notices.catalogue import catalogue
from notices.drafts import draft
from notices.located import BrokenFileError
from notices.own_words import catalogue_of
from notices.reviews import reviews_of
from notices.translations import Trust, usable_languages
from tests.notices import samples

_AGENCY = "kingston-csd"
_LETTERHEAD = """\
<letterhead element="agency_name">
  <line>{{ agency_name }}</line>
  <line>Office of Student Privacy</line>
  <line>Telephone {{ agency_phone }}</line>
</letterhead>
<date element="notice_date">{{ notice_date.day }}</date>
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Give the folder of a district's own notices, with a letterhead in it."""
    folder = tmp_path / "districts" / _AGENCY / "notices"
    (folder / "parts").mkdir(parents=True)
    (folder / "parts" / "letterhead.xml.j2").write_text(_LETTERHEAD, encoding="utf-8")
    return folder


def _text(own: Path) -> str:
    found = catalogue_of(own.parent.parent, _AGENCY)
    return draft("family-notice", "parent", samples.roster(), source=found).text


def _writes(own: Path, name: str, text: str) -> Path:
    path = own / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_letter_has_the_letterhead_of_its_district(own: Path) -> None:
    assert _text(own).startswith(
        "Kingston City School District\nOffice of Student Privacy\nTelephone 845-555-0100\n\n"
    )


def test_a_district_may_write_a_whole_letter_itself(own: Path) -> None:
    source = catalogue().template("family-notice").source
    _writes(own, "family-notice/letter.xml.j2", source.replace("We are sorry", "We regret"))

    assert "We regret for the worry" in " ".join(_text(own).split())


def test_a_change_is_seen_without_starting_anew(own: Path) -> None:
    _text(own)
    changed = _LETTERHEAD.replace("Office of", "Department of")
    _writes(own, "parts/letterhead.xml.j2", changed)

    assert "Department of Student Privacy" in _text(own)


def test_without_own_words_the_shipped_ones_serve(tmp_path: Path) -> None:
    assert catalogue_of(tmp_path, _AGENCY) is catalogue()
    assert catalogue_of(None, _AGENCY) is catalogue()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("<p>{{ ''.__class__ }}</p>", r"letterhead.xml.j2:1: '__class__' is not a part of a field"),
        ("\n<p>{{ agency_name.upper() }}</p>", r"letterhead.xml.j2:2: Call is not allowed"),
        ("{% set x = 1 %}", r"letterhead.xml.j2:1: Assign is not allowed"),
        ("{% import 'parts/x' as x %}", r"letterhead.xml.j2:1: Import is not allowed"),
        ("<p>{{ password }}</p>", r"letterhead.xml.j2:1: 'password' is not a field"),
        ('<p onclick="x">Hello</p>', r"letterhead.xml.j2:1: <p> has no attribute 'onclick'"),
        ("<script>x</script>", r"letterhead.xml.j2:1: <script> is not a tag of a notice"),
        ("<p>{{ agency_name | attr('x') }}</p>", r"letterhead.xml.j2:1: 'attr' is not a filter"),
        ("<p>王</p>", r"letterhead.xml.j2:1: '王' is not in the letters' font"),
        ("<p>Never closed", r"letterhead.xml.j2:1: mismatched tag; close each tag"),
    ],
)
def test_own_words_get_placeholders_and_no_more(own: Path, wrong: str, message: str) -> None:
    _writes(own, "parts/letterhead.xml.j2", wrong)

    with pytest.raises(InputRefusedError, match=message) as refused:
        _text(own)

    assert str(own / "parts" / "letterhead.xml.j2") in str(refused.value)


def test_own_words_may_leave_out_nothing_that_is_required(own: Path) -> None:
    path = _writes(own, "parts/questions.xml.j2", "<p>Please call us.</p>")
    letter = str(catalogue().template("family-notice").file)

    with pytest.raises(InputRefusedError, match=f"{letter}:1: contact, which ny.8nycrr121"):
        _text(own)

    path.unlink()
    source = catalogue().template("family-notice").source
    broken = source.replace('{% include "parts/what-information.xml.j2" %}\n', "")
    whole = _writes(own, "family-notice/letter.xml.j2", broken)

    with pytest.raises(InputRefusedError, match=f"{whole}:1: data_types, which ny.8nycrr121"):
        _text(own)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("family-letter/letter.xml.j2", "belongs to no notice; its folder is one of"),
        ("family-notice/letter.fr.xml.j2", "is no letter; write letter.xml.j2, or letter.CODE"),
        ("family-notice/meta.yaml", "is no letter; write letter.xml.j2, or letter.CODE"),
        ("parts/es/more/x.xml.j2", "is no part; parts are files such as parts/letterhead"),
        ("parts/logo.png", "is no part; parts are files such as parts/letterhead"),
        ("letter.xml.j2", "belongs to no notice; its folder is one of"),
    ],
)
def test_a_file_in_the_wrong_place_is_refused_by_name(own: Path, name: str, message: str) -> None:
    path = _writes(own, name, "<p>x</p>")

    with pytest.raises(BrokenFileError, match=message) as refused:
        _text(own)

    assert str(refused.value).startswith(f"{path}:1: ")


def test_a_huge_or_broken_file_is_refused(own: Path) -> None:
    _writes(own, "parts/letterhead.xml.j2", "x" * 300_000)
    with pytest.raises(BrokenFileError, match=r"has 300,000 bytes; shorten it"):
        _text(own)

    (own / "parts" / "letterhead.xml.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(BrokenFileError, match="is not UTF-8 text"):
        _text(own)


def test_own_english_makes_the_spanish_wait_for_a_comparison(own: Path) -> None:
    districts = own.parent.parent
    found, trust = catalogue_of(districts, _AGENCY), Trust(accepts_shipped=True)

    assert usable_languages(found, "family-notice", trust) == ("en",)

    review = (
        f"family-notice:\n  es:\n    of: {found.source_digest('family-notice', 'es')}\n"
        f"    english: {found.source_digest('family-notice')}\n"
        "    by: Rosa Delgado\n    on: 2026-11-02\n"
    )
    _writes(own, "reviews.yaml", review)
    compared = Trust(reviews=reviews_of(districts, _AGENCY))

    assert usable_languages(catalogue_of(districts, _AGENCY), "family-notice", compared) == (
        "en",
        "es",
    )
