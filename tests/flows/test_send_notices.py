"""What was released goes out by Prefect too, a task for some thousands, and nobody is named."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from sqlalchemy import Engine

from config.field_keys import FileFieldKeys
from config.settings import Mail, Settings
from config.wiring import Installation
from flows import clockwork
from flows.clockwork import FlowInstallation, drill
from flows.deployments import SERVED
from flows.patience import Patience
from flows.read_bounces import a_box_is_set, read_bounces
from flows.send_notices import send_notices, something_to_send, watch_sendings
from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.telling.send_batch import BatchReport
from tests.support.bulk_sink import BulkSink
from tests.support.mailed_people import SENT_AT, MailedPeople, PlainWriter
from tests.support.returned_mail import returned
from tests.support.told_people import NUMBER

AT = Instant.parse(SENT_AT)


class Home:
    """An installation whose mail server is on this machine."""

    def __init__(self, database: str, engine: Engine, folder: Path) -> None:
        self.keys = folder.with_name(f"{folder.name}-keys")
        keys = FileFieldKeys(self.keys)
        self.mailed = MailedPeople(engine, folder / "home", keys=keys)
        self.database = database

    def installation(self, port: int, **mail: Any) -> FlowInstallation:
        server = Mail(host="127.0.0.1", port=port, starttls=False, sender="a@b.example", **mail)
        home = FlowInstallation(
            Settings(
                home=self.mailed.home,
                database_url=self.database,
                mail=server,
                field_keys_folder=self.keys,
            )
        )
        home.letter_writer = PlainWriter()
        return home


@pytest.fixture
def home(database: str, engine: Engine, tmp_path: Path) -> Home:
    return Home(database, engine, tmp_path)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_run_sends_and_shows_counts_without_a_name(harness: None, home: Home) -> None:
    home.mailed.goes_out(9, Method.EMAIL)
    with BulkSink() as sink, drill(home.installation(sink.port), AT):
        await send_notices(NUMBER)
        await send_notices(NUMBER)

    assert len(set(sink.ids)) == len(sink.ids) == 9
    async with get_client() as client:
        artifacts = await client.read_artifacts()
        runs = await client.read_flow_runs()
    shown = next(each for each in artifacts if each.key == f"sending-{NUMBER.lower()}")
    assert shown.data == (
        "| Sending | Way | State | Deliveries |\n|---|---|---|---|\n| 1 | e-mail | accepted | 9 |"
    )
    mine = [each for each in runs if each.name == NUMBER]
    assert {str(each.parameters) for each in mine} == {str({"case": NUMBER})}
    assert "families.example" not in str(artifacts) + str(runs)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_beat_sends_what_is_due_of_every_case(harness: None, home: Home) -> None:
    home.mailed.goes_out(3, Method.EMAIL)
    with BulkSink() as sink:
        installation = home.installation(sink.port)
        with drill(installation, AT):
            assert something_to_send()
            await watch_sendings()
            assert not something_to_send()

    assert len(sink.ids) == 3


def test_asking_what_is_due_changes_nothing(home: Home) -> None:
    home.mailed.goes_out(3, Method.EMAIL)
    with BulkSink() as sink, drill(home.installation(sink.port), AT):
        assert something_to_send()
        assert something_to_send()

    assert home.mailed.states() == ["email queued"] * 3
    with drill(home.installation(sink.port), Instant.parse("2026-03-20T07:00-04:00")):
        assert not something_to_send()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_where_prefect_is_away_it_goes_out_all_the_same(away: None, home: Home) -> None:
    home.mailed.goes_out(3, Method.EMAIL)
    with BulkSink() as sink, drill(home.installation(sink.port), AT):
        await watch_sendings.fn()

    assert len(sink.ids) == 3


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_returned_messages_are_read_by_a_flow(
    harness: None, home: Home, tmp_path: Path
) -> None:
    home.mailed.goes_out(2, Method.EMAIL, Method.FIRST_CLASS_MAIL)
    with BulkSink() as sink:
        await asyncio.to_thread(home.mailed.sends_by_email, sink.port)
    row = home.mailed.deliveries()[0]
    (tmp_path / "1.eml").write_bytes(returned(row.message_id, "family1@families.example"))

    with drill(home.installation(9, bounces=str(tmp_path)), AT):
        assert a_box_is_set()
        await read_bounces()

    assert home.mailed.states() == ["email bounced", "email accepted", "first_class_mail queued"]


def test_the_beats_of_sending_are_served() -> None:
    beats = {each.name: each.beat for each in SERVED if each.beat}

    assert beats["watch-sendings"].total_seconds() == 60
    assert beats["read-bounces"].total_seconds() == 600


def test_patience_waits_for_a_minute_and_not_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(0, 10_000, 10))
    monkeypatch.setattr("flows.patience.time.monotonic", lambda: float(next(times)))
    monkeypatch.setattr("flows.patience.time.sleep", lambda _: None)
    patience = Patience(lambda: True)

    assert patience.wait()
    patience.saw(BatchReport(case=NUMBER, sending=1, claimed=3))
    waits = [patience.wait() for _ in range(5)]

    assert waits[0]
    assert not waits[-1]
    assert not Patience(lambda: False).wait()


def test_an_installation_without_a_mail_server_asks_nothing(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'duenotice.db'}")
    with drill(FlowInstallation(settings), AT):
        assert not something_to_send()
        assert not a_box_is_set()
    assert isinstance(clockwork.FlowInstallation(settings), Installation)
