"""The shelf keeps each checkpoint for good, whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from config.checkpoint_shelf import FolderShelf
from config.once import write_once
from incidents.services.seals import ShelfContradictedError, ShelfError


@pytest.fixture
def shelf(tmp_path: Path) -> FolderShelf:
    """Give a shelf that has no folder yet."""
    return FolderShelf(tmp_path / "checkpoints")


def test_a_note_is_a_file_named_by_its_size(shelf: FolderShelf) -> None:
    shelf.keep("KINGSTON-2026-001", 12, "note\n")

    path = shelf.folder / "KINGSTON-2026-001" / "12.txt"
    assert path.read_bytes() == b"note\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_note_again_changes_nothing(shelf: FolderShelf) -> None:
    shelf.keep("A", 12, "note\n")
    before = (shelf.folder / "A" / "12.txt").stat()
    shelf.keep("A", 12, "note\n")

    assert (shelf.folder / "A" / "12.txt").stat().st_ino == before.st_ino


def test_another_note_of_that_size_is_refused(shelf: FolderShelf) -> None:
    shelf.keep("A", 12, "note\n")

    with pytest.raises(ShelfContradictedError, match="another checkpoint of A at 12 entries"):
        shelf.keep("A", 12, "another\n")
    assert shelf.notes("A") == ["note\n"]


def test_notes_come_smallest_size_first(shelf: FolderShelf) -> None:
    for size in (100, 9, 12):
        shelf.keep("A", size, f"{size}\n")

    assert shelf.notes("A") == ["9\n", "12\n", "100\n"]
    assert shelf.sizes("A") == {9, 12, 100}


def test_logs_are_those_that_have_a_note(shelf: FolderShelf) -> None:
    assert shelf.logs() == []
    shelf.keep("B", 1, "b")
    shelf.keep("A", 1, "a")
    (shelf.folder / "empty").mkdir()
    (shelf.folder / "a file").write_text("x", "utf-8")

    assert shelf.logs() == ["A", "B"]


def test_other_files_in_the_folder_are_passed_over(shelf: FolderShelf) -> None:
    shelf.keep("A", 1, "a")
    for name in ("01.txt", "-1.txt", "1.txt.bak", "notes.txt", ".2.txt.abc"):
        (shelf.folder / "A" / name).write_text("x", "utf-8")

    assert shelf.notes("A") == ["a"]


def test_what_was_mailed_is_remembered(shelf: FolderShelf) -> None:
    assert shelf.mailed("A") == 0
    shelf.mark_mailed("A", 7, ["someone@example.org <id>"])
    shelf.mark_mailed("A", 12, ["someone@example.org <id>"])

    assert shelf.mailed("A") == 12
    assert shelf.notes("A") == []


@pytest.mark.parametrize("name", ["../evil", "a/b", ".hidden", ""])
def test_a_name_that_leads_elsewhere_is_refused(shelf: FolderShelf, name: str) -> None:
    with pytest.raises(ShelfError, match="cannot name a folder"):
        shelf.keep(name, 1, "note")


def test_a_shelf_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "checkpoints").write_text("a file", "utf-8")

    with pytest.raises(ShelfError, match="then seal again"):
        FolderShelf(tmp_path / "checkpoints").keep("A", 1, "note")


def test_a_half_written_file_never_gets_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        write_once(tmp_path / "folder" / "1.txt", b"note")

    assert list((tmp_path / "folder").iterdir()) == []
