"""Check an export of Due Notice with nothing but Python (3.8 or later).

    python3 verify.py [BAG] [--key KEY] [--checkpoint FILE]

BAG is the folder or the .zip of the export; left out, it is the one this file
lies in or beside. KEY is the agency's verifier key and FILE a checkpoint, both
from elsewhere: an e-mail, a letter, a website. Without them only the export's
own key is used, and whoever can write a whole export can put in a key as well.

Ends with 0 intact, 1 altered, 2 incomplete, 3 cannot be checked. It writes and
sends nothing. What it checks: BagIt (RFC 8493); a hash chain under an RFC 6962
tree; C2SP signed notes and checkpoints (c2sp.org); Ed25519 (RFC 8032).
"""

# One file by purpose, plain for a stranger to read, and it runs on Python 3.8:
# ruff: noqa: ANN401, D102, D103, PLR2004, UP035

from __future__ import annotations

import argparse
import base64
import binascii
import email
import email.policy
import hashlib
import io
import json
import re
import sys
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import IO, Any, Iterator, NoReturn, cast

INTACT, ALTERED, INCOMPLETE, CANNOT_CHECK = 0, 1, 2, 3
CLAIM = (
    "This shows whether the record changed after it was written, and who could have signed it; "
    "it does not show that what was written was true."
)
EVENTS, CONTENTS, KEY = "data/events.jsonl", "data/contents.jsonl", "data/key.txt"
NO_ENTRY = b"0" * 64
HEXADECIMAL = b"0123456789abcdef"
READ_JSON = json.JSONDecoder().raw_decode
HEAD = (
    rb'\{"action":"(?P<action>[a-z][a-z0-9_-]{0,49}:[a-z][a-z0-9_-]{0,49})",'
    rb'"actor":"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}","at":"(?P<at>(?P<day>(?:199|20\d|21\d)\d-\d\d-\d\d)'
    rb'T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z)","content":"'
)
BEGINNING = re.compile(HEAD)
ENTRY = re.compile(
    HEAD + rb'(?P<content>[0-9a-f]{64})","log":"(?P<log>[A-Za-z0-9][A-Za-z0-9._-]{0,99})",'
    rb'"prev":"(?P<prev>[0-9a-f]{64})","schema":1,"seq":(?P<seq>0|[1-9][0-9]{0,14})\}\n'
)
NUMBER, SCHEMA = re.compile(rb'"seq":(\d{1,15})[,}]'), re.compile(rb'"schema":(\d+),"seq":\d+\}\n')
NOTE = re.compile(r"duenotice/[^\n]+\n\d+\n[A-Za-z0-9+/]{43}=\n\n(?:— [^\n]+\n)+")
CHECKPOINT = re.compile(r"duenotice/([^\n]+)\n(0|[1-9][0-9]{0,14})\n([A-Za-z0-9+/]{43}=)\n")
SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class CannotCheckError(Exception):
    """What was given is no export that this program can judge."""


class NoteError(Exception):
    """A checkpoint that vouches for nothing."""


class Report:
    """What was found: outcome, first entry that can be named, and sentences."""

    def __init__(self) -> None:
        self.code = INTACT
        self.first: int | None = None
        self.count = 0
        self.found: list[tuple[bool, int, str]] = []
        self.remarks: list[str] = []

    def altered(self, sentence: str, entry: int | None = None) -> None:
        self.code = ALTERED
        self.add(sentence, entry)

    def missing(self, sentence: str, entry: int | None = None) -> None:
        self.code = self.code or INCOMPLETE
        self.add(sentence, entry)

    def add(self, sentence: str, entry: int | None) -> None:
        self.count += 1
        if entry is not None and (self.first is None or entry < self.first):
            self.first = entry
        if len(self.found) < 1000:
            self.found.append((entry is None, entry or 0, sentence))

    def lines(self) -> Iterator[str]:
        yield "Result: " + ("INTACT", "ALTERED", "INCOMPLETE")[self.code]
        if self.first is not None:
            yield f"First wrong entry: {self.first}"
        ordered = sorted(self.found, key=lambda found: found[:2])[:20]
        yield from (f"- {sentence}" for _, _, sentence in ordered)
        if self.count > len(ordered):
            yield f"- and {self.count - len(ordered)} more."
        yield from self.remarks
        yield CLAIM


