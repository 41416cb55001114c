"""The day on which a student is told instead of the parents.

How many years it takes is a number of the law's, with its provision, in the rule
packs. That the day itself is the birthday, from its first minute where the agency
is, is how General Construction Law 19 has days counted. Who was born on
29 February is of age on 1 March of a year without that day: no provision says so
that we have read; it is our reading, since the year is not full before.
"""

from __future__ import annotations

from datetime import date

from incidents.moments import LocalDay


def comes_of_age(birthday: LocalDay, years: int) -> LocalDay:
    """Give the first day on which somebody is of age.

    >>> str(comes_of_age(LocalDay.parse("2008-02-29"), 18))
    '2026-03-01'
    """
    born = birthday.date
    try:
        return LocalDay(born.replace(year=born.year + years))
    except ValueError:  # the year has no 29 February
        return LocalDay(date(born.year + years, 3, 1))


def is_of_age(birthday: LocalDay, years: int, on: LocalDay) -> bool:
    """Say whether somebody is of age on a day."""
    return comes_of_age(birthday, years) <= on
