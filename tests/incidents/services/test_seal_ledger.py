"""A log is sealed when it grew, outside the database too, and never against the past."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine

from incidents.ledger.checkpoint import open_note
from incidents.services.seal_ledger import KeyLostError, SealRefusedError, seal_ledger
from tests.support.intruder import Intruder, changed, rechained
from tests.support.sealed import AGENCY, NUMBER, Sealed


@pytest.fixture
def sealed(engine: Engine, tmp_path: Path) -> Sealed:
    """Give a case that is not sealed yet, on each database."""
    sealed = Sealed(engine, tmp_path / "home")
    sealed.case.opens()
    return sealed


def sizes(sealed: Sealed, log: str) -> list[int]:
    """Give the sizes of the checkpoints in the database."""
    with sealed.reading() as work:
        return [row.size for row in work.checkpoints.of_log(log)]


def test_a_case_that_grew_gets_a_signed_checkpoint(sealed: Sealed) -> None:
    row = sealed.seal()

    key = sealed.keys.find(AGENCY)
    assert key is not None
    checkpoint = open_note(row.note, key.verifier)
    with sealed.reading() as work:
        assert (checkpoint.log, checkpoint.size) == (NUMBER, work.logs.get(NUMBER).size)
    assert key.name == "duenotice/kingston-csd"


def test_the_checkpoint_lies_outside_the_database_too(sealed: Sealed) -> None:
    row = sealed.seal()

    path = sealed.note(NUMBER, row.size)
    assert path.read_text("utf-8") == row.note
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_was_sealed_is_an_entry_of_the_agency(sealed: Sealed) -> None:
    row = sealed.seal()

    with sealed.reading() as work:
        events = work.history(AGENCY)
    assert [event.tag for event in events] == ["case:opened", "case:sealed"]
    assert events[-1].body["number"] == NUMBER
    assert events[-1].body["size"] == row.size
    # The agency's own log is sealed after that entry.
    assert sizes(sealed, AGENCY) == [2]
    assert sealed.note(AGENCY, 2).exists()


def test_sealing_again_without_a_change_signs_nothing(sealed: Sealed) -> None:
    first = sealed.seal()

    assert sealed.seal_all().signed == ()
    assert sealed.seal() == first
    assert sizes(sealed, AGENCY) == [2]


def test_every_log_that_grew_is_sealed_at_once(sealed: Sealed) -> None:
    sealed.case.at("2026-03-17T09:00-04:00", lambda work: work.logs.ensure_agency("liverpool"))
    report = sealed.seal_all()

    assert [(row.log, row.size) for row in report.signed][1:] == [(AGENCY, 2)]
    assert report.signed[0].log == NUMBER
    assert report.refused == ()


def test_a_crash_before_the_shelf_is_made_good_by_the_next_sealing(sealed: Sealed) -> None:
    row = sealed.seal()
    sealed.note(NUMBER, row.size).unlink()

    assert sealed.seal_all().signed == ()
    assert sealed.note(NUMBER, row.size).read_text("utf-8") == row.note


def test_a_log_that_shrank_is_never_signed_again(sealed: Sealed) -> None:
    row = sealed.seal()
    intruder = Intruder(sealed.engine)
    intruder.put(NUMBER, intruder.rows(NUMBER)[:-1])

    with pytest.raises(SealRefusedError, match=rf"ends before entry {row.size - 1}"):
        sealed.seal()
    intruder.run("DELETE FROM checkpoints")
    with pytest.raises(SealRefusedError, match=rf"ends before entry {row.size - 1}"):
        sealed.seal()


def test_a_log_rebuilt_since_an_outside_checkpoint_is_refused(sealed: Sealed) -> None:
    sealed.seal()
    sealed.case.learns()
    intruder = Intruder(sealed.engine)
    rows = intruder.rows(NUMBER)
    intruder.put(NUMBER, rechained([changed(rows[0], actor="somebody"), *rows[1:]]))
    intruder.run("DELETE FROM checkpoints")

    with pytest.raises(SealRefusedError, match="the log was written anew"):
        sealed.seal()
    assert sizes(sealed, NUMBER) == []


def test_one_refused_log_stops_no_other(sealed: Sealed) -> None:
    sealed.seal()
    intruder = Intruder(sealed.engine)
    intruder.put(NUMBER, intruder.rows(NUMBER)[:-1])
    sealed.case.opens("2026-03-17T10:00-04:00")
    report = seal_ledger(sealed.work(), sealed.seals)

    assert [row.log for row in report.signed] == ["KINGSTON-2026-002", AGENCY]
    assert len(report.refused) == 1
    assert report.refused[0].startswith(f"{NUMBER} was not sealed")


def test_another_note_of_the_same_size_outside_is_refused(sealed: Sealed) -> None:
    row = sealed.seal()
    sealed.note(NUMBER, row.size).write_text("something else", "utf-8")
    sealed.case.learns()

    with pytest.raises(SealRefusedError, match="was not sealed"):
        sealed.seal()
    assert sealed.note(NUMBER, row.size).read_text("utf-8") == "something else"


def test_a_lost_key_is_never_replaced_by_a_new_one(sealed: Sealed) -> None:
    sealed.seal()
    (sealed.home / "keys" / f"{AGENCY}.key").unlink()
    sealed.case.learns()

    with pytest.raises(SealRefusedError, match="the key that signed them is gone"):
        sealed.seal()
    assert not (sealed.home / "keys" / f"{AGENCY}.key").exists()
    assert issubclass(KeyLostError, SealRefusedError)


def test_a_change_of_content_does_not_stop_the_sealing(sealed: Sealed) -> None:
    sealed.seal()
    intruder = Intruder(sealed.engine)
    other = intruder.rows(NUMBER)[1].body.replace(b"agency", b"nobody")
    intruder.run("UPDATE contents SET body = ? WHERE log = ? AND seq = 1", other, NUMBER)
    sealed.case.records("2026-03-17T09:00-04:00", "facts.key_acquired", value=False)

    # The entries are as they were, so a checkpoint over them is still true.
    with sealed.work()() as work:
        size = work.logs.get(NUMBER).size
    assert sealed.seal().size == size


def test_what_is_undone_was_never_vouched_for(sealed: Sealed) -> None:
    sealed.seal()
    before = sorted(path.name for path in sealed.home.rglob("*.txt"))

    class StopError(Exception):
        """The machine stops before the change is kept."""

    def stop(work: object) -> None:
        raise StopError

    with pytest.raises(StopError):
        sealed.case.at("2026-03-18T09:00-04:00", stop)
    sealed.seal_all()
    assert sorted(path.name for path in sealed.home.rglob("*.txt")) == before
