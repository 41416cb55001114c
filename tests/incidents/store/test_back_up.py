"""A copy that can be trusted, and restored into either database."""

from __future__ import annotations

import shutil
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from incidents.ledger.verify import verify
from incidents.services.ports import BackUpError, StoreError
from incidents.store import UnitOfWork, open_engine, sqlite_url
from incidents.store.back_up import back_up, prove_back_up, restore
from tests.incidents.store.samples import (
    KINGSTON,
    NOW,
    Noted,
    a_duty,
    a_notice,
    looking,
    notes_of,
    open_case,
    wanted,
    work_at,
)


def every_log_verifies(engine: Engine) -> list[str]:
    """Give what the ledger finds wrong with the logs of a database."""
    with UnitOfWork(engine, NOW, "dpo", reads_only=True) as work:
        found = [verify(log.id, work.logs.stream(log.id)) for log in work.logs.list_all()]
    return [finding.sentence for each in found for finding in each.findings]


@pytest.fixture
def full(engine: Engine) -> Engine:
    """Give a database with something in every table."""
    number = open_case(engine).number
    with work_at(engine) as work:
        work.logs.ensure_agency(KINGSTON)
        work.append(number, [Noted(note="kept \x00 ü")])
        work.append(KINGSTON, [Noted(tag="policy:read")])
        work.duties.replace(number, 1, [a_duty(number)])
        work.reminders.plan(number, 1, "duty", [wanted("5-days", 1), wanted("2-days", 2)])
        work.notices.save(a_notice(number))
        work.files.put(KINGSTON, b"evidence\x00")
        work.checkpoints.add(number, 2, "note")
        work.heartbeats.beat("sweep")
    return engine


def test_a_back_up_holds_everything_and_passes_the_proof(full: Engine, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "monday.db"

    back_up(full, target)
    prove_back_up(target, every_log_verifies)

    copy = open_engine(sqlite_url(target))
    number = "KINGSTON-2026-001"
    assert notes_of(copy, number) == ["the roster lay open", "kept \x00 ü"]
    with looking(full) as ours, looking(copy) as theirs:
        assert theirs.cases.list_open() == ours.cases.list_open()
        assert theirs.reminders.of_case(number) == ours.reminders.of_case(number)
        assert theirs.notices.of_case(number) == ours.notices.of_case(number)
        assert theirs.checkpoints.of_log(number) == ours.checkpoints.of_log(number)
        assert theirs.logs.list_all() == ours.logs.list_all()
        assert theirs.heartbeats.last("sweep") == NOW
    copy.dispose()


def test_a_back_up_is_one_private_file(full: Engine, tmp_path: Path) -> None:
    back_up(full, tmp_path / "copies" / "monday.db")

    (file,) = (tmp_path / "copies").iterdir()
    assert file.name == "monday.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_back_up_never_takes_the_place_of_another(full: Engine, tmp_path: Path) -> None:
    target = tmp_path / "monday.db"
    target.write_bytes(b"the only copy")

    with pytest.raises(BackUpError, match="is there already; give the name of a new file"):
        back_up(full, target)
    assert target.read_bytes() == b"the only copy"


def test_a_restored_record_goes_on_where_it_was(
    full: Engine, tmp_path: Path, empty_database: str
) -> None:
    """From either database into either."""
    target = tmp_path / "monday.db"
    back_up(full, target)

    place = empty_database.replace("duenotice.db", "restored.db")
    restore(target, place)

    engine = open_engine(place)
    number = "KINGSTON-2026-001"
    with work_at(engine, 1) as work:
        assert work.append(number, [Noted(note="after")]) == [2]
        work.reminders.plan(number, 1, "other", [wanted("5-days", 1)])
        work.notices.save(a_notice(number, digest="cd" * 32))
    assert open_case(engine).number == "KINGSTON-2026-002"
    assert every_log_verifies(engine) == []
    with pytest.raises(Exception, match="never changed"), engine.begin() as connection:
        connection.execute(text("DELETE FROM entries"))
    engine.dispose()


def test_a_record_is_never_replaced_by_a_back_up(full: Engine, tmp_path: Path, database) -> None:
    target = tmp_path / "monday.db"
    back_up(full, target)

    with pytest.raises(BackUpError, match="already; a back-up replaces none"):
        restore(target, database)


def test_a_back_up_that_is_not_there_is_named(tmp_path: Path, empty_database: str) -> None:
    with pytest.raises(BackUpError, match=r"no back-up .*monday\.db"):
        restore(tmp_path / "monday.db", empty_database)
    with pytest.raises(BackUpError, match=r"no back-up .*monday\.db"):
        prove_back_up(tmp_path / "monday.db", every_log_verifies)


@pytest.fixture
def copied(sqlite_database: Path, tmp_path: Path) -> Path:
    """Give a back-up of a case with a note and a piece of evidence."""
    engine = open_engine(sqlite_url(sqlite_database))
    number = open_case(engine).number
    with work_at(engine) as work:
        work.append(number, [Noted(note="the word is sesame")])
        work.files.put(KINGSTON, b"evidence of sesame oil")
    back_up(engine, tmp_path / "monday.db")
    engine.dispose()
    return tmp_path / "monday.db"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"the word is sesame", b"the word is gesame", "not the one that was recorded"),
        (b"evidence of sesame", b"evidence of gesame", "is not what was stored"),
    ],
)
def test_one_changed_byte_fails_the_proof(copied: Path, old: bytes, new: bytes, words: str) -> None:
    """SQLite itself would not notice it."""
    copied.write_bytes(copied.read_bytes().replace(old, new))

    with pytest.raises(BackUpError, match="cannot be trusted") as caught:
        prove_back_up(copied, every_log_verifies)
    assert words in str(caught.value)


