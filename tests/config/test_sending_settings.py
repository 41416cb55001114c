"""How much goes out a day, what it costs, and who releases it."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.sending_settings import SENDING_KEYS, SendingSettings
from config.settings import load_settings
from incidents.errors import InputRefusedError
from incidents.people.recipient import Method


def read(home: Path, text: str) -> SendingSettings:
    """Give the settings that a file says under ``[sending]``."""
    (home / "settings.toml").write_text(f"[sending]\n{text}", encoding="utf-8")
    return load_settings({}, home).sending


def problem_of(home: Path, text: str) -> str:
    """Give the one sentence of a refusal, without the name of the file."""
    with pytest.raises(InputRefusedError) as refused:
        read(home, text)
    (problem,) = refused.value.problems
    return problem.removeprefix(f"{home / 'settings.toml'}: ")


def test_two_people_release_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path).sending.two_people is True
    assert read(tmp_path, "two_people = true").two_people is True
    assert read(tmp_path, "two_people = false").two_people is False


def test_without_any_setting_letters_are_preferred(tmp_path: Path) -> None:
    sending = load_settings({}, tmp_path).sending

    assert sending == SendingSettings()
    assert sending.prefer is Method.FIRST_CLASS_MAIL
    assert (sending.per_minute, sending.per_day) == (30, 10_000)
    assert (sending.letters_per_day, sending.calls_per_day) == (2_000, 200)
    assert sending.bounce_stop_percent == 5
    assert sending.dkim_selector is None


@pytest.mark.parametrize(
    ("word", "method"),
    [
        ("mail", Method.FIRST_CLASS_MAIL),
        ("email", Method.EMAIL),
        ("telephone", Method.TELEPHONE),
    ],
)
def test_each_way_may_be_preferred(tmp_path: Path, word: str, method: Method) -> None:
    assert read(tmp_path, f'prefer = "{word}"').prefer is method


def test_every_setting_of_sending_is_read(tmp_path: Path) -> None:
    text = """
    two_people = false
    prefer = "email"
    per_minute = 0
    per_day = 2000
    letters_per_day = 600
    calls_per_day = 40
    postage_cents = 74
    letter_cents = 9
    email_cents = 1
    call_cents = 200
    bounce_stop_percent = 0
    dkim_selector = "selector1"
    lease_minutes = 3
    batch = 250
    letters_per_batch = 60
    calls_per_sheet = 20
    call_attempts = 5
    duplex = true
    """

    sending = read(tmp_path, text)

    assert [getattr(sending, key) for key in SENDING_KEYS] == [
        *(
            False,
            Method.EMAIL,
            0,
            2000,
            600,
            40,
            74,
            9,
            1,
            200,
            0,
            "selector1",
            3,
            250,
            60,
            20,
            5,
            True,
        ),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'prefer = "fax"',
            "`sending.prefer` was given `fax`; accepted is one of mail, email, telephone.",
        ),
        ("letters_per_day = 0", "`sending.letters_per_day` is 0; accepted is 1 or more."),
        ("batch = 0", "`sending.batch` is 0; accepted is 1 or more."),
        (
            "bounce_stop_percent = 101",
            "`sending.bounce_stop_percent` is 101; accepted is 0 to 100.",
        ),
        (
            "per_day = -1",
            "`sending.per_day` is -1; a count is 0 or more: correct it, or leave it out.",
        ),
        (
            "dkim_selector = 'a selector'",
            (
                "`sending.dkim_selector` was given `a selector`; accepted is one word as your "
                "mail provider names it, such as `google` or `selector1`."
            ),
        ),
    ],
)
def test_a_wrong_setting_of_sending_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    assert problem_of(tmp_path, text) == expected


def test_an_unknown_setting_of_sending_is_refused(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, "speed = 1")

    assert problem.startswith("`sending` has no key `speed`; accepted are two_people, prefer, ")
