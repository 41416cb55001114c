"""Write `tampered/`: one file an attack, with what must be found.

Run it after an attack was added or changed, and read the difference:

    python -m tests.incidents.ledger.make_tampered
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from incidents.ledger.contents import Stored
from incidents.ledger.findings import Kind
from incidents.moments import Instant
from tests.incidents.ledger.attack import FOLDER, HONEST, Attack
from tests.incidents.ledger.records import (
    ANOTHER_KEY,
    START,
    body_of,
    changed,
    erasing,
    note,
    record,
    relinked,
    salt_of,
)


def attacks() -> Iterator[Attack]:
    """Every attack that the ledger promises to find, and two honest logs."""
    yield from _honest()
    yield from _edits()
    yield from _places()
    yield from _owners()
    yield from _contents()
    yield from _checkpoints()


def _honest() -> Iterator[Attack]:
    yield Attack(
        name="nothing",
        done="Nothing was done.",
        kind=None,
        entry=None,
        stored=HONEST,
        elsewhere=[note(HONEST, 9)],
    )
    erased = record(12, {7: erasing(2, 4)})
    for seq in (2, 4):
        erased[seq] = Stored(erased[seq].entry, None, None, erased=True)
    yield Attack(
        name="lawfully-erased",
        done="Contents 2 and 4 were destroyed, and entry 7 records it.",
        kind=None,
        entry=None,
        stored=erased,
        inside=[note(erased, 12)],
    )


def _edits() -> Iterator[Attack]:
    def edit(name: str, done: str, seq: int, entry: bytes) -> Attack:
        stored = [*HONEST[:seq], HONEST[seq]._replace(entry=entry), *HONEST[seq + 1 :]]
        return Attack(name=name, done=done, kind=Kind.EDITED, entry=seq, stored=stored)

    def field_of(at_: int, **fields: Any) -> bytes:
        return changed(HONEST[at_], **fields).entry

    yield edit(
        "edited", "In entry 6 the actor was changed.", 6, field_of(6, actor="superintendent")
    )
    yield edit(
        "edited-first", "In entry 0 the action was changed.", 0, field_of(0, action="case:opened")
    )
    last = edit("edited-last", "In entry 11 the actor was changed.", 11, field_of(11, actor="it"))
    yield replace(last, inside=[note(HONEST, 11), note(HONEST, 12)])
    yield replace(
        last,
        name="edited-last-of-seven",
        done=last.done + " Only checkpoints of 5 and 12 entries are there to tell.",
        kind=Kind.REBUILT,
        entry=5,
    )
    yield edit(
        "edited-before-a-checkpoint",
        "In entry 4, the last one under the checkpoint of 5 entries, the actor was changed.",
        4,
        field_of(4, actor="it"),
    )
    yield edit(
        "edited-link", "In entry 8 the hash of entry 7 was changed.", 8, field_of(8, prev="ab" * 32)
    )
    yield edit("edited-number", "Entry 8 was given the number 80.", 8, field_of(8, seq=80))
    yield edit(
        "edited-time-forward",
        "Entry 6 was dated an hour later, still before entry 7.",
        6,
        field_of(6, at=START.plus_hours(19)),
    )
    yield edit(
        "edited-digest",
        "In entry 6 the digest of its content was changed.",
        6,
        field_of(6, content="cd" * 32),
    )
    yield edit(
        "rewritten-with-spaces",
        "Entry 6 was written anew by a program that puts spaces into JSON.",
        6,
        json.dumps(json.loads(HONEST[6].entry)).encode(),
    )
    yield edit(
        "impossible-day",
        "Entry 6 was dated 31 February.",
        6,
        HONEST[6].entry.replace(b"2026-03-11", b"2026-02-31"),
    )
    yield edit(
        "another-schema",
        "Entry 6 was made to look like one of a later version.",
        6,
        HONEST[6].entry.replace(b'"schema":1', b'"schema":2'),
    )
    actors = [changed(row, actor="it") for row in HONEST]
    yield Attack(
        name="edited-all",
        done="The actor was changed in every entry by one statement.",
        kind=Kind.EDITED,
        entry=0,
        stored=actors,
    )


def _places() -> Iterator[Attack]:
    def place(name: str, done: str, kind: Kind, entry: int, stored: Sequence[Stored]) -> Attack:
        return Attack(name=name, done=done, kind=kind, entry=entry, stored=stored)

    def renumbered(stored: Sequence[Stored]) -> list[Stored]:
        return [changed(row, seq=seq) for seq, row in enumerate(stored)]

    extra = changed(HONEST[6], actor="it")
    yield place("deleted", "Entry 6 was deleted.", Kind.DELETED, 6, [*HONEST[:6], *HONEST[7:]])
    yield place(
        "deleted-three", "Entries 6 to 8 were deleted.", Kind.DELETED, 6, [*HONEST[:6], *HONEST[9:]]
    )
    yield place("deleted-first", "Entry 0 was deleted.", Kind.DELETED, 0, HONEST[1:])
    yield place(
        "deleted-renumbered",
        "Entry 5 was deleted and the later ones got new numbers; a checkpoint vouches for 0 to 4.",
        Kind.EDITED,
        5,
        renumbered([*HONEST[:5], *HONEST[6:]]),
    )
    yield place(
        "inserted",
        "A second entry 6 was inserted before entry 6.",
        Kind.INSERTED,
        6,
        [*HONEST[:6], extra, *HONEST[6:]],
    )
    yield place(
        "inserted-after",
        "A second entry 6 was inserted after entry 6.",
        Kind.INSERTED,
        6,
        [*HONEST[:7], extra, *HONEST[7:]],
    )
    yield place(
        "inserted-renumbered",
        "An entry 6 was inserted and the later ones got new numbers.",
        Kind.INSERTED,
        6,
        renumbered([*HONEST[:6], extra, *HONEST[6:]]),
    )
    yield place(
        "inserted-copy",
        "A copy of entry 2 was inserted before entry 6.",
        Kind.INSERTED,
        6,
        [*HONEST[:6], HONEST[2], *HONEST[6:]],
    )
    yield place(
        "copy-in-place-of-the-last",
        "Entry 11 was replaced by a copy of entry 2.",
        Kind.INSERTED,
        11,
        [*HONEST[:11], HONEST[2]],
    )
    yield place(
        "inserted-from-another-log",
        "Entry 6 of another case was put in the place of entry 6.",
        Kind.INSERTED,
        6,
        [*HONEST[:6], record(7, log="KINGSTON-2026-002")[6], *HONEST[7:]],
    )
    yield place(
        "swapped",
        "Entries 6 and 7 were swapped.",
        Kind.SWAPPED,
        6,
        [*HONEST[:6], HONEST[7], HONEST[6], *HONEST[8:]],
    )
    yield place(
        "swapped-far",
        "Entries 6 and 10 were swapped.",
        Kind.SWAPPED,
        6,
        [*HONEST[:6], HONEST[10], *HONEST[7:10], HONEST[6], HONEST[11]],
    )
    yield place(
        "back-dated",
        "Entry 6 was dated before entry 5.",
        Kind.BACK_DATED,
        6,
        [*HONEST[:6], changed(HONEST[6], at=START.plus_hours(2)), *HONEST[7:]],
    )
    yield place("cut-off", "Entries 9 to 11 were cut off.", Kind.CUT_OFF, 9, HONEST[:9])


def _owners() -> Iterator[Attack]:
    """What only the owner of the database and of the key can do."""
    liar = _rewritten(0, "it")
    yield Attack(
        name="rebuilt",
        done="The owner built the whole log anew and signed it; an e-mail has the old checkpoint.",
        kind=Kind.REBUILT,
        entry=0,
        stored=liar,
        inside=[note(liar, 5), note(liar, 12)],
        elsewhere=[note(HONEST, 9)],
    )
    later = _rewritten(6, "it")
    yield Attack(
        name="rebuilt-from-the-middle",
        done="The owner built the log anew from entry 6 and signed it; e-mails have checkpoints.",
        kind=Kind.REBUILT,
        entry=5,
        stored=later,
        inside=[note(later, 12)],
        elsewhere=[note(HONEST, 5), note(HONEST, 9)],
    )
    yield Attack(
        name="rebuilt-and-deleted",
        done="Entries 1 to 4 were written anew and entry 5 was deleted after them.",
        kind=Kind.REBUILT,
        entry=0,
        stored=[*_rewritten(1, "it")[:5], *HONEST[6:]],
    )
    cut = HONEST[:9]
    yield Attack(
        name="cut-off-and-signed",
        done="The owner cut the last entries off and signed the rest; an e-mail holds 11 entries.",
        kind=Kind.CUT_OFF,
        entry=9,
        stored=cut,
        inside=[note(cut, 9)],
        elsewhere=[note(HONEST, 11)],
    )
    early = [*HONEST[:6], *(_dated(row, START.plus_hours(2)) for row in HONEST[6:7]), *HONEST[7:]]
    dated = relinked(early)
    yield Attack(
        name="back-dated-and-linked",
        done="The owner back-dated entry 6, linked the later entries anew and signed all.",
        kind=Kind.BACK_DATED,
        entry=6,
        stored=dated,
        inside=[note(dated, 12)],
    )
    yield Attack(
        name="rebuilt-under-another-key",
        done="A stranger built the whole log anew and signed it with a key of their own.",
        kind=Kind.OTHER_KEY,
        entry=None,
        stored=liar,
        inside=[note(liar, 12, ANOTHER_KEY)],
        key_inside=str(ANOTHER_KEY.verifier),
    )


def _contents() -> Iterator[Attack]:
    def content(name: str, done: str, kind: Kind, entry: int, *rows: Stored) -> Attack:
        stored = [*HONEST[:entry], *rows, *HONEST[entry + len(rows) :]]
        return Attack(name=name, done=done, kind=kind, entry=entry, stored=stored)

    six, seven = HONEST[6], HONEST[7]
    yield content(
        "content-changed",
        "In the content of entry 6 the number of students was changed.",
        Kind.CONTENT_CHANGED,
        6,
        six._replace(body=body_of(900)),
    )
    yield content(
        "content-swapped",
        "The contents of entries 6 and 7 were swapped.",
        Kind.CONTENT_CHANGED,
        6,
        Stored(six.entry, seven.salt, seven.body),
        Stored(seven.entry, six.salt, six.body),
    )
    yield content(
        "salt-changed",
        "The salt of entry 6 was changed.",
        Kind.CONTENT_CHANGED,
        6,
        six._replace(salt=salt_of(900)),
    )
    yield content(
        "content-removed",
        "The content of entry 6 was removed.",
        Kind.CONTENT_MISSING,
        6,
        Stored(six.entry, None, None),
    )
    yield content(
        "erased-without-record",
        "The content of entry 6 was removed and marked as destroyed; no entry says so.",
        Kind.CONTENT_MISSING,
        6,
        Stored(six.entry, None, None, erased=True),
    )


def _checkpoints() -> Iterator[Attack]:
    def checkpoint(name: str, done: str, kind: Kind, *inside: str) -> Attack:
        return Attack(name=name, done=done, kind=kind, entry=None, stored=HONEST, inside=inside)

    good, early = note(HONEST, 12), note(HONEST, 5)
    text, _, signature = early.rpartition("\n\n")
    yield checkpoint(
        "checkpoint-forged",
        "A checkpoint got the root of another size under the old signature.",
        Kind.CHECKPOINT_FORGED,
        note(HONEST, 6).rpartition("\n\n")[0].replace("\n6\n", "\n5\n") + "\n\n" + signature,
        good,
    )
    yield checkpoint(
        "checkpoint-resized",
        "A checkpoint's number of entries was changed.",
        Kind.CHECKPOINT_FORGED,
        text.replace("\n5\n", "\n7\n") + "\n\n" + signature,
        good,
    )
    yield checkpoint(
        "checkpoint-unsigned",
        "The signature of a checkpoint was removed.",
        Kind.CHECKPOINT_FORGED,
        text + "\n",
        good,
    )
    yield checkpoint(
        "wrong-key",
        "A checkpoint was signed with another key of the same name.",
        Kind.OTHER_KEY,
        note(HONEST, 5, ANOTHER_KEY),
        good,
    )
    yield checkpoint(
        "checkpoint-of-another-log",
        "A checkpoint of another case was put among those of this one.",
        Kind.CHECKPOINT_FORGED,
        good,
        note(record(3), 3, log="KINGSTON-2026-002"),
    )


def _rewritten(first: int, actor: str) -> list[Stored]:
    rows = [changed(row, actor=actor) if at >= first else row for at, row in enumerate(HONEST)]
    return relinked(rows)


def _dated(row: Stored, at: Instant) -> Stored:
    return changed(row, at=at)


def main() -> None:
    """Write every attack, and remove files of attacks that are no more."""
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for attack in attacks():
        path = FOLDER / f"{attack.name}.json"
        path.write_text(attack.written() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