# --- Ed25519, RFC 8032, sections 5.1.2 to 5.1.7 ---

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
NEUTRAL = (0, 1, 1, 0)


def add(p: tuple[int, ...], q: tuple[int, ...]) -> tuple[int, ...]:
    """Add two points in extended coordinates (5.1.4)."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def decode_point(encoded: bytes) -> tuple[int, ...] | None:
    """Decode a point (5.1.3), refusing every form but the canonical one."""
    y, sign = int.from_bytes(encoded, "little") & (2**255 - 1), encoded[31] >> 7
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x + u) % P == 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (v * x * x - u) % P or (x == 0 and sign):
        return None
    x = P - x if x % 2 != sign else x
    return (x, y, 1, x * y % P)


def encode_point(p: tuple[int, ...]) -> bytes:
    """Encode a point (5.1.2)."""
    inverse = pow(p[2], P - 2, P)
    return (p[1] * inverse % P | (p[0] * inverse % P & 1) << 255).to_bytes(32, "little")


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRAL


def ed25519_verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether this key made the signature of the message (5.1.7)."""
    key = decode_point(public) if len(public) == 32 and len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= L:
        return False
    twice = add(key, key)
    eightfold = add(add(twice, twice), add(twice, twice))
    if encode_point(eightfold) == encode_point(NEUTRAL):
        return False  # a key of small order: anyone could sign for it
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus_key = (P - key[0], key[1], 1, P - key[3])
    sums = (NEUTRAL, BASE, minus_key, add(BASE, minus_key))
    reached: tuple[int, ...] = NEUTRAL
    for bit in range(252, -1, -1):
        reached = add(add(reached, reached), sums[(s >> bit & 1) | (k >> bit & 1) << 1])
    return encode_point(reached) == signature[:32]


# --- Keys and signed checkpoints ---


