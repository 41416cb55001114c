"""What is kept byte for byte, and when work was last done."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from incidents.services.ports import UnknownCaseError, UnknownLogError
from tests.incidents.store.samples import (
    KINGSTON,
    LIVERPOOL,
    NOW,
    a_notice,
    looking,
    open_case,
    work_at,
)


def test_a_notice_comes_back_byte_for_byte(engine: Engine) -> None:
    number = open_case(engine).number
    with work_at(engine) as work:
        work.notices.save(a_notice(number))

    with looking(engine) as work:
        assert work.notices.get(number, "ab" * 32) == a_notice(number)
        assert work.notices.get(number, "cd" * 32) is None


def test_the_same_draft_again_is_kept_once(engine: Engine) -> None:
    number = open_case(engine).number
    for hours in (0, 1):
        with work_at(engine, hours) as work:
            work.notices.save(a_notice(number, drafted_at=NOW.plus_hours(hours)))

    with looking(engine) as work:
        assert work.notices.of_case(number) == [a_notice(number)]


def test_a_new_draft_stands_beside_the_old_one(engine: Engine) -> None:
    number = open_case(engine).number
    second = a_notice(number, digest="cd" * 32, text="Second", html=None, pdf=None)
    with work_at(engine) as work:
        work.notices.save(a_notice(number))
        work.notices.save(second)

    with looking(engine) as work:
        assert work.notices.of_case(number) == [a_notice(number), second]


def test_a_notice_is_found_in_its_own_case_only(engine: Engine) -> None:
    one, two = open_case(engine).number, open_case(engine, LIVERPOOL, "LIVERPOOL").number
    with work_at(engine) as work:
        work.notices.save(a_notice(one))

    with looking(engine) as work:
        assert work.notices.get(two, "ab" * 32) is None
        assert work.notices.of_case(two) == []


def test_a_notice_needs_a_case(engine: Engine) -> None:
    with pytest.raises(UnknownCaseError), work_at(engine) as work:
        work.notices.save(a_notice("NOWHERE-2026-001"))


def test_evidence_is_kept_under_its_digest(engine: Engine) -> None:
    with work_at(engine) as work:
        digest = work.files.put(KINGSTON, b"roster\x00.csv")
        assert work.files.put(KINGSTON, b"roster\x00.csv") == digest

    with looking(engine) as work:
        assert work.files.get(KINGSTON, digest) == b"roster\x00.csv"
    assert digest == "193bf034f44fd6d61eeceb21ad86156e2958ea096428a39c43d141fdb64cde0d"


def test_evidence_of_one_agency_is_hidden_from_another(engine: Engine) -> None:
    """Knowing the digest is not enough."""
    with work_at(engine) as work:
        digest = work.files.put(KINGSTON, b"roster")

    with work_at(engine) as work:
        assert work.files.get(LIVERPOOL, digest) is None
        work.files.put(LIVERPOOL, b"roster")
        assert work.files.get(LIVERPOOL, digest) == b"roster"


def test_checkpoints_come_back_in_the_order_of_signing(engine: Engine) -> None:
    number = open_case(engine).number
    for hours, note in ((0, "first"), (1, "second"), (2, "first")):
        with work_at(engine, hours) as work:
            work.checkpoints.add(number, 1, note)

    with looking(engine) as work:
        notes = [(row.note, row.size, row.signed_at) for row in work.checkpoints.of_log(number)]
        last = work.checkpoints.last(number)
        assert work.checkpoints.last("LIVERPOOL-2026-001") is None
    assert notes == [("first", 1, NOW), ("second", 1, NOW.plus_hours(1))]
    assert last is not None
    assert last.note == "second"


def test_a_checkpoint_needs_a_log(engine: Engine) -> None:
    with pytest.raises(UnknownLogError), work_at(engine) as work:
        work.checkpoints.add("NOWHERE-2026-001", 1, "note")


def test_a_heartbeat_says_when_work_was_last_done(engine: Engine) -> None:
    for hours in (0, 5):
        with work_at(engine, hours) as work:
            work.heartbeats.beat("sweep")

    with looking(engine) as work:
        assert work.heartbeats.last("sweep") == NOW.plus_hours(5)
        assert work.heartbeats.last("back-up") is None
