"""Kills the demo at random points and lets it go on, 200 times.

A life of the demo is started, killed with SIGKILL after a random time, started
again, and so on until it ends by itself. Every life has to end in the same
state as one that nobody killed: the same events and filings, the same
reminders in the same states, everybody told in the same way and no e-mail
twice, an intact ledger and an export that its own verify.py calls intact.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KILLS = 200
KILLS_A_LIFE = 10
_COMMAND = [sys.executable, "-m", "desk", "demo", "--without-prefect", "--home"]


#: Made anew in each life: signed by its own key, or told when it came.
_OF_ITS_LIFE = (
    "case:sealed",
    "case:exported",
    "reminder:sent",
    # How many results stand in one group depends on when it was cut off.
    "deliveries:settled",
)
_DAY = len("2026-03-05")
_TOLD = {"sent": "told", "caught_up": "told"}


def end_state(home: Path) -> dict[str, list[object]]:
    """Give all that must be the same however often the demo was killed."""
    with sqlite3.connect(home / "duenotice.db") as record:
        # The salts are random, so the entries differ and their contents do not.
        rows = record.execute(
            "SELECT e.log, e.entry, c.body FROM entries e JOIN contents c"
            " ON c.log = e.log AND c.seq = e.seq ORDER BY e.log, e.seq"
        )
        read = [(log, json.loads(entry), bytes(body)) for log, entry, body in rows]
        reminders = record.execute(
            "SELECT duty, step, channel, state FROM reminders ORDER BY 1, 2, 3"
        )
        told = [(*row[:3], _TOLD.get(row[3], row[3])) for row in reminders]
        deliveries = record.execute(
            "SELECT recipient, method, state, notice FROM deliveries ORDER BY 1, 2, 3, 4"
        ).fetchall()
    events = [
        # To the day: what was being sent when it was cut off is settled after its lease.
        (log, entry["action"], entry["at"][:_DAY], body)
        for log, entry, body in read
        if entry["action"] not in _OF_ITS_LIFE
    ]
    sent = sorted(
        json.loads(body)["message_id"]
        for _, entry, body in read
        if entry["action"] == "reminder:sent"
    )
    outbox = sorted(each.name for each in (home / "outbox").glob("KINGSTON-*.eml"))
    emails = sorted(each.name for each in (home / "mail" / "taken").glob("*.eml"))
    return {
        "events": events,
        "reminders": told,
        "sent": sent,
        "messages": outbox,
        "deliveries": deliveries,
        "emails": emails,
    }


def flaws(home: Path) -> list[str]:
    """Give what is wrong in itself: a message twice, a broken chain."""
    state = end_state(home)
    sent = state["sent"]
    twice = len(sent) != len(set(sent))
    again = [each.name for each in (home / "mail" / "taken").glob("*-again*")]
    environment = {**os.environ, "DUENOTICE_HOME": str(home)}
    verify = [sys.executable, "-m", "desk", "verify"]
    checked = subprocess.run(verify, env=environment, stdout=subprocess.DEVNULL, check=False)  # noqa: S603
    return [
        *(["a message was sent twice"] if twice else []),
        *([f"{len(again)} e-mails arrived twice"] if again else []),
        *(["the ledger does not verify"] if checked.returncode else []),
    ]


def one_life(home: Path, kills: int, longest: float, chance: random.Random) -> int:
    """Live one demo through, killed so often at most; give how often it was."""
    killed = 0
    while True:
        running = subprocess.Popen([*_COMMAND, str(home)], stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            running.wait(chance.uniform(0.2, longest) if killed < kills else None)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            killed += 1
            continue
        if running.returncode != 0:
            raise SystemExit(f"the demo ended with {running.returncode}")
        return killed


def differences(before: dict[str, list[object]], after: dict[str, list[object]]) -> list[str]:
    """Give the parts that are not the same, with the first that is new and that is missing."""
    return [
        f"its {name} differ: {_first(after[name], before[name])} is new, "
        f"{_first(before[name], after[name])} is missing"
        for name in before
        if before[name] != after[name]
    ]


def _first(of: list[object], other: list[object]) -> str:
    return next((f"{each!r:.300}" for each in of if each not in other), "nothing")


def main(kills: int = KILLS, seed: int = 20260305) -> dict[str, float]:
    """Kill so often, compare each end with that of an unkilled life, and say it."""
    chance = random.Random(seed)  # noqa: S311 - chosen points, not secrets
    with tempfile.TemporaryDirectory(prefix="duenotice-kills-") as folder:
        start = time.monotonic()
        one_life(Path(folder) / "reference", 0, 1.0, chance)
        longest = time.monotonic() - start
        wanted = end_state(Path(folder) / "reference")
        killed, lives, wrong = 0, 0, 0
        while killed < kills:
            home = Path(folder) / f"life-{lives}"
            killed += one_life(home, min(KILLS_A_LIFE, kills - killed), longest * 0.6, chance)
            lives += 1
            print(f"life {lives}: {killed} kills so far", flush=True)
            for flaw in (*differences(wanted, end_state(home)), *flaws(home)):
                wrong += 1
                print(f"life {lives}: {flaw}")
            shutil.rmtree(home)
            shutil.rmtree(home.with_name(f"{home.name}-keys"))
    print(f"{killed} kills in {lives} lives of {longest:.1f} s: {wrong} differences")
    return {"kills": killed, "lives": lives, "differences": wrong}


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS)["differences"] else 0)
