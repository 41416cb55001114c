"""The numbers that letters print, and who has checked them."""

from __future__ import annotations

import pytest

from notices.located import BrokenFileError
from notices.offices import offices, read_offices

_ENTRY = """\
hotline:
  name: State hotline
  phone: 1-800-555-0100
  site: example.org
  source: a leaflet
  checked_by: {by}
  checked_on: {on}
"""


def test_every_office_says_where_it_was_read() -> None:
    assert all(office.source for office in offices().values())


def test_an_unchecked_number_says_what_to_do() -> None:
    office = read_offices(_ENTRY.format(by="null", on="null"), "offices.yaml")["hotline"]

    assert office.warning() == (
        "Nobody has checked 1-800-555-0100 and example.org of State hotline yet; try both, then "
        "write who and when in notices/offices.yaml."
    )


def test_a_checked_number_warns_no_more() -> None:
    text = _ENTRY.format(by="Dana Whitfield", on="2026-11-20")

    assert read_offices(text, "offices.yaml")["hotline"].warning() is None


def test_a_check_without_its_day_is_refused() -> None:
    with pytest.raises(BrokenFileError, match=r"offices.yaml:6: and checked_on belong together"):
        read_offices(_ENTRY.format(by="Dana Whitfield", on="null"), "offices.yaml")
