"""A new key takes over everything, whoever is working and whatever is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.field_keys import FileFieldKeys
from incidents.services.field_keys import FieldKeyError
from incidents.services.rotate_field_key import Rotated, rotate_field_key
from incidents.store import open_engine
from tests.incidents.store.people_samples import Told, a_student
from tests.support.databases import Server
from tests.support.field_keys import MemoryFieldKeys

#: A recipient with a concern has five values, their student four.
VALUES_EACH = 9
ROTATING = """
import os, signal, sys
from pathlib import Path
from config.field_keys import FileFieldKeys
from incidents.services.rotate_field_key import rotate_field_key
from incidents.store import UnitOfWork, open_engine
from tests.incidents.store.samples import NOW

url, folder, most = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
engine, keys = open_engine(url), FileFieldKeys(folder)
begun = 0

class Killed(UnitOfWork):
    def __exit__(self, *told):
        super().__exit__(*told)
        global begun
        begun += 1
        if begun == most:
            os.kill(os.getpid(), signal.SIGKILL)

rotate_field_key(
    lambda: Killed(engine, NOW, "keys", field_keys=keys),
    lambda: UnitOfWork(engine, NOW, "keys", reads_only=True, field_keys=keys),
    keys,
    drop_old=True,
    at_once=5,
)
"""


@pytest.fixture
def told(engine: Engine) -> Told:
    """Give a case with a dozen recipients, each told about a student."""
    told = Told(engine)
    told.writes_to(12)
    return told


def rotate(told: Told, *, drop_old: bool = False, at_once: int = 5) -> Rotated:
    """Rotate the key of the case."""
    return rotate_field_key(told.work, told.looking, told.keys, drop_old=drop_old, at_once=at_once)


def everything(told: Told) -> list[object]:
    """Open every value there is."""
    with told.looking() as work:
        return [*work.people.stream(told.case, 1), *work.recipients.stream(told.case, 1)]


def counts(told: Told) -> dict[str, int]:
    """Give how many values each key seals."""
    with told.looking() as work:
        return work.sealed_values.counts()


def test_a_new_key_seals_everything_and_the_old_one_is_kept(told: Told) -> None:
    before, old = everything(told), told.keys.ensure().newest.id

    done = rotate(told)

    assert done.is_new
    assert done.newest != old
    assert (done.values, done.kept, done.dropped) == (12 * VALUES_EACH, (old,), ())
    assert counts(told) == {done.newest: 12 * VALUES_EACH}
    assert everything(told) == before


def test_an_old_key_is_destroyed_when_that_is_asked_for(told: Told) -> None:
    before, old = everything(told), told.keys.ensure().newest.id

    done = rotate(told, drop_old=True)

    assert (done.kept, done.dropped) == ((), (old,))
    assert [key.id for key in told.keys.keys] == [done.newest]
    assert everything(told) == before


def test_a_key_that_seals_something_is_never_destroyed(told: Told) -> None:
    old = told.keys.ensure().newest.id
    told.keys.add()
    with told.work() as work:
        dropped = work.sealed_values.drop_unused()

    assert dropped == []
    assert old in {key.id for key in told.keys.keys}


def test_a_list_read_again_after_a_rotation_adds_nobody(told: Told) -> None:
    """The index key stays: who was put in is known again."""
    rotate(told, drop_old=True)

    assert len(told.puts(*(a_student(number) for number in range(1, 13)))) == 12


def test_what_was_begun_goes_on_with_the_key_that_was_made(told: Told) -> None:
    made = told.keys.add().newest.id
    with told.work() as work:
        assert work.sealed_values.reseal("people", 0, 7) == 7

    done = rotate(told)

    assert (done.newest, done.is_new) == (made, False)
    assert counts(told) == {made: 12 * VALUES_EACH}


@pytest.mark.parametrize("after", [1, 2, 4, 6])
def test_a_rotation_killed_anywhere_is_ended_by_the_next(
    engine: Engine, database: str, tmp_path: Path, after: int
) -> None:
    """Whichever transaction was the last: all opens, and no third key is made."""
    keys = FileFieldKeys(tmp_path / "keys")
    ring = keys.ensure()
    told = Told(engine, MemoryFieldKeys(keys=list(ring.keys), index=ring.index))
    told.writes_to(12)
    before = everything(told)
    killed = subprocess.run(
        [sys.executable, "-c", ROTATING, database, str(keys.folder), str(after)], check=False
    )
    two = keys.ensure()
    told.keys.keys = list(two.keys)

    assert killed.returncode == -signal.SIGKILL
    assert [key.id for key in two.keys[1:]] == [ring.newest.id]
    assert everything(told) == before
    done = rotate(told, drop_old=True)
    assert done.newest == two.newest.id
    assert not done.is_new
    assert done.dropped == (ring.newest.id,)
    assert everything(told) == before


def test_a_lost_key_is_put_back_before_another_is_made(told: Told) -> None:
    lost = told.keys.ensure().newest.id
    told.keys.keys.clear()
    with pytest.raises(FieldKeyError, match=f"The key {lost} is not in"):
        rotate(told)

    assert told.keys.find() is None


def test_an_empty_installation_gets_its_first_key(engine: Engine) -> None:
    told = Told(engine)

    done = rotate(told)

    assert done == Rotated(
        newest=told.keys.ensure().newest.id, is_new=True, values=0, kept=(), dropped=()
    )


def test_others_go_on_putting_people_in_meanwhile(told: Told) -> None:
    """What they seal with the old key in between is sealed anew in the end."""
    begun = threading.Event()

    def put() -> None:
        for number in range(100, 130):
            told.puts(a_student(number))
            begun.set()

    with ThreadPoolExecutor(1) as threads:
        putting = threads.submit(put)
        begun.wait(10)
        done = rotate(told, at_once=3)
        putting.result(60)

    assert counts(told).keys() == {done.newest}
    assert len(everything(told)) == 12 + 30 + 12


def test_a_key_is_not_destroyed_under_somebody_who_seals_with_it(postgresql: Server) -> None:
    """Who loaded the old ring ends first; then its values are counted."""
    engine = open_engine(postgresql.new_made_database())
    told = Told(engine)
    told.keys.ensure()

    def drop() -> list[str]:
        with told.work() as work:
            return work.sealed_values.drop_unused()

    with ThreadPoolExecutor(1) as threads:
        with told.work() as work:
            work.people.add(told.case, 1, 1, [a_student()])
            told.keys.add()
            dropping = threads.submit(drop)
            with pytest.raises(TimeoutError):
                dropping.result(0.3)
        dropped = dropping.result(10)
    engine.dispose()

    assert dropped == []
    assert len(told.keys.keys) == 2