def test_a_row_without_its_case_fails_the_proof(copied: Path) -> None:
    engine = open_engine(sqlite_url(copied))
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute(
            "INSERT INTO duties SELECT 1, 'GONE', 'a', 1, 'd', 't', 'h', 's', 1, NULL,"
            " NULL, NULL, 0, '~'"
        )
        driver.execute("PRAGMA journal_mode = delete")
    engine.dispose()

    with pytest.raises(BackUpError, match="A row of duties has lost what it belongs to"):
        prove_back_up(copied, every_log_verifies)


@pytest.mark.parametrize(
    ("table", "words"), [("reminders_planned", "The file is damaged"), ("logs", "damaged one")]
)
def test_a_page_written_over_fails_the_proof(copied: Path, table: str, words: str) -> None:
    engine = open_engine(sqlite_url(copied))
    with engine.connect() as connection:
        find = text("SELECT rootpage FROM sqlite_master WHERE name = :name")
        page = connection.execute(find, {"name": table}).scalar_one() - 1
    engine.dispose()
    content = bytearray(copied.read_bytes())
    content[4096 * page : 4096 * page + 40] = bytes(40)
    copied.write_bytes(content)

    with pytest.raises(BackUpError, match="cannot be trusted") as caught:
        prove_back_up(copied, every_log_verifies)
    assert words in str(caught.value)


def test_a_torn_copy_fails_the_proof(copied: Path) -> None:
    content = copied.read_bytes()
    copied.write_bytes(content[: len(content) // 2])

    with pytest.raises(BackUpError, match="cannot be trusted"):
        prove_back_up(copied, every_log_verifies)


def test_a_file_of_another_kind_fails_the_proof(tmp_path: Path) -> None:
    (tmp_path / "monday.db").write_bytes(b"Minutes of the board meeting. " * 200)

    with pytest.raises(BackUpError, match="not a SQLite database, or a damaged one"):
        prove_back_up(tmp_path / "monday.db", every_log_verifies)


def test_changed_evidence_is_refused_when_it_is_read(copied: Path, tmp_path: Path) -> None:
    copied.write_bytes(copied.read_bytes().replace(b"evidence of s", b"evidence of g"))
    engine = open_engine(sqlite_url(Path(shutil.copy(copied, tmp_path / "duenotice.db"))))
    with engine.connect() as connection:
        digest = connection.execute(text("SELECT sha256 FROM files")).scalar_one()

    with pytest.raises(StoreError, match="is not what was stored"), looking(engine) as work:
        work.files.get(KINGSTON, digest)
    engine.dispose()


def test_a_back_up_shows_one_moment_while_others_write(full: Engine, tmp_path: Path) -> None:
    """No entry is cut in two, whoever appends meanwhile."""
    number, stop = "KINGSTON-2026-001", threading.Event()

    def write() -> None:
        while not stop.is_set():
            with work_at(full) as work:
                work.append(number, [Noted(), Noted()])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for count in range(5):
            back_up(full, tmp_path / f"{count}.db")
            prove_back_up(tmp_path / f"{count}.db", every_log_verifies)
    finally:
        stop.set()
        writer.join()

    sizes = []
    for count in range(5):
        copy = open_engine(sqlite_url(tmp_path / f"{count}.db"))
        sizes.append(len(notes_of(copy, number)))
        copy.dispose()
    assert sizes == sorted(sizes)
    assert {size % 2 for size in sizes} == {0}
