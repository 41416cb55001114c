"""Reads one cell: a date, an e-mail address, a telephone number, a postal code."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from incidents.moments import LocalDay
from rosters.problems import CellError

#: Day 1 of the calendar of spreadsheets, which counts a February 29 in 1900.
_EPOCH = date(1899, 12, 31) - timedelta(days=1)
_FIRST_YEAR = 1900
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})([T ][\d:.]+Z?)?", re.ASCII),
    re.compile(
        r"(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>\d{4})( 0?0:00(:00)?)?", re.ASCII
    ),
    re.compile(r"(?P<year>(19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII),
    re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})[- ](?P<name>[A-Za-z]{3,9})[- ](?P<year>\d{4})", re.ASCII),
)
_SERIAL = re.compile(r"[1-7]\d{4}", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE_WORDS = "accepted is a date such as 2011-03-04, or 03/04/2011 for March 4, 2011"

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}",
    re.ASCII,
)
_LONGEST_EMAIL = 254
_BETWEEN = re.compile(r"[;, ]+")
_USUAL_PHONE = re.compile(r"\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}", re.ASCII)
#: Seven to twenty-one digits, with an extension at most.
_PHONE = re.compile(
    r"(?=(?:\D*\d){7,21}\D*\Z)[+0-9()./ -]+(?:(?:x|ext)\.? ?[0-9]{1,6})?", re.IGNORECASE | re.ASCII
)
_POSTAL = re.compile(r"(?P<five>\d{5})(?:[- ]?(?P<four>\d{4}))?", re.ASCII)
_CUT_POSTAL = re.compile(r"\d{3,4}", re.ASCII)


@lru_cache(maxsize=1 << 15)
def day_of(cell: str) -> LocalDay:
    """Give the day that a cell says, month before day; raise CellError.

    >>> str(day_of("03/04/2011")), str(day_of("2011-03-04")), str(day_of("40606"))
    ('2011-03-04', '2011-03-04', '2011-03-04')
    """
    for shape in _DATES:
        if found := shape.fullmatch(cell):
            return LocalDay(_date(found))
    if _SERIAL.fullmatch(cell):
        return LocalDay(_EPOCH + timedelta(days=int(cell)))
    raise CellError(_DATE_WORDS)


def _date(found: re.Match[str]) -> date:
    parts = found.groupdict()
    name = (parts.get("name") or "").lower()
    if name and name[:3] not in _MONTHS:
        raise CellError(_DATE_WORDS)
    month = _MONTHS.index(name[:3]) + 1 if name else int(parts["month"])
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError as wrong:
        raise CellError(f"there is no such day; {_DATE_WORDS}") from wrong


def birthday_of(cell: str, today: LocalDay) -> LocalDay:
    """Give a birthday; raise CellError where nobody alive can have it."""
    day = day_of(cell)
    if day > today:
        raise CellError("a birthday lies in the past; correct the year")
    if day.date.year < _FIRST_YEAR:
        raise CellError(f"a birthday lies in {_FIRST_YEAR} or later; correct the year")
    return day


def email_of(cell: str) -> str:
    """Give an e-mail address; raise CellError where it has not the shape of one."""
    if _EMAIL.fullmatch(cell) and len(cell) <= _LONGEST_EMAIL and ".." not in cell:
        return cell
    raise CellError("accepted is one e-mail address, such as ana@example.org")


def first_email_of(cell: str) -> str:
    """Give the first of several e-mail addresses; raise CellError unless all are."""
    first, *_ = [email_of(each) for each in _BETWEEN.split(cell) if each]
    return first


def phone_of(cell: str) -> str:
    """Give a telephone number as it is written; raise CellError."""
    if _USUAL_PHONE.fullmatch(cell) or _PHONE.fullmatch(cell):
        return cell
    raise CellError("accepted is a telephone number, such as 845-555-0199")


@lru_cache(maxsize=1 << 15)
def postal_code_of(cell: str) -> str:
    """Give a postal code; zeros that a spreadsheet cut off are put back.

    >>> postal_code_of("124015678"), postal_code_of("7030")
    ('12401-5678', '07030')
    """
    if found := _POSTAL.fullmatch(cell):
        return f"{found['five']}-{found['four']}" if found["four"] else found["five"]
    if _CUT_POSTAL.fullmatch(cell):
        return cell.zfill(5)
    raise CellError("accepted is a postal code of five digits, or of five and four")
