"""Settings come from the environment and one file; the environment wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.settings import Mail, home_of, load_settings
from incidents.errors import InputRefusedError


def written(home: Path, text: str) -> Path:
    """Write the settings of a home, and give the home."""
    (home / "settings.toml").write_text(text, encoding="utf-8")
    return home


def problems_of(environment: dict[str, str], home: Path) -> list[str]:
    """Give the sentences of a refusal, without the name of the file."""
    with pytest.raises(InputRefusedError) as refused:
        load_settings(environment, home)
    return [each.removeprefix(f"{home / 'settings.toml'}: ") for each in refused.value.problems]


def test_without_any_setting_all_lies_in_the_home(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path)

    assert settings.home == tmp_path
    assert settings.database_url == f"sqlite:///{tmp_path / 'duenotice.db'}"
    assert settings.mail is None
    assert settings.morning_hour == 8
    assert settings.ladder == {}
    assert settings.outbox == tmp_path / "outbox"
    assert settings.keys == tmp_path / "keys"
    assert settings.checkpoints == tmp_path / "checkpoints"


def test_the_home_is_where_the_environment_says(tmp_path: Path) -> None:
    assert home_of({"DUENOTICE_HOME": str(tmp_path)}) == tmp_path
    assert load_settings({"DUENOTICE_HOME": str(tmp_path)}).home == tmp_path
    assert home_of({}) == Path.home() / ".duenotice"
    assert home_of({"DUENOTICE_HOME": ""}) == Path.home() / ".duenotice"


def test_the_home_is_read_from_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DUENOTICE_HOME", str(tmp_path))

    assert home_of() == tmp_path
    assert load_settings().home == tmp_path


def test_the_file_is_read_to_its_last_key(tmp_path: Path) -> None:
    home = written(
        tmp_path,
        """
        database_url = "postgresql://records/duenotice"
        morning_hour = 7
        [mail]
        host = "mail.example.org"
        port = 25
        user = "notices"
        password = "secret"
        sender = "dpo@example.org"
        starttls = false
        [ladder]
        ask_every = 14
        """,
    )
    settings = load_settings({}, home)

    assert settings.database_url == "postgresql://records/duenotice"
    assert settings.morning_hour == 7
    assert settings.ladder == {"ask_every": 14}
    assert settings.mail == Mail(
        host="mail.example.org",
        port=25,
        user="notices",
        password="secret",  # noqa: S106 - made up
        sender="dpo@example.org",
        starttls=False,
    )


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    home = written(tmp_path, 'database_url = "sqlite:///a.db"\n[mail]\nhost = "a"\nport = 1\n')
    settings = load_settings(
        {
            "DUENOTICE_DATABASE_URL": "sqlite:///b.db",
            "DUENOTICE_SMTP_HOST": "b",
            "DUENOTICE_SMTP_PORT": "2525",
            "DUENOTICE_SMTP_USER": "u",
            "DUENOTICE_SMTP_PASSWORD": "p",
            "DUENOTICE_SMTP_SENDER": "s@example.org",
            "DUENOTICE_SMTP_STARTTLS": "False",
        },
        home,
    )

    assert settings.database_url == "sqlite:///b.db"
    assert settings.mail == Mail(
        host="b",
        port=2525,
        user="u",
        password="p",  # noqa: S106 - made up
        sender="s@example.org",
        starttls=False,
    )


def test_a_mail_server_needs_no_more_than_its_name(tmp_path: Path) -> None:
    settings = load_settings({"DUENOTICE_SMTP_HOST": "mail.example.org"}, tmp_path)

    assert settings.mail == Mail(host="mail.example.org")
    assert settings.mail.port == 587
    assert settings.mail.starttls


def test_the_password_is_shown_nowhere(tmp_path: Path) -> None:
    home = written(tmp_path, '[mail]\nhost = "a"\npassword = "hush"\n')

    assert "hush" not in repr(load_settings({}, home))
    assert problems_of({}, written(tmp_path, "[mail]\npassword = 4711\n")) == [
        "`mail.password` is not text; put it in quotes.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "database = 1\n",
            (
                "there is no key `database`; accepted are database_url, field_keys, mail, "
                "morning_hour, ladder, sending: correct or remove it."
            ),
        ),
        ("morning_hour = 24\n", "`morning_hour` is 24; accepted are 0 to 23."),
        (
            'morning_hour = "8"\n',
            "`morning_hour` was given `8`; accepted is a whole number.",
        ),
        (
            "mail = 'mail.example.org'\n",
            (
                "`mail` was given `mail.example.org`; accepted is a mapping with the keys "
                "host, port, user, password, sender, starttls, connections, journal, bounces."
            ),
        ),
        (
            "[mail]\nserver = 'a'\n",
            (
                "`mail` has no key `server`; accepted are host, port, user, password, sender, "
                "starttls, connections, journal, bounces: correct or remove it."
            ),
        ),
        ("[mail]\nport = 0\n", "the mail server's port is 0; accepted are 1 to 65535."),
        (
            "[mail]\nstarttls = 'no'\n",
            (
                "`mail.starttls` was given `no`; accepted is true or false, or nothing where it is "
                "not known."
            ),
        ),
        ("ladder = 7\n", "`ladder` was given `7`; accepted is a mapping."),
    ],
)
def test_a_wrong_setting_is_refused_with_advice(tmp_path: Path, text: str, expected: str) -> None:
    assert problems_of({}, written(tmp_path, text)) == [expected]


def test_all_wrong_settings_are_named_at_once(tmp_path: Path) -> None:
    environment = {"DUENOTICE_SMTP_PORT": "smtp", "DUENOTICE_SMTP_STARTTLS": "perhaps"}

    assert problems_of(environment, written(tmp_path, "morning_hour = 99\n")) == [
        "`morning_hour` is 99; accepted are 0 to 23.",
        "DUENOTICE_SMTP_PORT was given `smtp`; accepted is a number.",
        "DUENOTICE_SMTP_STARTTLS was given `perhaps`; accepted are true and false.",
    ]


@pytest.mark.parametrize("content", [b"morning_hour = \n", b"a = '\xff'\n", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.toml").write_bytes(content)
    with pytest.raises(InputRefusedError, match=r"cannot be read: .*; correct it or take it away"):
        load_settings({}, tmp_path)
