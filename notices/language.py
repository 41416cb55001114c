"""A language: the words that the program itself puts into a notice.

Days, numbers, "a, b and c", the elements of private information and what is
said of the unknown come from ``languages/<code>.yaml``, never from code, so
that a language is added as a file. A catalogue of a district may bring more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from incidents.errors import DueNoticeError
from incidents.moments import Instant, LocalDay, Moment, Zone
from notices.fieldbook import PRIVATE_INFORMATION
from notices.located import Located, located

#: The language every notice has; the others are made from it.
ENGLISH = "en"
#: Languages that are written from right to left, by their codes.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi"})
_DAYS, _MONTHS, _NOON = 7, 12, 12
_NUMBER = re.compile(r"(?<![\w\u200e-])\+?\d[\d.,/:-]*\d")
#: The words in brackets that stand where a recipient's own will be.
_SLOTS = ("addressee", "person", "concern", "reader", "printed", "tongue")
_KEYS = (
    *("name", "own_name", "days", "months", "day", "moment", "halves", "thousands", "series"),
    *("known", "page", "slots", "guardian_of", "tagline", "private_information"),
)
_KNOWN = ("yes", "no", "none", "not_yet_known", "not_stated")


class UnknownLanguageError(DueNoticeError):
    """A language whose words nobody has written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language; each attribute is an entry of its file."""

    code: str
    name: str
    own_name: str
    days: tuple[str, ...]
    months: tuple[str, ...]
    day_pattern: str
    moment_pattern: str
    halves: tuple[str, ...]
    thousands: str
    last_of_series: str
    #: The word instead, before these beginnings, unless they go on so.
    other_last: str
    before: tuple[str, ...]
    but_not: tuple[str, ...]
    known: Mapping[str, str]
    page: str
    slots: Mapping[str, str]
    #: To whom a letter goes where only the child's name is known.
    guardian_of: str
    tagline: str
    private_information: Mapping[str, str]

    def day(self, day: LocalDay) -> str:
        """Give a day in words, with its weekday."""
        date = day.date
        return self.day_pattern.format(
            weekday=self.days[date.weekday()],
            day=date.day,
            month=self.months[date.month - 1],
            year=date.year,
        )

    def moment(self, moment: Moment, zone: Zone) -> str:
        """Give a day, or an instant with its hour in a zone, in words."""
        if not isinstance(moment, Instant):
            return self.day(moment)
        local = moment.utc.astimezone(ZoneInfo(zone.name))
        return self.moment_pattern.format(
            day=self.day(zone.day_of(moment)),
            hour=local.hour % _NOON or _NOON,
            minute=f"{local:%M}",
            half=self.halves[local.hour >= _NOON],
        )

    def number(self, number: int) -> str:
        """Give a whole number with its thousands set apart."""
        return f"{number:,}".replace(",", self.thousands)

    def series(self, items: Sequence[str]) -> str:
        """Give a list as a person says it.

        >>> language("en").series(["names", "birth dates", "grades"])
        'names, birth dates and grades'
        >>> language("es").series(["direcciones", "ingresos"])
        'direcciones e ingresos'
        """
        if len(items) < 2:  # noqa: PLR2004  one item needs no "and"
            return "".join(items)
        last = items[-1].lower()
        other = last.startswith(self.before) and not last.startswith(self.but_not)
        joint = self.other_last if self.before and other else self.last_of_series
        return f"{', '.join(items[:-1])}{joint}{items[-1]}"


def is_right_to_left(code: str) -> bool:
    """Say whether a language is written from right to left, by its code."""
    return code.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT


def in_order(text: str) -> str:
    """Give a text from right to left in which each number keeps its order.

    After Arabic letters the groups of a telephone number would be shown from right
    to left, and the reader would call another number: a mark that nobody sees, of
    left to right, stands before each number (Unicode Annex 9, rules W2 and W4).
    """
    return _NUMBER.sub("\u200e\\g<0>", text)


def language(code: str) -> Language:
    """Give a language that the product ships; raise UnknownLanguageError."""
    try:
        return shipped_languages()[code]
    except KeyError:
        raise unknown_language(code, shipped_languages()) from None


def unknown_language(code: str, known: Mapping[str, Language]) -> UnknownLanguageError:
    """Give the error that names the languages there are."""
    listed = ", ".join(known)
    return UnknownLanguageError(
        f"Nobody has written the words of the language {code!r}; there are {listed}. Add "
        f"languages/{code}.yaml with the entries that es.yaml has."
    )


@lru_cache(maxsize=1)
def shipped_languages() -> Mapping[str, Language]:
    """Give every language of the product by its code; raise BrokenFileError."""
    folder = files("notices").joinpath("languages")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    found = {}
    for name in names:
        code = name.removesuffix(".yaml")
        text = folder.joinpath(name).read_text(encoding="utf-8")
        found[code] = read_language(code, located(text, f"notices/languages/{name}"))
    return found


def read_language(code: str, file: Located) -> Language:
    """Give the language of a file; raise BrokenFileError with the line."""
    keys = file.mapping(_KEYS)
    series = keys["series"].mapping(("and", "or_else", "before", "but_not"))
    return Language(
        code=code,
        name=keys["name"].text(),
        own_name=keys["own_name"].text(),
        days=_texts(keys["days"], _DAYS),
        months=_texts(keys["months"], _MONTHS),
        day_pattern=_pattern(keys["day"], ("weekday", "day", "month", "year")),
        moment_pattern=_pattern(keys["moment"], ("day", "hour", "minute", "half")),
        halves=_texts(keys["halves"], 2),
        thousands=str(keys["thousands"].value),
        last_of_series=series["and"].text(),
        other_last=series["or_else"].text(),
        before=_texts(series["before"]),
        but_not=_texts(series["but_not"]),
        known=_words(keys["known"], _KNOWN),
        page=_pattern(keys["page"], ("page", "pages")),
        slots=_words(keys["slots"], _SLOTS),
        guardian_of=_pattern(keys["guardian_of"], ("name",)),
        tagline=_pattern(keys["tagline"], ("phone", "language")),
        private_information=_words(keys["private_information"], tuple(PRIVATE_INFORMATION)),
    )


def _texts(node: Located, count: int | None = None) -> tuple[str, ...]:
    items = tuple(item.text() for item in node.items())
    if count is not None and len(items) != count:
        raise node.refuse(f"has {len(items)} entries; write {count}.")
    return items


def _words(node: Located, names: tuple[str, ...]) -> Mapping[str, str]:
    return {name: words.text() for name, words in node.mapping(names).items()}


def _pattern(node: Located, names: tuple[str, ...]) -> str:
    """Give a pattern in which each of these names stands once in braces."""
    text = node.text()
    rest = text
    for name in names:
        if text.count(f"{{{name}}}") != 1:
            raise node.refuse(f"needs {{{name}}} once.")
        rest = rest.replace(f"{{{name}}}", "")
    if "{" in rest or "}" in rest:
        raise node.refuse(f"has other braces than {', '.join(names)}; take them out.")
    return text
