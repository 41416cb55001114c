"""Exports as a stranger gets them, with manifests that agree with the files.

Whoever tampers with an export writes its manifests anew: nobody signs them. So
each bag here is consistent as a bag, and only the record can give it away.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from incidents.ledger import standalone
from incidents.ledger.contents import Stored, content_line, erased_line
from tests.incidents.ledger.records import KEY, note


def write_bag(
    folder: Path,
    stored: Sequence[Stored],
    checkpoints: Iterable[str] | None = None,
    key: str = str(KEY.verifier),
    files: Mapping[str, bytes] | None = None,
) -> Path:
    """Write an export of the entries and give its folder."""
    notes = [note(stored, len(stored))] if checkpoints is None else list(checkpoints)
    payload = {
        "events.jsonl": b"".join(row.entry + b"\n" for row in stored),
        "contents.jsonl": b"".join(_line(seq, row) for seq, row in enumerate(stored)),
        "key.txt": f"{key}\n".encode(),
        "README.txt": b"Run verify.py.\n",
        "verify.py": Path(standalone.__file__).read_bytes(),
        **{f"checkpoints/{n:04d}.txt": text.encode() for n, text in enumerate(notes)},
        **(files or {}),
    }
    for name, content in payload.items():
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "bagit.txt").write_bytes(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    seal(folder)
    return folder


def seal(folder: Path) -> None:
    """Write the manifests anew over whatever lies in the folder."""
    payload = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    _manifest(folder, "manifest-sha256.txt", payload)
    tags = sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith("tagman")
    )
    _manifest(folder, "tagmanifest-sha256.txt", tags)


def zipped(folder: Path, target: Path, top: str = "export/") -> Path:
    """Put a bag into a .zip, under a folder of its own."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, top + path.relative_to(folder).as_posix())
    return target


def _line(seq: int, row: Stored) -> bytes:
    if row.erased:
        return erased_line(seq)
    if row.salt is None or row.body is None:
        return b""
    return content_line(seq, row.salt, row.body)


def _manifest(folder: Path, name: str, paths: Iterable[Path]) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in paths
    ]
    (folder / name).write_text("".join(lines), encoding="utf-8", newline="\n")
