"""The keys of sealed fields: apart from the database, made once, never shown."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.field_keys import FileFieldKeys, field_keys_of
from config.settings import Settings, load_settings
from config.wiring import Installation
from incidents.services.field_keys import FieldKeyError
from tests.incidents.store.people_samples import a_student
from tests.incidents.store.samples import NOW

MAKING = """
import sys
from pathlib import Path
from config.field_keys import FileFieldKeys

print("ready", flush=True)
sys.stdin.readline()
ring = FileFieldKeys(Path(sys.argv[1])).ensure()
print(ring.newest.id, ring.index.hex())
"""


@pytest.fixture
def keys(tmp_path: Path) -> FileFieldKeys:
    """Give a store that has no folder yet."""
    return FileFieldKeys(tmp_path / "home-keys")


def test_keys_are_made_at_the_first_need_and_found_again(keys: FileFieldKeys) -> None:
    assert keys.find() is None
    assert not keys.folder.exists()
    ring = keys.ensure()

    assert keys.find() == keys.ensure() == ring
    assert [len(key.secret) for key in ring.keys] == [32]
    assert len(ring.index) == 32
    assert ring.index != ring.newest.secret
    assert ring.place == str(keys.folder)


def test_only_their_owner_reads_them(keys: FileFieldKeys) -> None:
    keys.ensure()

    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in keys.folder.iterdir()} == {0o600}


def test_a_new_key_comes_first_and_the_index_key_stays(keys: FileFieldKeys) -> None:
    first = keys.ensure()
    second = keys.add()
    third = keys.add()

    assert third.keys == (third.newest, second.newest, first.newest)
    assert first.index == second.index == third.index
    names = sorted(each.name for each in keys.folder.iterdir())
    assert [re.sub("[0-9a-f]{8}", "ID", name) for name in names] == [
        *(f"field-000{number}-ID.key" for number in (1, 2, 3)),
        "index.key",
    ]
    keys.drop(second.newest.id)
    left = keys.find()
    assert left is not None
    assert left.keys == (third.newest, first.newest)


def test_programs_that_make_them_together_agree(keys: FileFieldKeys) -> None:
    """One index key; and each can open what any other sealed."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", MAKING, str(keys.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    said = [program.communicate("go\n", timeout=60)[0].split() for program in programs]
    ring = keys.ensure()

    assert {index for _, index in said} == {ring.index.hex()}
    assert {key for key, _ in said} <= {key.id for key in ring.keys}


@pytest.mark.parametrize("damage", ["", "duenotice-field-key\n", "x y z\n", None])
def test_a_damaged_key_is_named_and_nothing_is_made(
    keys: FileFieldKeys, damage: str | None
) -> None:
    keys.ensure()
    (path,) = keys.folder.glob("field-*.key")
    text = path.read_text("ascii")
    turned = text[:40] + ("A" if text[40] != "A" else "B") + text[41:]
    path.write_text(turned if damage is None else damage)

    with pytest.raises(FieldKeyError) as wrong:
        keys.ensure()

    assert str(wrong.value) == (
        f"The key {path} cannot be read (it is not as it was written); put it back from its copy."
    )
    assert len(list(keys.folder.iterdir())) == 2


def test_a_copy_under_the_name_of_another_key_is_refused(keys: FileFieldKeys) -> None:
    keys.ensure()
    (path,) = keys.folder.glob("field-*.key")
    path.write_bytes((keys.folder / "index.key").read_bytes())

    with pytest.raises(FieldKeyError, match="not as it was written"):
        keys.find()


def test_a_missing_index_key_is_named(keys: FileFieldKeys) -> None:
    keys.ensure()
    (keys.folder / "index.key").unlink()

    with pytest.raises(FieldKeyError, match=r"holds keys but no index.key"):
        keys.ensure()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(FieldKeyError, match="cannot be"):
        FileFieldKeys(tmp_path / "file" / "keys").ensure()


def test_they_lie_beside_the_home_unless_set(tmp_path: Path) -> None:
    home = tmp_path / "home"
    plain = load_settings({}, home)
    set_ = load_settings({"DUENOTICE_FIELD_KEYS": "/safe/keys"}, home)
    home.mkdir()
    (home / "settings.toml").write_text('field_keys = "~/elsewhere"\n')
    written = load_settings({}, home)

    assert plain.field_keys == tmp_path / "home-keys"
    assert set_.field_keys == Path("/safe/keys")
    assert written.field_keys == Path.home() / "elsewhere"
    assert load_settings({"DUENOTICE_FIELD_KEYS": "/b"}, home).field_keys == Path("/b")


@pytest.mark.parametrize("inside", ["home", "home/keys", "data", "data/deep/keys", "data/../home"])
def test_a_folder_within_that_of_the_database_is_refused(tmp_path: Path, inside: str) -> None:
    settings = Settings(
        home=tmp_path / "home",
        database_url=f"sqlite:///{tmp_path / 'data' / 'duenotice.db'}",
        field_keys_folder=tmp_path / inside,
    )

    with pytest.raises(FieldKeyError, match="whoever copies one would have both"):
        field_keys_of(settings).ensure()
    assert not (tmp_path / inside).exists()


def test_a_link_into_the_home_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "home")
    settings = Settings(
        home=tmp_path / "home", database_url="", field_keys_folder=tmp_path / "link" / "keys"
    )

    with pytest.raises(FieldKeyError, match="whoever copies one would have both"):
        field_keys_of(settings).ensure()


def test_an_installation_seals_with_its_own_keys(tmp_path: Path) -> None:
    home = tmp_path / "home"
    installation = Installation(
        Settings(home=home, database_url=f"sqlite:///{home / 'duenotice.db'}")
    )
    with installation.work(NOW, "dpo") as work:
        case = work.cases.open("kingston-csd", "KINGSTON", 2026, "Roster").number
        work.append(case, [_Opened()])
    with installation.reading(NOW) as work:
        assert list(work.people.stream(case, 1)) == []
    assert not (tmp_path / "home-keys").exists()
    with installation.work(NOW, "dpo") as work:
        work.people.add(case, 1, 1, [a_student()])
    with installation.reading(NOW) as work:
        (row,) = work.people.stream(case, 1)
        counts = work.sealed_values.counts()
    installation.engine.dispose()

    assert row.person == a_student()
    assert counts == {FileFieldKeys(tmp_path / "home-keys").ensure().newest.id: 4}


class _Opened:
    tag = "case:opened"

    def body(self) -> dict[str, None]:
        """Give nothing more."""
        return {}
