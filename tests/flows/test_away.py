"""While Prefect is away, what is due goes out all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.settings import load_settings
from flows.beats import Beat, run_once
from flows.clockwork import FlowInstallation, drill
from flows.watch_clocks import something_waits, watch_clocks
from incidents.moments import Instant
from incidents.services.answer_case import answer_case
from tests.support.whole_case import NUMBER, WholeCase

OPENED = "2026-03-16T10:00-04:00"
FIRST_REMINDER = "2026-03-21T08:01-04:00"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[FlowInstallation]:
    """Give an installation with one case, opened and answered."""
    home = FlowInstallation(load_settings({}, tmp_path))
    WholeCase(home.engine, tmp_path).opens(OPENED)
    with home.work(Instant.parse(OPENED), "dpo") as work:
        answer_case(work, home.practice, NUMBER)
    yield home
    home.engine.dispose()


async def _beat(installation: FlowInstallation, at: str) -> list[str]:
    with drill(installation, Instant.parse(at)):
        assert something_waits()
        beat = Beat(flow=watch_clocks, every=timedelta(minutes=1), wanted=something_waits)
        await run_once(beat)
    return sorted(path.name for path in installation.settings.outbox.glob("**/*.eml"))


@pytest.mark.usefixtures("away")
async def test_a_reminder_goes_out_while_prefect_is_away(installation, caplog):
    assert await _beat(installation, FIRST_REMINDER) != []
    assert "failed" not in caplog.text


@pytest.mark.usefixtures("away")
async def test_a_case_that_waits_for_an_answer_holds_no_reminder_back(installation):
    WholeCase(installation.engine, installation.settings.home).records(
        "2026-03-20T09:00-04:00", "facts.encrypted", value=True, source="A letter."
    )
    assert await _beat(installation, FIRST_REMINDER) != []


@pytest.mark.usefixtures("away")
async def test_a_case_that_changed_is_answered_while_prefect_is_away(installation):
    WholeCase(installation.engine, installation.settings.home).records(
        "2026-03-20T09:00-04:00", "facts.encrypted", value=True, source="A letter."
    )
    assert _unanswered(installation) == [NUMBER]
    await _beat(installation, FIRST_REMINDER)
    assert _unanswered(installation) == []


def _unanswered(installation: FlowInstallation) -> list[str]:
    with installation.reading(Instant.parse(FIRST_REMINDER)) as work:
        return work.cases.unanswered()
