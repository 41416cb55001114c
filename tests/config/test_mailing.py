"""What a mass notice takes from the settings: its server, its limits, its places."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from config.mailing import NoBounceBoxError, NoMailServerError, limits_of
from config.settings import Settings, load_settings
from config.wiring import Installation
from incidents.errors import InputRefusedError
from incidents.moments import Instant
from incidents.services.telling.headers import AddressRefusedError
from notices.couriers.bulk_smtp import BulkSmtp
from notices.couriers.mail_journal import LogJournal

AT = Instant.parse("2026-03-20T10:00-04:00")
WRITTEN = """\
[mail]
host = "mail.example.org"
sender = "privacy@kingston.example"
connections = 2
journal = "/var/log/mail.log"
bounces = "imaps://mail.example.org/Bounces"
[sending]
per_minute = 12
lease_minutes = 1
"""


def read(home: Path, text: str) -> Settings:
    (home / "settings.toml").write_text(text, encoding="utf-8")
    return load_settings({}, home)


def test_the_settings_name_server_journal_and_bounces(tmp_path: Path) -> None:
    mail = read(tmp_path, WRITTEN).mail

    assert mail is not None
    assert (mail.connections, mail.journal, mail.bounces) == (
        2,
        Path("/var/log/mail.log"),
        "imaps://mail.example.org/Bounces",
    )


def test_an_installation_gives_what_it_takes_to_send(tmp_path: Path) -> None:
    mailing = Installation(read(tmp_path, WRITTEN)).mailing(lambda: AT)

    assert isinstance(mailing.post, BulkSmtp)
    assert mailing.journal == LogJournal(Path("/var/log/mail.log"))
    assert mailing.limits.per_minute == 12
    assert mailing.limits.lease == timedelta(minutes=1)


def test_a_conversation_is_over_before_its_lease(tmp_path: Path) -> None:
    mailing = Installation(read(tmp_path, WRITTEN)).mailing(lambda: AT)
    assert isinstance(mailing.post, BulkSmtp)
    server = mailing.post._server

    assert server.answer_seconds * 10 + server.taken_seconds <= 60 * 0.4


def test_without_a_mail_server_it_is_refused(tmp_path: Path) -> None:
    home = Installation(read(tmp_path, ""))

    with pytest.raises(NoMailServerError, match=r"set `mail\.host` in settings\.toml"):
        home.mailing(lambda: AT)
    with pytest.raises(NoBounceBoxError, match=r"set `mail\.bounces` in settings\.toml"):
        home.read_bounces(lambda: AT)


def test_a_sender_that_is_no_address_is_refused(tmp_path: Path) -> None:
    text = WRITTEN.replace("privacy@kingston.example", "our office")

    with pytest.raises(AddressRefusedError):
        Installation(read(tmp_path, text)).mailing(lambda: AT)


@pytest.mark.parametrize("connections", ["0", "51", "-1", '"two"'])
def test_connections_are_one_to_fifty(tmp_path: Path, connections: str) -> None:
    with pytest.raises(InputRefusedError, match=r"mail\.connections"):
        read(tmp_path, WRITTEN.replace("connections = 2", f"connections = {connections}"))


def test_what_nobody_set_is_ours(tmp_path: Path) -> None:
    limits = limits_of(read(tmp_path, ""))

    assert (limits.per_minute, limits.per_day, limits.bounce_stop_percent) == (30, 10_000, 5)
