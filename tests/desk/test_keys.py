"""``keys``: where they are and what they seal, and nothing of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.field_keys import FileFieldKeys
from desk.casework import installation
from incidents.moments import Instant
from tests.incidents.store.people_samples import a_student
from tests.support.desk import CASE, Desk

VALUES_OF_A_STUDENT = 4


@pytest.fixture
def keys(desk: Desk) -> FileFieldKeys:
    """Give the keys of an installation with one affected person."""
    desk.opens()
    with installation().work(Instant.parse("2026-03-16T15:00Z"), "dpo") as work:
        work.people.add(CASE, 1, 1, [a_student()])
    return FileFieldKeys(desk.place / "home-keys")


def person() -> object:
    """Open the one affected person."""
    with installation().reading(Instant.parse("2026-03-16T16:00Z")) as work:
        (row,) = work.people.stream(CASE, 1)
        return row.person


def test_without_people_there_is_no_key(desk: Desk) -> None:
    assert desk.says("keys") == (
        f"The keys of sealed fields lie in {desk.place / 'home-keys'}.\n"
        "There is none yet; the first is made when the first person is put in.\n"
    )
    assert not (desk.place / "home-keys").exists()


def test_each_key_is_shown_with_what_it_seals_and_never_itself(
    desk: Desk, keys: FileFieldKeys
) -> None:
    (key,) = keys.ensure().keys
    shown = desk.says("keys")

    assert shown == (
        f"The keys of sealed fields lie in {keys.folder}.\n  {key.id}: seals 4 values, the newest\n"
    )
    (answer,) = desk.tells("keys")
    assert answer == {
        "folder": str(keys.folder),
        "keys": [{"id": key.id, "values": VALUES_OF_A_STUDENT}],
        "missing": [],
    }
    (file,) = keys.folder.glob("field-*.key")
    assert file.read_text("ascii").split()[-1] not in shown


def test_a_rotation_seals_all_with_a_new_key_and_keeps_the_old(
    desk: Desk, keys: FileFieldKeys
) -> None:
    (old,) = keys.ensure().keys
    said = desk.says("keys", "rotate")
    new = keys.ensure().newest

    assert said == (
        f"The key {new.id} was made; it seals 4 values.\n"
        f"Kept: {old.id}. Back-ups made before need them; without such back-ups, keys rotate "
        "--drop-old destroys those that seal nothing.\n"
        "Copy the folder of the keys again to its safe place.\n"
    )
    assert person() == a_student()
    assert [each["values"] for each in desk.tells("keys")[0]["keys"]] == [VALUES_OF_A_STUDENT, 0]


def test_old_keys_are_destroyed_when_that_is_asked_for(desk: Desk, keys: FileFieldKeys) -> None:
    (old,) = keys.ensure().keys
    (done,) = desk.tells("keys", "rotate", "--drop-old")

    assert done == {
        "newest": keys.ensure().newest.id,
        "is_new": True,
        "values": VALUES_OF_A_STUDENT,
        "kept": [],
        "dropped": [old.id],
    }
    assert person() == a_student()


def test_lost_keys_are_named_and_nothing_is_made(desk: Desk, keys: FileFieldKeys) -> None:
    (lost,) = keys.ensure().keys
    keys.folder.rename(desk.place / "safe")
    shown = desk.says("keys")
    refused = desk.refuses("keys", "rotate")

    assert f"  {lost.id}: MISSING, and 4 values cannot be opened without it" in shown
    assert refused == (
        f"The key {lost.id} is not in {keys.folder}, and values in the database are sealed with "
        "it; put it back from its copy before another one is made."
    )
    assert not keys.folder.exists()
    (desk.place / "safe").rename(keys.folder)
    assert person() == a_student()


def test_a_folder_beside_the_database_file_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUENOTICE_FIELD_KEYS", str(Path("home") / "keys"))
    installation.cache_clear()

    assert "may not lie in home/keys, which is inside" in desk.refuses("keys")
