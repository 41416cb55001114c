"""However long a list is, it is read in the same memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.rosters.reading import written

ROWS = 200_000
#: Reads a list twice, as an import does, and prints the growth of the peak in MiB.
READER = """
import resource, sys
from pathlib import Path
from tests.rosters.reading import TODAY
from rosters.first_look import matching_of, persons_of, take_first_look
from rosters.opening import open_roster
from rosters.persons import Terms
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
terms = Terms(today=TODAY)
before = peak()
with open_roster(Path(sys.argv[1])) as roster:
    look = take_first_look(roster, matching_of(roster, terms), terms)
    persons = sum(1 for _ in persons_of(roster, look, terms)) if look.is_clear else 0
print(persons, look.problem_count, peak() - before)
"""


def read_apart(path: Path) -> tuple[int, int, float]:
    told = subprocess.run(
        [sys.executable, "-c", READER, str(path)], check=True, capture_output=True, text=True
    )
    persons, problems, grown = told.stdout.split()
    return int(persons), int(problems), float(grown)


def students(count: int) -> list[list[str]]:
    return [
        [str(n), f"Ana {n}x", "2011-03-04", f"Kim {n}x", f"k{n}@example.org", "1 Main Street"]
        for n in range(count)
    ]


HEADINGS = ["Student Number", "Name", "Birthday", "Guardian 1", "Guardian 1 Email", "Street"]


def test_200_000_rows_take_no_more_than_a_few_mebibytes(tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", [HEADINGS, *students(ROWS)])
    assert path.stat().st_size > 10_000_000

    persons, problems, grown = read_apart(path)

    assert (persons, problems) == (ROWS, 0)
    assert grown < 40


def test_100_000_problems_take_no_more_memory_than_twenty(tmp_path: Path) -> None:
    rows = students(100_000)
    for row in rows:
        row[4] = "nowhere"
    path = written(tmp_path / "list.csv", [HEADINGS, *rows])

    persons, problems, grown = read_apart(path)

    assert (persons, problems) == (0, 100_000)
    assert grown < 40
