"""The words that the program itself puts into a notice, in each language."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files

import pytest

from incidents.moments import Instant, LocalDay, Zone
from notices.language import UnknownLanguageError, language, read_language, shipped_languages
from notices.located import BrokenFileError, located

_NEW_YORK = Zone("America/New_York")


def test_english_days_are_those_of_the_rest_of_the_program() -> None:
    for days in range(400):
        day = LocalDay(date(2026, 1, 1) + timedelta(days))

        assert language("en").day(day) == day.words()


@pytest.mark.parametrize(
    ("moment", "english", "spanish"),
    [
        ("2026-05-04", "Monday, May 4, 2026", "lunes 4 de mayo de 2026"),
        (
            "2026-03-09T00:05-04:00",
            "Monday, March 9, 2026, 12:05 a.m.",
            "lunes 9 de marzo de 2026, 12:05 a. m.",
        ),
        (
            "2026-11-02T18:00Z",
            "Monday, November 2, 2026, 1:00 p.m.",
            "lunes 2 de noviembre de 2026, 1:00 p. m.",
        ),
    ],
)
def test_a_moment_is_said_in_each_language(moment: str, english: str, spanish: str) -> None:
    told = Instant.parse(moment) if "T" in moment else LocalDay.parse(moment)

    assert language("en").moment(told, _NEW_YORK) == english == _NEW_YORK.words(told)
    assert language("es").moment(told, _NEW_YORK) == spanish


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ""),
        (["nombres"], "nombres"),
        (["nombres", "notas"], "nombres y notas"),
        (["nombres", "notas", "fechas"], "nombres, notas y fechas"),
        (["nombres", "información médica"], "nombres e información médica"),
        (["nombres", "historial"], "nombres e historial"),
        (["agua", "hielo"], "agua y hielo"),
        (["ácidos", "iones"], "ácidos y iones"),
    ],
)
def test_spanish_says_e_before_the_sound_of_i(items: list[str], expected: str) -> None:
    assert language("es").series(items) == expected


def test_numbers_are_set_apart_as_readers_here_expect() -> None:
    assert language("en").number(1234567) == language("es").number(1234567) == "1,234,567"


def test_a_language_without_words_is_refused_by_name() -> None:
    with pytest.raises(UnknownLanguageError, match=r"language 'tlh'; there are en, es"):
        language("tlh")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{weekday}, ", "", r"words.yaml:\d+: needs {weekday} once"),
        ("{weekday}", "{weekday} {reign}", "has other braces than weekday, day, month, year"),
        ("[a.m., p.m.]", "[a.m.]", "has 1 entries; write 2"),
        ("  ssn:", "  ssm:", "'ssm' is not a key here"),
        ("page: ", "sheet: ", "'sheet' is not a key here"),
    ],
)
def test_a_mistake_in_a_language_is_refused_with_its_line(old: str, new: str, message: str) -> None:
    text = files("notices").joinpath("languages", "en.yaml").read_text(encoding="utf-8")
    assert old in text

    with pytest.raises(BrokenFileError, match=message):
        read_language("en", located(text.replace(old, new, 1), "words.yaml"))


def test_every_language_has_words_for_every_element() -> None:
    for each in shipped_languages().values():
        assert len(set(each.private_information.values())) == 9
