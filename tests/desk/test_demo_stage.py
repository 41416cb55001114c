"""The demo, cut off in the middle of a scene, goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.demo import stage
from desk.demo.acts import CASE, begin
from desk.demo.running import Running
from desk.demo.scenes import Scene
from desk.demo.world import prepare
from incidents.moments import Instant
from incidents.services.draft_notice import record_wording

OPENED = Scene("open", Instant.parse("2026-03-16T10:00-04:00"), "It is opened.", act=begin)
LATER = Instant.parse("2026-03-16T11:00-04:00")


class PowerCutError(Exception):
    """The machine is gone."""


def write_and(*, is_cut_off: bool) -> Scene:
    """Give a scene that writes something down, and may be cut off after that."""

    def errand(running: Running) -> Iterator[str]:
        with running.work() as work:
            record_wording(work, running.home.law, CASE, "investigation", "We look into it.")
        if is_cut_off:
            raise PowerCutError
        yield "written"

    return Scene("write", LATER, "It is written down.", errand=errand)


def test_nothing_is_answered_again_that_lies_before_the_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    home = prepare(tmp_path / "home")
    told: list[str] = []
    monkeypatch.setattr(stage, "tell_ending", lambda *_: None)
    monkeypatch.setattr(stage, "SCENES", (OPENED, write_and(is_cut_off=True)))
    with pytest.raises(PowerCutError):
        stage.play(home, told.append, with_prefect=False)

    monkeypatch.setattr(stage, "SCENES", (OPENED, write_and(is_cut_off=False)))
    stage.play(home, told.append, with_prefect=False)

    with home.reading(LATER) as work:
        found = [each.tag for each in work.history(CASE)]
    assert "clock:behind" not in found
    assert told[-1] == "    written"
    home.engine.dispose()
