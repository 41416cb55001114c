"""What an attack on a record is, and the file that describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from incidents.ledger.contents import Stored
from incidents.ledger.findings import Kind, Verdict
from tests.incidents.ledger.records import KEY, LOG, note, record

FOLDER = Path(__file__).parent / "tampered"
HONEST = record(12)


@dataclass(frozen=True, kw_only=True)
class Attack:
    """What was done to a log of twelve entries, and what must be found."""

    name: str
    done: str
    kind: Kind | None
    entry: int | None
    stored: Sequence[Stored]
    #: Checkpoints in the export, and those that someone kept elsewhere.
    inside: Sequence[str] = field(default_factory=lambda: [note(HONEST, 5), note(HONEST, 12)])
    elsewhere: Sequence[str] = ()
    key_inside: str = str(KEY.verifier)

    def written(self) -> str:
        """The file, readable by a person."""
        verdict = self.kind.verdict if self.kind else Verdict.INTACT
        return json.dumps(
            {
                "attack": self.name,
                "done": self.done,
                "expected": {"verdict": verdict, "kind": self.kind, "entry": self.entry},
                "log": LOG,
                "key": str(KEY.verifier),
                "key_inside": self.key_inside,
                "entries": [row.entry.decode() for row in self.stored],
                "contents": [_content(row) for row in self.stored],
                "checkpoints_inside": list(self.inside),
                "checkpoints_elsewhere": list(self.elsewhere),
            },
            indent=1,
            ensure_ascii=False,
        )


def _content(row: Stored) -> Mapping[str, object] | None:
    if row.erased:
        return {"erased": True}
    if row.salt is None or row.body is None:
        return None
    return {"salt": row.salt.hex(), "body": row.body.decode()}
