"""Small rules of writing: how a sentence ends, how numbers and amounts are told."""

from __future__ import annotations

_CENTS = 100


def sentence(text: str) -> str:
    """Give the text with one full stop, also after ``a.m.`` and ``p.m.``."""
    return text if text.endswith(".") else f"{text}."


def counted(number: int, unit: str) -> str:
    """Give so many of something.

    >>> counted(1, "day"), counted(1200, "letter")
    ('1 day', '1,200 letters')
    """
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


def spoken(name: str) -> str:
    """Give a name of the data, such as a method's, as people say it.

    >>> spoken("email_where_known")
    'e-mail where known'
    """
    return name.replace("_", " ").replace("email", "e-mail")


def dollars(cents: int) -> str:
    """Give an amount of money in words.

    >>> dollars(123405)
    '$1,234.05'
    """
    return f"${cents // _CENTS:,}.{cents % _CENTS:02}"