class Key:
    """A verifier key, written name+hash+base64."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.name, _, rest = self.text.partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            raw = exact_base64(encoded)
        except ValueError:
            raw = b""
        self.public = raw[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        if len(raw) != 33 or raw[:1] != b"\x01" or self.id.hex() != key_id:
            raise CannotCheckError(
                f"{shown(text)} is not a verifier key; copy name+hash+base64 whole."
            )


def exact_base64(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise binascii.Error
    return raw


def open_note(note: str, key: Key) -> tuple[str, int, bytes]:
    """Give log, size and root of a checkpoint that the key signed."""
    text, _, signatures = note.replace("\r\n", "\n").rpartition("\n\n")
    match, lines = CHECKPOINT.fullmatch(text + "\n"), signatures.split("\n")
    parts = [SIGNATURE.fullmatch(line) for line in lines[:-1]]
    try:
        root = exact_base64(match[3] if match else "=")
        made = [
            (part[1], exact_base64(part[2])) if part else ("", exact_base64("=")) for part in parts
        ]
    except ValueError:
        match = None
    if not match or lines[-1]:
        raise NoteError("is not a signed checkpoint")
    ours = [raw[4:] for name, raw in made if (name, raw[:4]) == (key.name, key.id)]
    if not ours:
        raise NoteError(f"is not signed with the key {shown(key.text)}")
    if not all(
        ed25519_verifies(key.public, (text + "\n").encode(), signature) for signature in ours
    ):
        raise NoteError("has a signature that its key did not make: it was forged or changed")
    return match[1], int(match[2]), root


def notes_in(content: bytes) -> list[str]:
    """Give the notes in a text file or in a saved e-mail, each once."""
    parts = email.message_from_bytes(content, policy=email.policy.default).walk()
    notes: dict[str, None] = {}
    for payload in (content, *(part.get_payload(decode=True) for part in parts)):
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
        notes.update(dict.fromkeys(NOTE.findall(text.replace("\r\n", "\n") + "\n")))
    if not notes:
        raise CannotCheckError("There is no checkpoint in the file given with --checkpoint.")
    return list(notes)


# --- The bag and its files ---


class Bag:
    """The files of an export, in a folder or in a .zip; nothing is unpacked."""

    def __init__(self, path: Path) -> None:
        self.zip, self.top, self.folder = None, "", path
        listed = []
        if path.is_dir():
            found = [file for file in path.rglob("*") if not file.is_dir()]
            if all(file.is_file() and not file.is_symlink() for file in found):
                listed = [file.relative_to(path).as_posix() for file in found]
        elif path.is_file() and zipfile.is_zipfile(path):
            self.zip = zipfile.ZipFile(path)
            inside = [name for name in self.zip.namelist() if not name.endswith("/")]
            tops = [name[: -len("bagit.txt")] for name in inside if name.endswith("bagit.txt")]
            self.top = min(tops, key=len, default="")
            listed = [name[len(self.top) :] for name in inside if name.startswith(self.top)]
            listed = listed if len(listed) == len(inside) else []
        self.names = set(listed)
        if "bagit.txt" not in self.names or len(self.names) != len(listed):
            raise CannotCheckError(
                f"{shown(path)} is not an export: its folder or .zip, with a bagit.txt."
            )

    def open(self, name: str) -> IO[bytes]:
        if self.zip is None:
            return (self.folder / name).open("rb")
        member = cast("io.RawIOBase", self.zip.open(self.top + name))
        return cast("IO[bytes]", io.BufferedReader(member))

    def text(self, name: str) -> str:
        if name not in self.names:
            return ""
        with self.open(name) as stream:
            return stream.read().decode("utf-8", "replace")

    def digest(self, name: str) -> str:
        digest = hashlib.sha256()
        with self.open(name) as stream:
            for piece in iter(lambda: stream.read(1 << 20), b""):
                digest.update(piece)
        return digest.hexdigest()


def check_version(bag: Bag) -> None:
    """Refuse a form of bag or of entry that this program does not know."""
    with bag.open(EVENTS) as events:
        schemas = SCHEMA.findall(events.readline(2000) + events.readline(2000))
    told = re.findall(r"(?m)^Due-Notice-Format: *(\S+)", bag.text("bag-info.txt"))
    bagit = re.match(r"BagIt-Version: (0\.97|1\.0)\s", bag.text("bagit.txt"))
    if not bagit or told not in ([], ["1"]) or (schemas and b"1" not in schemas):
        raise CannotCheckError("The export is of a version that this verify.py does not know.")


def check_files(bag: Bag, report: Report) -> dict[str, str]:
    """Give the digest of each payload file, after comparing with the manifests."""
    payload = {name: bag.digest(name) for name in sorted(bag.names) if name.startswith("data/")}
    check_manifest(bag, "tagmanifest-sha256.txt", payload, report)
    listed = check_manifest(bag, "manifest-sha256.txt", payload, report)
    for path, digest in payload.items():
        if path not in listed:
            report.altered(f"The file {shown(path)} was added after the export was written.")
        if path.startswith("data/evidence/") and path[14:78] != digest:
            report.altered(f"The file {shown(path)} is not the evidence whose digest is its name.")
    return payload


def check_manifest(bag: Bag, manifest: str, payload: dict[str, str], report: Report) -> set[str]:
    """Compare the files with one list of digests; give the paths it lists."""
    listed = set()
    if manifest not in bag.names:
        report.missing(f"The file {manifest} is missing.")
    for line in bag.text(manifest).replace("\r\n", "\n").split("\n"):
        digest, _, path = line.partition(" ")
        path = path.lstrip(" *").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        listed.add(path)
        if path in bag.names and (payload.get(path) or bag.digest(path)) != digest.lower():
            report.altered(f"The file {shown(path)} is not the one that {manifest} lists.")
        elif path and path not in bag.names:
            report.missing(f"The file {shown(path)} is missing.")
    return listed


# --- The log ---


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(tree: list[bytes], size: int, leaf: bytes) -> list[bytes]:
    """Add a leaf to the roots of complete subtrees over `size` leaves (RFC 6962)."""
    while size & 1:
        leaf, size = node(tree.pop(), leaf), size >> 1
    tree.append(leaf)
    return tree


def root_of(tree: list[bytes]) -> bytes:
    root = tree[-1] if tree else hashlib.sha256(b"").digest()
    for subtree in reversed(tree[:-1]):
        root = node(subtree, root)
    return root


def number_in(line: bytes) -> int:
    found = NUMBER.search(line)
    return int(found[1]) if found else -1


class Walk:
    """One reading of the entries, each beside its content."""

    def __init__(self, bag: Bag, files: dict[str, str], report: Report) -> None:
        self.bag, self.files, self.report = bag, files, report
        self.log = b""
        #: Signed roots by size: kept elsewhere, and the export's own.
        self.kept: dict[int, set[bytes]] = {}
        self.own: dict[int, set[bytes]] = {}
        #: How many entries agree with any checkpoint, and with one kept elsewhere.
        self.vouched, self.proven = 0, 0
        self.size = 0
        self.prev, self.before, self.at, self.day = NO_ENTRY, b"", b"", b""
        self.tree: list[bytes] = []
        self.erased: list[int] = []
        self.recorded: set[int] = set()
        self.bound: set[str] = set()

    def read_checkpoints(self, key: Key, given: list[str]) -> None:
        """Take in what the key signed, the export's own checkpoints first."""
        names = [name for name in sorted(self.files) if name.startswith("data/checkpoints/")]
        if not names:
            self.report.missing("The export holds no checkpoint.")
        for name in names:
            self.take_checkpoint(name, self.bag.text(name), key, self.own)
        with self.bag.open(EVENTS) as events:
            first = ENTRY.fullmatch(events.readline(2000))
        self.log = self.log or (first["log"] if first else b"")
        # A message may speak of several logs; one of them at least must be this one.
        origin = f"duenotice/{self.log.decode()}\n"
        ours = [note for note in given if note.startswith(origin) or not self.log]
        for note in ours or given[:1]:
            self.take_checkpoint("given with --checkpoint", note, key, self.kept)

    def take_checkpoint(self, name: str, note: str, key: Key, roots: dict[int, set[bytes]]) -> None:
        try:
            log, size, root = open_note(note, key)
        except NoteError as wrong:
            self.report.altered(f"The checkpoint {shown(name)} {wrong}.")
            return
        self.log = self.log or log.encode()
        if log.encode() == self.log:
            roots.setdefault(size, set()).add(root)
        elif roots is self.own:
            self.report.altered(f"The checkpoint {shown(name)} is of the log {shown(log)}.")
        else:
            raise CannotCheckError(
                f"The checkpoint given is of the log {shown(log)}, not of this one."
            )

    def run(self, events: Iterator[bytes], contents: IO[bytes]) -> None:
        """Read all, or up to the first entry that has no firm place."""
        self.contents, self.waiting = contents, contents.readline()
        fault = self.judge_root(events)
        for line in events if not fault else ():
            digest = self.content()
            fault = None if self.fits(line, digest) else self.judge(line, digest, events)
            if fault:
                break
            leaf = hashlib.sha256(b"\0" + line[:-1]).digest()
            if self.size & 1:
                grow(self.tree, self.size, leaf)
            else:
                self.tree.append(leaf)
            self.size, self.before, self.prev = self.size + 1, self.prev, leaf.hex().encode()
            if self.size in self.kept or self.size in self.own:
                fault = self.judge_root(events)
            if fault:
                break
        if fault:
            self.report.altered(fault[1], fault[0])
        else:
            self.judge_end()

    def fits(self, line: bytes, digest: bytes) -> bool:
        """Say whether the entry is exactly what must stand here."""
        head = BEGINNING.match(line)
        rest = b'%b","log":"%b","prev":"%b","schema":1,"seq":%d}\n'
        if not head or line[head.end() :] != rest % (digest, self.log, self.prev, self.size):
            return False
        action, at, day = head.groups()
        if at < self.at or (day != self.day and not on_calendar(day)) or not digest:
            return False
        self.at, self.day = at, day
        if self.body is not None:
            self.take_body(action)
        return True

    def judge(self, line: bytes, digest: bytes, events: Iterator[bytes]) -> tuple[int, str] | None:
        """Give what is wrong with an entry that does not fit, unless it is only its content."""
        entry, seq = ENTRY.fullmatch(line), self.size
        if not entry or not on_calendar(entry["day"]):
            return seq, f"Entry {seq} was changed: it is not written in the ledger's form."
        if entry["log"] != self.log:
            return seq, f"Entry {seq} was changed, or put here: it is of another log."
        if int(entry["seq"]) != seq:
            return self.judge_number(int(entry["seq"]), entry["prev"], list(map(number_in, events)))
        if entry["prev"] != self.prev:
            return self.judge_link(line, entry["prev"], next(events, b""))
        if entry["at"] < self.at:
            return seq, f"Entry {seq} was back-dated: it is dated before the entry before it."
        if digest and digest != entry["content"]:
            self.report.altered(
                f"The content of entry {seq} is not the one that was recorded.", seq
            )
        self.at, self.day = entry["at"], entry["day"]
        if self.body is not None:
            self.take_body(entry["action"])
        return None

    def take_body(self, action: bytes) -> None:
        """Check the files that the content names; note whose destruction it records."""
        for path, digest in files_in(self.body):
            self.check_file(path, digest)
        if action == b"content:erased" and isinstance(self.body, dict):
            listed = self.body.get("entries")
            seqs = listed if isinstance(listed, list) else []
            self.recorded.update(seq for seq in seqs if isinstance(seq, int) and seq < self.size)

    def check_file(self, path: str, digest: str) -> None:
        seq, name = self.size, "data/" + path
        self.bound.add(name)
        if name not in self.files:
            self.report.missing(
                f"The file {shown(path)}, which entry {seq} names, is missing.", seq
            )
        elif self.files[name] != digest:
            self.report.altered(
                f"The file {shown(path)} is not the one that entry {seq} names.", seq
            )

    def content(self) -> bytes:
        """Give the digest of the next content; empty where it is not there."""
        seq, self.body = self.size, None
        start = b'{"seq":%d,"salt":' % seq
        while self.waiting and not self.waiting.startswith(start):
            if number_in(self.waiting) > seq:
                break
            self.report.altered(
                f"A line before the content of entry {seq} belongs to no entry.", seq
            )
            self.waiting = self.contents.readline()
        line, at = self.waiting, len(start)
        if not line.startswith(start):
            self.report.missing(f"The content of entry {seq} is missing.", seq)
            return b""
        self.waiting = self.contents.readline()
        if line == start + b'null,"body":null,"erased":true}\n':
            self.erased.append(seq)
            return b""
        frame = line[at : at + 1] + line[at + 33 : at + 42] + line[-2:]
        salt, body = line[at + 1 : at + 33], line[at + 42 : -2]
        try:
            text = body.decode()
            value, end = READ_JSON(text)
            salted = binascii.unhexlify(salt) + body
        except (ValueError, RecursionError):
            frame = b""
        if frame != b'"","body":}\n' or salt.translate(None, HEXADECIMAL) or end != len(text):
            self.report.altered(
                f"The content of entry {seq} is not written in the ledger's form.", seq
            )
            return b""
        self.body = value if b'"sha256"' in body or b'"entries"' in body else None
        return hashlib.sha256(salted).hexdigest().encode()

    def judge_number(self, given: int, prev: bytes, later: list[int]) -> tuple[int, str]:
        """Name the first wrong entry where another number stands than must."""
        seq = self.size
        if given == seq - 1 and prev == self.before:
            return seq - 1, f"There are two entries {seq - 1}: one was inserted."
        if seq in later:
            found = seq + 1 + later.index(seq)
            if given in later or given not in (found, seq + 1):
                return seq, f"An entry was inserted before entry {seq}; it calls itself {given}."
            return seq, f"The order was changed: entry {given} stands in the place of entry {seq}."
        if prev == self.prev or later[:1] == [seq + 1]:
            return seq, f"Entry {seq} was changed: it calls itself entry {given}."
        if given > seq:
            return seq, f"Entries were deleted: {seq} to {given - 1} are missing."
        return seq, f"In the place of entry {seq} stands an entry numbered {given}."

    def judge_link(self, line: bytes, prev: bytes, after: bytes) -> tuple[int, str]:
        """Name the first wrong entry where an entry names another predecessor."""
        seq, last = self.size, self.size - 1
        if seq and prev == self.before:
            return last, f"Entry {last} was inserted: entry {seq} was written before it existed."
        # If the next entry, or a checkpoint, knows this one with the right link,
        # only its link was changed, and the entry before it is proven right.
        linked = hashlib.sha256(b"\0" + line[:-1].replace(prev, self.prev)).digest()
        root = root_of(grow(list(self.tree), seq, linked))
        signed = self.kept.get(seq + 1, set()) | self.own.get(seq + 1, set())
        known = linked.hex().encode() in after or root in signed
        if known or seq in (0, self.vouched):
            return seq, f"Entry {seq} was changed: it names another predecessor."
        return last, (
            f"Entry {last} is not the one that entry {seq} was written after: entry {last} was "
            "changed, or an entry between them was taken out."
        )

    def judge_root(self, events: Iterator[bytes]) -> tuple[int, str] | None:
        """Compare with the checkpoints of this size; name the first entry none vouches for."""
        size, root = self.size, root_of(self.tree)
        kept, own = self.kept.get(size, set()), self.own.get(size, set())
        if kept | own <= {root}:
            self.vouched = size if kept | own else self.vouched
            self.proven = size if kept else self.proven
            return None
        after = next(events, b"")
        if after and b'"prev":"%b"' % self.prev not in after:
            fault = self.judge(after, b"", events)
            if fault and fault[0] == size - 1:
                return fault
        # Whoever has the key can sign the export's own checkpoints anew: where one
        # kept elsewhere disagrees, only those kept elsewhere prove anything.
        first = self.vouched if kept <= {root} else self.proven
        return first, (
            f"The first {size} entries are not those of the checkpoint of {size} entries: from "
            f"entry {first} on, or a later one, the log was written anew."
        )

    def judge_end(self) -> None:
        """Look for what should still have come, and for contents without an entry."""
        largest = max([*self.kept, *self.own], default=0)
        if self.waiting:
            self.report.altered("There are contents of entries that are not there.", self.size)
        sealed = max(self.own, default=0)
        if sealed < self.size:
            self.report.missing(f"No checkpoint in the export covers the entries from {sealed} on.")
        if largest > self.size:
            self.report.missing(
                f"The log ends before entry {self.size}; a checkpoint vouches for {largest}.",
                self.size,
            )
        for seq in self.erased:
            if seq not in self.recorded:
                self.report.missing(
                    f"Entry {seq}: its content is gone, and no entry records why.", seq
                )


