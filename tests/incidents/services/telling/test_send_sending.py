"""Batch after batch, as far as it may go; what is not sent any more is given back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState
from incidents.services.telling.mailing import Mailing
from incidents.services.telling.send_sending import due_to_send, send_sending
from incidents.services.telling.stop_sending import stop_sending
from tests.support.bulk_sink import BulkSink
from tests.support.mailed_people import SENT_AT, MailedPeople
from tests.support.told_people import NUMBER

AT = Instant.parse(SENT_AT)


@pytest.fixture
def mailed(engine: Engine, tmp_path: Path) -> MailedPeople:
    found = MailedPeople(engine, tmp_path / "home")
    found.goes_out(60, Method.EMAIL)
    return found


def mailing(mailed: MailedPeople, port: int) -> Mailing:
    return mailed.mailing(mailed.post(port), lambda: AT)


def test_everything_goes_in_batches_one_after_another(mailed: MailedPeople) -> None:
    sizes = []
    with BulkSink() as sink:
        report = send_sending(
            mailing(mailed, sink.port),
            NUMBER,
            1,
            limit=25,
            say=lambda each: sizes.append(each.claimed),
        )

    assert sizes == [25, 25, 10, 0]
    assert report.counts == {DeliveryState.ACCEPTED: 60}
    assert (report.ended, report.has_more) == (None, False)
    assert len(set(sink.ids)) == len(sink.ids) == 60


def test_no_more_than_wanted_goes_and_the_rest_stays_free(mailed: MailedPeople) -> None:
    with BulkSink() as sink:
        report = send_sending(mailing(mailed, sink.port), NUMBER, 1, limit=20, most=40)

    assert report.has_more
    assert Counter(mailed.states()) == {"email accepted": 40, "email queued": 20}


def test_asked_to_end_it_gives_back_what_it_had_claimed(mailed: MailedPeople) -> None:
    with BulkSink() as sink:
        asked = replace(mailing(mailed, sink.port), goes_on=lambda: len(sink.ids) < 25)
        report = send_sending(asked, NUMBER, 1, limit=20)

    assert report.ended == "its sender was asked to end"
    counts = Counter(mailed.states())
    assert counts["email sending"] == 0
    assert counts["email accepted"] == len(sink.ids) < 60


def test_stopped_by_somebody_nothing_stays_claimed(mailed: MailedPeople) -> None:
    with BulkSink() as sink:

        def stop() -> None:
            if len(sink.ids) == 25:
                mailed.at(
                    SENT_AT,
                    lambda work: stop_sending(work, mailed.law, NUMBER, 1, reason="a wrong date"),
                )

        sink.on_message = stop
        send_sending(mailing(mailed, sink.port), NUMBER, 1, limit=20)

    counts = Counter(mailed.states())
    assert counts["email sending"] == 0
    assert counts["email accepted"] == len(sink.ids) < 60


def test_where_the_rate_is_used_up_it_waits_as_long_as_it_is_told(mailed: MailedPeople) -> None:
    mailed.lease(per_minute=25)
    waits = iter([True, True, False])
    with BulkSink() as sink:
        report = send_sending(
            mailing(mailed, sink.port), NUMBER, 1, limit=25, wait=lambda: next(waits)
        )

    assert list(waits) == []
    assert len(sink.ids) == 25
    assert report.ended == "as many as may go by now have gone; the rest follows"


def test_what_is_due_is_asked_and_nothing_is_changed(mailed: MailedPeople) -> None:
    def due(at: str) -> list[int]:
        now = Instant.parse(at)
        return [each.number for each in due_to_send(lambda: mailed.work(now), mailed.limits)]

    assert due(SENT_AT) == [1]
    assert due("2026-03-20T07:00-04:00") == []
    assert Counter(mailed.states()) == {"email queued": 60}
    mailed.lease(per_minute=60)
    with BulkSink() as sink:
        send_sending(mailing(mailed, sink.port), NUMBER, 1, limit=20, most=20)
    mailed.lease(per_minute=20)
    assert due(SENT_AT) == []
    assert due("2026-03-20T10:01-04:00") == [1]
