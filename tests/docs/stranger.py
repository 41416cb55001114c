"""A verifier written from ``docs/reference/record-format.md`` alone.

It shares no code with the program, so that a page that forgets something is
found out. It follows the numbered steps of the page.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_FIELDS = {"action", "actor", "at", "content", "log", "prev", "schema", "seq"}


def verify_bag(bag: Path) -> int:
    """Give how many entries the record has; an assertion fails where it is not whole."""
    _check_files(bag)
    log, roots = _checkpoints(bag)
    leaves: list[bytes] = []
    prev, at = "0" * 64, ""
    contents = (bag / "data/contents.jsonl").read_bytes().splitlines()
    lines = (bag / "data/events.jsonl").read_bytes().splitlines()
    assert len(lines) == len(contents)
    for seq, (line, content) in enumerate(zip(lines, contents, strict=True)):
        entry = json.loads(line)
        assert line == _canonical(entry)
        assert entry.keys() == _FIELDS
        assert (entry["log"], entry["seq"], entry["prev"]) == (log, seq, prev)
        assert entry["at"] >= at
        assert entry["content"] == _content_digest(bag, json.loads(content))
        leaves.append(hashlib.sha256(b"\x00" + line).digest())
        prev, at = leaves[-1].hex(), entry["at"]
        assert roots.get(seq + 1, _root(leaves)) == _root(leaves)
    assert max(roots) == len(leaves)
    return len(leaves)


def notice_digest(bag: Path, drafted: dict[str, Any]) -> str:
    """Give the digest of a notice from its two texts in the bag."""
    form = bag / "data" / "notices" / drafted["digest"]
    words = {
        "schema": 1,
        "notice": drafted["notice"],
        "version": int(drafted["template_version"]),
        "recipient": drafted["recipient_kind"],
        "text": form.with_suffix(".txt").read_text("utf-8"),
        "html": form.with_suffix(".html").read_text("utf-8"),
    }
    return hashlib.sha256(_canonical(words)).hexdigest()


def drafted_in(bag: Path) -> Iterator[dict[str, Any]]:
    """Give what the record says of each notice that was drafted."""
    entries = (bag / "data/events.jsonl").read_bytes().splitlines()
    contents = (bag / "data/contents.jsonl").read_bytes().splitlines()
    for entry, content in zip(entries, contents, strict=True):
        if json.loads(entry)["action"] == "notice:drafted":
            yield json.loads(content)["body"]


def _check_files(bag: Path) -> None:
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in (bag / manifest).read_text("utf-8").splitlines():
            digest, _, path = line.partition("  ")
            assert hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest, path
    for kept in (bag / "data/evidence").iterdir():
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == kept.name


def _checkpoints(bag: Path) -> tuple[str, dict[int, bytes]]:
    name, key_id, encoded = (bag / "data/key.txt").read_text("utf-8").strip().split("+", 2)
    raw = base64.b64decode(encoded)
    assert raw[:1] == b"\x01"
    assert hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() == key_id
    key, roots, logs = Ed25519PublicKey.from_public_bytes(raw[1:]), {}, set()
    for path in (bag / "data/checkpoints").iterdir():
        text, _, signed = path.read_text("utf-8").rpartition("\n\n")
        dash, signer, signature = signed.rstrip("\n").split(" ")
        assert (dash, signer) == ("—", name)
        made = base64.b64decode(signature)
        assert made[:4].hex() == key_id
        key.verify(made[4:], f"{text}\n".encode())
        origin, size, root = text.split("\n")
        logs.add(origin.removeprefix("duenotice/"))
        roots[int(size)] = base64.b64decode(root)
    (log,) = logs
    return log, roots


def _content_digest(bag: Path, line: dict[str, Any]) -> str:
    for path, digest in _files_in(line["body"]):
        assert hashlib.sha256((bag / "data" / path).read_bytes()).hexdigest() == digest
    return hashlib.sha256(bytes.fromhex(line["salt"]) + _canonical(line["body"])).hexdigest()


def _files_in(body: Any) -> Iterator[tuple[str, str]]:
    inner = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    if isinstance(body, dict) and {"path", "sha256"} <= body.keys():
        yield body["path"], body["sha256"]
    for each in inner:
        yield from _files_in(each)


def _root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + _root(leaves[:half]) + _root(leaves[half:])).digest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
