"""Only the doors read the clock; below them `now` is an argument."""

from __future__ import annotations

import ast

from tests.architecture.sources import Source, dotted, sources

BELOW_THE_DOORS = ("incidents", "notices", "rosters", "config")
CLOCKS = {
    *(f"datetime.{name}" for name in ("now", "utcnow", "today")),
    "date.today",
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")),
}


def clock_reads(source: Source) -> list[str]:
    """Give each place that reads the wall clock, or takes a name that does."""
    return [source.at(node) for node in ast.walk(source.tree) if _reads_the_clock(node)]


def _reads_the_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        return any(f"time.{alias.name}" in CLOCKS for alias in node.names)
    # The last two names, so that `datetime.datetime.now` is seen too.
    return isinstance(node, ast.Attribute) and ".".join(dotted(node).split(".")[-2:]) in CLOCKS


def test_nothing_below_the_doors_reads_the_clock():
    reads = [place for source in sources(BELOW_THE_DOORS) for place in clock_reads(source)]
    assert not reads, f"Take `now` as an argument; the door passes it down: {reads}"


def test_a_clock_read_is_seen_in_each_spelling():
    spellings = (
        "import datetime\nx = datetime.datetime.now()",
        "from datetime import date\nx = date.today",
        "from time import time",
        "import time\nx = time.time()",
    )
    one = sources(("config",))[0]
    for text in spellings:
        written = Source(path=one.path, text=text, tree=ast.parse(text))
        assert clock_reads(written), text
