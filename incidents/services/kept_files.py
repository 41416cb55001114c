"""The bytes that entries name: notices as kept, and evidence.

An entry names a file by its path in an export and the SHA-256 of its bytes.
The bytes lie in tables of their own, so they are held against their entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from incidents.ledger.canonical import Json
from incidents.ledger.findings import Verdict
from incidents.services.agency_record import Heard
from incidents.services.ledger_faults import Fault
from incidents.services.ports import StoreError, UnitOfWork

EVIDENCE, NOTICES = "evidence/", "notices/"


@dataclass(frozen=True, slots=True, order=True)
class NamedFile:
    """A file that an entry names."""

    path: str
    sha256: str


def files_in(body: Json) -> Iterator[NamedFile]:
    """Give each file that a content names, wherever in it it stands."""
    if isinstance(body, Mapping):
        path, digest = body.get("path"), body.get("sha256")
        if isinstance(path, str) and isinstance(digest, str):
            yield NamedFile(path, digest)
        body = list(body.values())
    if isinstance(body, list | tuple):
        for value in body:
            yield from files_in(value)


def kept_bytes(work: UnitOfWork, case: str, agency: str, named: NamedFile) -> bytes | None:
    """Give the bytes that are kept for a named file, or None."""
    if named.path.startswith(EVIDENCE):
        return work.files.get(agency, named.path.removeprefix(EVIDENCE))
    digest, _, form = named.path.removeprefix(NOTICES).partition(".")
    row = work.notices.get(case, digest) if named.path.startswith(NOTICES) else None
    if row is None:
        return None
    forms = {"txt": row.text.encode(), "html": (row.html or "").encode(), "pdf": row.pdf}
    return forms.get(form)


def file_faults(work: UnitOfWork, case: str, agency: str, heard: Iterable[Heard]) -> list[Fault]:
    """Give the named files whose bytes are gone or are others."""
    first = {named: each.seq for each in reversed([*heard]) for named in files_in(each.body)}
    faults = []
    for named, seq in sorted(first.items(), key=lambda item: item[1]):
        verdict = _judged(work, case, agency, named)
        if verdict is not Verdict.INTACT:
            said = _FOUND[verdict].format(path=named.path, seq=seq)
            faults.append(Fault(log=case, entry=seq, verdict=verdict, sentence=said))
    return faults


_FOUND = {
    Verdict.INCOMPLETE: "The file {path}, which entry {seq} names, is gone.",
    Verdict.ALTERED: "The file {path} is not the one that entry {seq} names.",
}


def _judged(work: UnitOfWork, case: str, agency: str, named: NamedFile) -> Verdict:
    try:
        content = kept_bytes(work, case, agency, named)
    except StoreError:
        return Verdict.ALTERED  # the store will not hand out other bytes than it was given
    if content is None:
        return Verdict.INCOMPLETE
    same = sha256(content).hexdigest() == named.sha256
    return Verdict.INTACT if same else Verdict.ALTERED
