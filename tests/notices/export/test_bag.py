"""A bag is whole or not there, the same each time, and valid to others' programs."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import bagit
import pytest

from notices.export.bag import BagError, new_bag, release

ABOUT = {"External-Identifier": "KINGSTON-2026-001", "Bagging-Date": "2026-06-30"}


def write(out: Path, *, zipped: bool = False) -> Path:
    """Write a small bag."""
    with new_bag(out) as bag:
        bag.add("events.jsonl", iter([b"one\n", b"two\n"]))
        bag.add("notices/a b.txt", b"Zo\xc3\xab")
        bag.finish(ABOUT, {"README.txt": b"read me\n"})
        release(bag, out, zipped_as="KINGSTON-2026-001" if zipped else None)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_another_program_finds_the_bag_valid(tmp_path: Path) -> None:
    bag = bagit.Bag(str(write(tmp_path / "out")))

    bag.validate()
    assert bag.info["Payload-Oxum"] == "12.2"
    assert bag.info["External-Identifier"] == "KINGSTON-2026-001"
    assert bag.version_info == (1, 0)


def test_every_file_is_in_a_manifest(tmp_path: Path) -> None:
    found = contents(write(tmp_path / "out"))
    manifest = found["manifest-sha256.txt"].decode()
    tags = found["tagmanifest-sha256.txt"].decode()

    listed = {line.split("  ", 1)[1] for line in (manifest + tags).splitlines()}
    assert listed == set(found) - {"tagmanifest-sha256.txt"}


def test_two_bags_of_the_same_are_the_same(tmp_path: Path) -> None:
    first = write(tmp_path / "first", zipped=True)
    second = write(tmp_path / "second", zipped=True)

    assert contents(first) == contents(second)
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_the_zip_holds_the_folder_in_a_fixed_order(tmp_path: Path) -> None:
    out = write(tmp_path / "out", zipped=True)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        names = archive.namelist()
        inside = {name: archive.read(name) for name in names}
        times = {entry.date_time for entry in archive.infolist()}

    assert inside == {f"KINGSTON-2026-001/{name}": each for name, each in contents(out).items()}
    assert names == sorted(names)
    assert times == {(1980, 1, 1, 0, 0, 0)}


def test_only_the_owner_reads_a_bag(tmp_path: Path) -> None:
    out = write(tmp_path / "out", zipped=True)

    for path in (out, *out.rglob("*"), tmp_path / "out.zip"):
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected


@pytest.mark.parametrize("there", ["out", "out.zip"])
def test_nothing_is_written_over(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine", "utf-8")

    with pytest.raises(BagError, match="is there already; give a name that is free"):
        write(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == [there]


def test_an_empty_folder_is_not_written_over_either(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    with pytest.raises(BagError, match="is there already"):
        write(tmp_path / "out")


def test_a_bag_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    class StopError(Exception):
        """Something else went wrong."""

    def give_up() -> None:
        with new_bag(tmp_path / "out") as bag:
            bag.add("events.jsonl", b"one\n")
            raise StopError

    with pytest.raises(StopError):
        give_up()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(BagError, match="see that its folder is there"):
        write(tmp_path / "absent" / "out")


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(BagError, match="No space left on device"):
        write(tmp_path / "out")

    assert list(tmp_path.iterdir()) == []


def test_a_name_with_line_breaks_stays_on_its_line(tmp_path: Path) -> None:
    with new_bag(tmp_path / "out") as bag:
        bag.add("events.jsonl", b"one\n")
        bag.finish({"Source-Organization": "Kingston\r\nCity  School\tDistrict"}, {})
        release(bag, tmp_path / "out", zipped_as=None)

    info = (tmp_path / "out" / "bag-info.txt").read_text("utf-8")
    assert "Source-Organization: Kingston City School District\n" in info