def on_calendar(day: bytes) -> bool:
    """Say whether there is such a day."""
    try:
        return bool(date(*map(int, day.split(b"-"))))
    except ValueError:
        return False


def files_in(body: Any) -> Iterator[tuple[str, str]]:
    """Give path and digest of each file that a content names."""
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            path, digest = value.get("path"), value.get("sha256")
            if isinstance(path, str) and isinstance(digest, str):
                yield path, digest
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


# --- The program ---


def check(bag: Bag, pinned: str, given: list[str]) -> Report:
    """Check an export, against a key and checkpoints kept elsewhere if there are any."""
    report = Report()
    files = check_files(bag, report)
    needed = [EVENTS, CONTENTS] if pinned else [EVENTS, CONTENTS, KEY]
    if not all(name in files for name in needed):
        report.missing(f"No entry can be checked: this needs {' and '.join(needed)}.")
        return report
    check_version(bag)
    key = Key(pinned or bag.text(KEY))
    walk = Walk(bag, files, report)
    walk.read_checkpoints(key, given)
    with bag.open(EVENTS) as events, bag.open(CONTENTS) as contents:
        walk.run(iter(events), contents)
    report.remarks = list(remarks(walk, key, pinned, given))
    return report


def remarks(walk: Walk, key: Key, pinned: str, given: list[str]) -> Iterator[str]:
    """Say what was checked and what the result rests on."""
    log = shown(walk.log.decode())
    yield f"Checked: {walk.size} entries of the log {log}, {len(walk.files)} files."
    if walk.erased:
        yield f"Contents that were destroyed and cannot be checked: {len(walk.erased)}."
    yield f"Checkpoints signed with {shown(key.text)} vouch for the first {walk.vouched} entries."
    if not pinned:
        yield (
            "That key was taken from the export itself. Compare it with the key that the agency "
            "gave you by another way, or check again with --key."
        )
    if not given:
        yield "No checkpoint kept elsewhere was given; --checkpoint also finds a record built anew."
    loose = len(walk.files.keys() - walk.bound - {EVENTS, CONTENTS})
    yield (
        f"{loose} files (registers, report and the like) are named by the manifest only, which "
        "nobody signed, and by no entry."
    )


