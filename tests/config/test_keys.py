"""Keys are made once, are their owner's alone, and are never replaced."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.keys import FileKeyStore, KeyFileError
from incidents.ledger.keys import SigningKey, VerifierKey


@pytest.fixture
def store(tmp_path: Path) -> FileKeyStore:
    """Give a store that has no folder yet."""
    return FileKeyStore(tmp_path / "home" / "keys")


def test_a_key_is_made_once_and_found_again(store: FileKeyStore) -> None:
    assert store.find("kingston-csd") is None
    made = store.ensure("kingston-csd")

    assert store.ensure("kingston-csd") == made
    assert FileKeyStore(store.folder).find("kingston-csd") == made
    assert made.name == "duenotice/kingston-csd"


def test_only_its_owner_reads_a_key(store: FileKeyStore) -> None:
    store.ensure("kingston-csd")

    assert stat.S_IMODE((store.folder / "kingston-csd.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(store.folder.parent.stat().st_mode) == 0o700


def test_each_agency_has_a_key_of_its_own(store: FileKeyStore) -> None:
    assert store.ensure("kingston-csd").seed != store.ensure("liverpool").seed


def test_the_public_half_lies_beside_it(store: FileKeyStore) -> None:
    key = store.ensure("kingston-csd")
    written = (store.folder / "kingston-csd.pub").read_text("ascii")

    assert VerifierKey.parse(written) == key.verifier
    (store.folder / "kingston-csd.key").unlink()
    assert store.verifier("kingston-csd") == key.verifier
    assert store.verifier("liverpool") is None


def test_the_public_half_comes_back_with_the_key(store: FileKeyStore) -> None:
    key = store.ensure("kingston-csd")
    (store.folder / "kingston-csd.pub").unlink()

    assert store.verifier("kingston-csd") == key.verifier
    store.ensure("kingston-csd")
    assert (store.folder / "kingston-csd.pub").exists()


@pytest.mark.parametrize("content", [b"", b"PRIVATE+KEY+x", b"\xff\xfe", b"a key"])
def test_a_damaged_key_is_named_and_never_replaced(store: FileKeyStore, content: bytes) -> None:
    path = store.folder / "kingston-csd.key"
    store.folder.mkdir(parents=True)
    path.write_bytes(content)

    with pytest.raises(KeyFileError, match=r"kingston-csd\.key cannot be read .* put it back"):
        store.ensure("kingston-csd")
    assert path.read_bytes() == content


def test_a_damaged_public_key_is_named(store: FileKeyStore) -> None:
    store.folder.mkdir(parents=True)
    (store.folder / "kingston-csd.pub").write_bytes(b"nonsense")

    with pytest.raises(KeyFileError, match=r"kingston-csd\.pub cannot be read"):
        store.verifier("kingston-csd")


@pytest.mark.parametrize("name", ["../evil", "a/b", ".hidden", ""])
def test_a_name_that_leads_elsewhere_is_refused(store: FileKeyStore, name: str) -> None:
    with pytest.raises(KeyFileError, match="cannot name a key file"):
        store.ensure(name)


def test_a_key_that_cannot_be_written_is_named(
    store: FileKeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(KeyFileError, match=r"No space left on device.*has room"):
        store.ensure("kingston-csd")

    assert list(store.folder.iterdir()) == []


_MAKE = """
import sys
from pathlib import Path
from config.keys import FileKeyStore
sys.stdin.readline()
print(FileKeyStore(Path(sys.argv[1])).ensure("kingston-csd").secret_text())
"""


def test_programs_that_make_a_key_at_once_get_the_same(store: FileKeyStore) -> None:
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", _MAKE, str(store.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.write("go\n")
        maker.stdin.flush()
    said = {maker.communicate()[0].strip() for maker in makers}

    assert len(said) == 1
    assert store.find("kingston-csd") == SigningKey.parse(said.pop())
    assert sorted(path.name for path in store.folder.iterdir()) == [
        "kingston-csd.key",
        "kingston-csd.pub",
    ]
