"""The address in the window of the envelope: which lines, in which size of type.

The lines are measured with the letters' own font before anything is printed. A
line that is too long goes on in the next; if that takes more lines than the
window shows, the type becomes smaller, never smaller than machines read. What
does not fit then is refused: a cut address is a letter that comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import repeat

import yaml

from incidents.services.telling.letters import LetterRefusedError
from notices.glyphs import advances

_POINTS = 72
#: The height of capitals in the letters' font, and room for descenders and accents, in em.
_CAPITALS, _DESCENT, _ACCENTS = 0.714, 0.24, 0.2
#: The leading of an address of few lines, in em.
_EASY_LEADING = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where the address stands on the sheet, in inches; leading in em, sizes in points."""

    left: float
    top: float
    width: float
    height: float
    leading: float
    sizes: tuple[float, ...]

    def lines_at(self, size: float) -> int:
        """Give how many lines fit in a size of type."""
        return 1 + int(self._room(size) / (_CAPITALS + self.leading))

    def leading_of(self, lines: Sequence[str], size: float) -> float:
        """Give the leading of some lines, more where there are few."""
        if len(lines) < 2:  # noqa: PLR2004  one line has none
            return self.leading
        return min(_EASY_LEADING, round(self._room(size) / (len(lines) - 1) - _CAPITALS, 2))

    def _room(self, size: float) -> float:
        """Give the height that is left for the lines after the first, in em."""
        return self.height * _POINTS / size - (_CAPITALS + _DESCENT + _ACCENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """An address as it is set: its lines, the size of its type and their leading in em."""

    lines: tuple[str, ...]
    size: float
    leading: float


@lru_cache(maxsize=1)
def address_area() -> Area:
    """Give where the address stands, from ``layout/envelope.yaml``."""
    text = files("notices").joinpath("layout", "envelope.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)["address"]
    return Area(**{**found, "sizes": tuple(found["sizes"])})


def fitted(lines: tuple[str, ...]) -> Fitted:
    """Give an address as it fits the window; raise LetterRefusedError.

    >>> fitted(("Ana Ruiz", "27 Wall Street", "Kingston, NY 12401")).size
    9.5
    """
    area = address_area()
    for size in area.sizes:
        broken = [part for line in lines for part in _broken(line, area.width * _POINTS / size)]
        wide = any(_width(part) * size > area.width * _POINTS for part in broken)
        if not wide and len(broken) <= area.lines_at(size):
            return Fitted(lines=tuple(broken), size=size, leading=area.leading_of(broken, size))
    raise LetterRefusedError(
        f"The name and address take {len(lines)} lines, the longest of "
        f"{max(map(len, lines))} characters, and do not fit the window of an envelope; shorten "
        "them, or print this letter for an envelope without a window."
    )


def _broken(line: str, room: float) -> list[str]:
    """Give a line in parts of at most so many em, broken at its spaces."""
    if _width(line) <= room:
        return [line]
    parts, current = [], ""
    for word in line.split(" "):
        longer = f"{current} {word}" if current else word
        if current and _width(longer) > room:
            parts.append(current)
            longer = word
        current = longer
    return [*parts, current]


@lru_cache(maxsize=1_024)  # each line is measured at every size of type, and towns come again
def _width(text: str) -> float:
    """Give the width of a text in em; an unknown character is as wide as the type."""
    return sum(map(advances().get, text, repeat(1.0)))