def find_bag(given: str) -> Path:
    """Give the path of the export that is named, or else lies around this file."""
    if given:
        named, zipped = Path(given), Path(given + ".zip")
        return zipped if zipped.exists() and not named.exists() else named
    here = Path(__file__).resolve().parent
    zips = list(here.glob("*.zip"))
    for folder in (here, here.parent):
        if (folder / "bagit.txt").is_file():
            return folder
    if len(zips) == 1:
        return zips[0]
    raise CannotCheckError("No export lies here; name its folder or its .zip.")


def shown(text: object) -> str:
    """Give text from the export so that no screen can be deceived by it."""
    whole = str(text)
    return ascii(whole if len(whole) <= 120 else whole[:117] + "...")


class Arguments(argparse.ArgumentParser):
    """Refuses with the code for "cannot be checked"."""

    def error(self, message: str) -> NoReturn:
        raise CannotCheckError(f"{message}; see --help.")


def main(arguments: list[str] | None = None) -> int:
    """Check what the arguments name, print the report, give the exit code."""
    parser = Arguments(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bag", nargs="?", default="", metavar="BAG")
    parser.add_argument("--key", default="", metavar="KEY")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE")
    try:
        options = parser.parse_args(arguments)
        given = [note for name in options.checkpoint for note in notes_in(Path(name).read_bytes())]
        report = check(Bag(find_bag(options.bag)), options.key, given)
    except CannotCheckError as refusal:
        sys.stdout.write(f"Result: CANNOT CHECK\n- {refusal}\n")
        return CANNOT_CHECK
    except (
        OSError,
        EOFError,
        RuntimeError,
        MemoryError,
        zipfile.BadZipFile,
        zlib.error,
    ) as failure:
        sys.stdout.write(
            f"Result: CANNOT CHECK\n- The export cannot be read: {shown(str(failure))}\n"
        )
        return CANNOT_CHECK
    sys.stdout.writelines(line + "\n" for line in report.lines())
    return report.code


if __name__ == "__main__":
    sys.exit(main())
