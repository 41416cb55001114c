"""Measures this machine: ``python -m bench``, or ``python -m bench plans ledger``.

Each figure is a ratio to a raw limit measured in the same run, or a time with
its promise beside it; medians throughout. ``kills`` and ``sending-kills`` take an
hour, ``million`` and ``printing`` a quarter of one: they run only when they are named.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from bench import (
    flows,
    kills,
    ledger,
    letters,
    million,
    notices,
    people_store,
    plans,
    printing,
    reminders,
    resolving,
    rosters,
    sending,
    sending_kills,
    store,
)


def _shown(figures: Mapping[str, float]) -> None:
    for name, figure in figures.items():
        print(f"{name:<90} {figure:>14,.3f}")


def _measures() -> dict[str, Callable[[], object]]:
    return {
        "plans": plans.main,
        "store": store.main,
        "people": people_store.main,
        "reminders": reminders.main,
        "ledger": ledger.main,
        "rosters": rosters.main,
        "resolving": resolving.main,
        "notices": lambda: _shown(notices.rendering_notices()),
        "letters": lambda: _shown(letters.letters_and_texts()),
        "printing": printing.main,
        "flows": lambda: _shown(flows.sweeping()),
        "sending": sending.main,
        "kills": kills.main,
        "sending-kills": sending_kills.main,
        "million": million.main,
    }


def _is_long(name: str) -> bool:
    return "kills" in name or name in {"million", "printing"}


def main(names: list[str]) -> None:
    """Run the measures named, or all but the long ones."""
    measures = _measures()
    for name in names or [each for each in measures if not _is_long(each)]:
        print(f"\n{name}")
        measures[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
