"""What verifying a long log costs, in the program and for a stranger.

    python -m bench.ledger

(a) is the share of bare SHA-256: the time to hash the same stored bytes, entry
and salted content each once, over the time to verify them. (b) is the whole
process of the one-file verifier over an export on disk.
"""

from __future__ import annotations

import hashlib
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from incidents.ledger import standalone
from incidents.ledger.checkpoint import Checkpoint, sign
from incidents.ledger.contents import Row, content_line
from incidents.ledger.entry import NO_ENTRY, entry_hash
from incidents.ledger.keys import SigningKey
from incidents.ledger.merkle import Frontier
from incidents.ledger.verify import Known, verify

ENTRIES = 1_000_000
RUNS = 5
LOG = "KINGSTON-2026-001"
KEY = SigningKey(name="duenotice/kingston", seed=bytes(range(32)))
START = datetime(2026, 3, 10, 15, tzinfo=UTC)
LEAST_SHARE, MOST_SECONDS, MOST_MEGABYTES = 0.4, 15, 200
# Runs a program and writes the most memory it held, in KiB. What the operating
# system tells of a child counts its parent's memory in, so the child tells itself.
WATCHED = """
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    status = open("/proc/self/status").read()
    sys.stderr.write(status.split("VmHWM:")[1].split()[0])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the one-file verifier."""

    code: int
    #: Of the processor; the program waits for nothing but the disk.
    seconds: float
    megabytes: float


def rows(count: int) -> Iterator[Row]:
    """Give an honest log, written fast rather than with the program's own code."""
    prev = NO_ENTRY
    for seq in range(count):
        salt = hashlib.sha256(b"%d" % seq).digest()[:16]
        body = (
            b'{"fact":"affected","recorded_by":"dpo","source":"notice of 5 March","students":%d}'
            % seq
        )
        at = (START + timedelta(seconds=6.05 * seq)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        entry = (
            f'{{"action":"fact:recorded","actor":"dpo","at":"{at}",'
            f'"content":"{hashlib.sha256(salt + body).hexdigest()}","log":"{LOG}",'
            f'"prev":"{prev}","schema":1,"seq":{seq}}}'
        ).encode()
        prev = entry_hash(entry).hex()
        yield entry, salt, body, False


def hash_only(log: Sequence[Row]) -> float:
    """Give the seconds that hashing the stored bytes takes, and nothing else."""
    begun = process_time()
    for entry, salt, body, _ in log:
        hashlib.sha256(entry).digest()
        hashlib.sha256((salt or b"") + (body or b"")).digest()
    return process_time() - begun


def verify_all(log: Sequence[Row], known: Known) -> float:
    """Give the seconds that verifying takes; the log must be intact."""
    begun = process_time()
    found = verify(LOG, log, known)
    spent = process_time() - begun
    if found.findings or found.vouched != len(log):
        raise AssertionError(found.findings)
    return spent


def share_of_hashing(count: int = ENTRIES, runs: int = RUNS) -> float:
    """Print and give (a): the median of hashing over verifying, run by run."""
    log = list(rows(count))
    frontier = Frontier()
    frontier.extend(entry_hash(row[0]) for row in log)
    known = Known(checkpoints=(Checkpoint(log=LOG, size=count, root=frontier.root()),))
    pairs = [(hash_only(log), verify_all(log, known)) for _ in range(runs)]
    share = statistics.median(bare / whole for bare, whole in pairs)
    whole = statistics.median(whole for _, whole in pairs)
    say(f"verify {count:,} entries in the program: {whole:.2f} s,")
    say(f"  {share:.2f} of bare hashing (at least {LEAST_SHARE})")
    return share


def write_export(folder: Path, count: int) -> None:
    """Write an export of that many entries, without keeping them in memory."""
    files = folder / "data"
    (files / "checkpoints").mkdir(parents=True)
    frontier = Frontier()
    with (
        (files / "events.jsonl").open("wb") as events,
        (files / "contents.jsonl").open("wb") as said,
    ):
        for seq, (entry, salt, body, _) in enumerate(rows(count)):
            events.write(entry + b"\n")
            said.write(content_line(seq, salt or b"", body or b""))
            frontier.extend([entry_hash(entry)])
    note = sign(Checkpoint(log=LOG, size=count, root=frontier.root()), KEY)
    (files / "checkpoints" / "0001.txt").write_text(note, encoding="utf-8", newline="\n")
    (files / "key.txt").write_text(f"{KEY.verifier}\n", encoding="utf-8", newline="\n")
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\n", encoding="utf-8", newline="\n")
    manifest(folder, "manifest-sha256.txt", files.rglob("*.*"))
    manifest(folder, "tagmanifest-sha256.txt", folder.glob("*.txt"))


def manifest(folder: Path, name: str, paths: Iterator[Path]) -> None:
    """Write the digests of some files of an export."""
    lines = []
    for path in sorted(paths):
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    (folder / name).write_text("".join(lines), encoding="utf-8", newline="\n")


def run_standalone(export: Path) -> Run:
    """Give how one process of the one-file verifier fared."""
    program = [sys.executable, "-c", WATCHED, standalone.__file__, str(export)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(  # noqa: S603 - our own program and folder
        [*program, "--key", str(KEY.verifier)], capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(code=done.returncode, seconds=seconds, megabytes=int(done.stderr) / 1024)


def standalone_run(count: int = ENTRIES, runs: int = 3) -> Run:
    """Print and give (b): the run with the median time, and the most memory."""
    with tempfile.TemporaryDirectory() as folder:
        write_export(Path(folder), count)
        done = [run_standalone(Path(folder)) for _ in range(runs)]
    worst = max(run.code for run in done)
    seconds = statistics.median(run.seconds for run in done)
    megabytes = max(run.megabytes for run in done)
    say(f"verify {count:,} entries with the one file: {seconds:.1f} s (at most {MOST_SECONDS}),")
    say(f"  {megabytes:.0f} MB (at most {MOST_MEGABYTES}), exit {worst}")
    return Run(code=worst, seconds=seconds, megabytes=megabytes)


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Measure both; end with 1 where a promise is not kept."""
    share, stranger = share_of_hashing(), standalone_run()
    kept = (
        share >= LEAST_SHARE
        and stranger.code == 0
        and stranger.seconds <= MOST_SECONDS
        and stranger.megabytes <= MOST_MEGABYTES
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
