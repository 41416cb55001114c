"""The people within a back-up, and in a database made before there were any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

import incidents.store.migrations as steps
from incidents.people.recipient import Method
from incidents.services.field_keys import FieldKeyError
from incidents.services.people_ports import Added
from incidents.services.people_rows import DeliveryState, SendingState, Settled
from incidents.store import migrate, open_engine, sqlite_url
from incidents.store.back_up import back_up, prove_back_up, restore
from incidents.store.schema import version
from tests.incidents.store.people_samples import DUTY, Told, a_student
from tests.incidents.store.samples import NOW, a_notice, open_case, work_at
from tests.support.field_keys import MemoryFieldKeys

TABLES = (
    *("rosters", "people", "recipients", "concerns"),
    *("sendings", "deliveries", "batches", "rates"),
)


@pytest.fixture
def told(engine: Engine) -> Told:
    """Give a case with something in every table about people."""
    told = Told(engine)
    sending = told.sends_to(3, Method.FIRST_CLASS_MAIL)
    got = told.claims(sending, limit=2, method=Method.FIRST_CLASS_MAIL)
    with told.work() as work:
        work.rosters.add(told.case, 1, "ab" * 32, 3)
        work.rosters.count(told.case, 1, Added(added=3, known=0))
        ids = [each.delivery.id for each in got]
        work.deliveries.add_batch(sending.id, Method.FIRST_CLASS_MAIL, ids, "cd" * 32)
        work.deliveries.settle(
            [Settled(delivery=ids[0], state=DeliveryState.ACCEPTED, result="mailed", at=NOW)]
        )
        work.rates.take("smtp", 5, per_minute=0, per_day=0)
    return told


def nothing_wrong(_engine: Engine) -> list[str]:
    """Look at the pages and the promises of the tables only."""
    return []


def rows_of(engine: Engine) -> dict[str, list[object]]:
    """Give all rows about people, byte for byte."""
    with engine.connect() as connection:
        return {
            table: sorted(
                [
                    tuple(bytes(each) if isinstance(each, memoryview) else each for each in row)
                    for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
                ],
                key=repr,
            )
            for table in TABLES
        }


def test_a_back_up_carries_the_people_sealed(told: Told, tmp_path: Path) -> None:
    target = tmp_path / "monday.db"
    back_up(told.engine, target)
    prove_back_up(target, nothing_wrong)

    content = target.read_bytes()
    for word in ("Vance", "Ottoline", "Wren Lane", "example.org", "S-00001"):
        assert word.encode() not in content
    copy = open_engine(sqlite_url(target))
    found, ours = rows_of(copy), rows_of(told.engine)
    copy.dispose()
    assert all(found.values())
    assert found == ours


def test_people_that_were_restored_go_on_where_they_were(
    told: Told, tmp_path: Path, empty_database: str
) -> None:
    """From either database into either; with the keys everything opens."""
    back_up(told.engine, tmp_path / "monday.db")
    place = empty_database.replace("duenotice.db", "restored.db")
    restore(tmp_path / "monday.db", place)
    restored = Told(open_engine(place), told.keys, told.case)

    with told.looking() as ours, restored.looking() as theirs:
        assert list(theirs.people.stream(told.case, 1)) == list(ours.people.stream(told.case, 1))
        assert list(theirs.deliveries.stream(told.case)) == list(ours.deliveries.stream(told.case))
        assert theirs.deliveries.batches(told.case) == ours.deliveries.batches(told.case)
        assert theirs.rosters.of_case(told.case) == ours.rosters.of_case(told.case)
    assert len(restored.puts(*(a_student(number) for number in range(1, 5)))) == 4
    with restored.work() as work:
        assert work.sendings.add(told.case, 1, []).number == 2
        assert [row.id for row in work.deliveries.untold(told.case, 1, DUTY)] == [2, 3]
    restored.engine.dispose()


def test_a_restored_sending_waits_until_somebody_has_looked(
    told: Told, tmp_path: Path, empty_database: str
) -> None:
    """What went out after the back-up is not in it, and would go out again."""
    with told.work() as work:
        (sending,) = work.sendings.of_case(told.case)
        work.sendings.mark(sending.id, SendingState.RELEASED)
    back_up(told.engine, tmp_path / "monday.db")
    place = empty_database.replace("duenotice.db", "restored.db")
    restore(tmp_path / "monday.db", place)
    restored = Told(open_engine(place), told.keys, told.case)

    with restored.looking() as theirs, told.looking() as ours:
        (stopped,) = theirs.sendings.of_case(told.case)
        assert theirs.sendings.running() == []
        assert ours.sendings.of_case(told.case)[0].state is SendingState.RELEASED
    assert stopped.state is SendingState.STOPPED
    assert stopped.reason == (
        "restored from a back-up, which does not know what went out after it was made"
    )
    restored.engine.dispose()


def test_without_the_keys_restored_names_stay_sealed(told: Told, tmp_path: Path) -> None:
    back_up(told.engine, tmp_path / "monday.db")
    restore(tmp_path / "monday.db", sqlite_url(tmp_path / "restored.db"))
    restored = Told(open_engine(sqlite_url(tmp_path / "restored.db")), MemoryFieldKeys(), told.case)

    with restored.looking() as work:
        assert work.people.count(told.case, 1) == 3
        assert len(list(work.deliveries.rows(told.case))) == 3
        with pytest.raises(FieldKeyError, match="put the keys back from their copy"):
            list(work.people.stream(told.case, 1))
    restored.engine.dispose()


@pytest.fixture
def before(empty_database: str) -> Iterator[Engine]:
    """Give a database that the first step made."""
    engine = open_engine(empty_database)
    config = Config()
    config.set_main_option("script_location", str(steps.__path__[0]))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    yield engine
    engine.dispose()


def test_a_database_of_the_first_step_is_brought_up_with_its_rows(before: Engine) -> None:
    """Its case goes on, and its drafts are in English."""
    number = open_case(before).number
    with before.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO notices (case_number, agency, wave, notice, template_version,"
                " recipient_kind, digest, text, html, pdf, drafted_at) VALUES (:case,"
                " 'kingston-csd', 1, 'families', '1', 'parent', :digest, 'Dear parent', NULL,"
                " NULL, :at)"
            ),
            {"case": number, "digest": "ab" * 32, "at": NOW.stamp()},
        )
        assert version(connection) == "0001"
    migrate(before)

    with work_at(before) as work:
        (old,) = work.notices.of_case(number)
        work.notices.save(a_notice(number, digest="cd" * 32, language="es", document=b"{}"))
        new = work.notices.get(number, "cd" * 32)
        assert work.cases.get(number).title == "Roster on an open share"
    assert (old.text, old.language, old.document) == ("Dear parent", "en", None)
    assert new is not None
    assert (new.language, new.document) == ("es", b"{}")
    assert len(Told(before, case=number).puts(a_student())) == 1
    with before.connect() as connection:
        assert version(connection) == "0002"


def test_drafts_of_the_first_step_still_never_change(before: Engine) -> None:
    number = open_case(before).number
    migrate(before)
    with work_at(before) as work:
        work.notices.save(a_notice(number))

    with pytest.raises(Exception, match="never changed"), before.begin() as connection:
        connection.execute(text("UPDATE notices SET language = 'es'"))
