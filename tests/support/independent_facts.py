"""What the facts make of a condition, by trying every possible world.

A world is a set of facts with nothing unknown. A condition is plain two-valued
Python on a world. Where facts are unknown, every world that agrees with the
known ones is tried: all true is true, all false is false, mixed is undecided,
and an unknown fact is needed where two worlds that differ in it alone disagree.
For tests only; nothing is shared with the product.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

World = dict[str, Any]
Condition = Callable[[World], bool]

EVERY_ELEMENT = (
    "ssn",
    "drivers_license",
    "account_with_code",
    "account_alone",
    "biometric",
    "online_credentials",
    "medical",
    "health_insurance",
    "student_id",
)
#: What each fact may be, as long as nobody knows.
MAY_BE: dict[str, tuple[Any, ...]] = {
    "facts.student_data": (True, False),
    "facts.appr_data": (True, False),
    "facts.private_information": ((), *((element,) for element in EVERY_ELEMENT)),
    "facts.encrypted": (True, False),
    "facts.key_acquired": (True, False),
    "facts.medium": ("computerized", "physical"),
    "facts.custody": ("owned", "licensed", "maintained"),
    "attributed_to": ("contractor", "agency"),
    "contract": ("a contract with a clause", "none"),
}
RESIDENTS = "New York residents with private information"
WITHOUT_LIMIT = 10**9
#: One number of each stretch that a provision tells apart: at least 1
#: (State Technology Law 208(2)), more than 500 (208(2)(a)), more than 5,000 (208(7)(b)).
STRETCHES = (0, 1, 500, 501, 5000, 5001)
PAST_EVERY_THRESHOLD = 5001


def judge(condition: Condition, reads: tuple[str, ...], case: Mapping[str, Any]) -> bool | None:
    """Give true, false, or None where the known facts do not settle it."""
    totals = possible_totals(case) if RESIDENTS in reads else [0]
    outcomes = set()
    for world, total in product(worlds(reads, case), totals):
        outcomes.add(condition({**world, RESIDENTS: total}))
        if len(outcomes) == 2:
            return None
    return outcomes == {True}


def needed(condition: Condition, reads: tuple[str, ...], case: Mapping[str, Any]) -> list[str]:
    """Give the sorted paths of the unknown facts that decide the condition."""
    paths = [
        path
        for path in reads
        if path != RESIDENTS
        and known_value(path, case) is None
        and decides(path, condition, reads, case)
    ]
    if RESIDENTS in reads:
        paths = paths + [
            path for path, _ in unknown_counts(case) if count_decides(path, condition, reads, case)
        ]
    return sorted(paths)


def worlds(reads: tuple[str, ...], case: Mapping[str, Any], leave_out: str = "") -> list[World]:
    """Give every world that agrees with the facts that are known."""
    paths = [path for path in reads if path not in (RESIDENTS, leave_out)]
    choices = []
    for path in paths:
        value = known_value(path, case)
        choices.append(MAY_BE[path] if value is None else (value,))
    return [dict(zip(paths, values, strict=True)) for values in product(*choices)]


def decides(
    path: str, condition: Condition, reads: tuple[str, ...], case: Mapping[str, Any]
) -> bool:
    """Give whether some values of the other unknown facts leave it to this one."""
    totals = possible_totals(case) if RESIDENTS in reads else [0]
    for others in worlds(reads, case, leave_out=path):
        for total in totals:
            outcomes = {
                condition({**others, RESIDENTS: total, path: value}) for value in MAY_BE[path]
            }
            if len(outcomes) == 2:
                return True
    return False


def count_decides(
    path: str, condition: Condition, reads: tuple[str, ...], case: Mapping[str, Any]
) -> bool:
    """Give whether some values of all else leave it to the count at this path."""
    most = dict(unknown_counts(case))[path]
    others_most = sum(number for other, number in unknown_counts(case) if other != path)
    pairs = set()
    for others in range(min(others_most, PAST_EVERY_THRESHOLD) + 1):
        without = known_total(case) + others
        pairs.add((stretch_of(without), stretch_of(without + most)))
    return any(
        condition({**world, RESIDENTS: low}) != condition({**world, RESIDENTS: high})
        for world in worlds(reads, case)
        for low, high in pairs
    )


def stretch_of(number: int) -> int:
    """Give the representative of the stretch a number lies in."""
    if number > 5000:
        return 5001
    if number > 500:
        return 501
    return 1 if number >= 1 else 0


def known_value(path: str, case: Mapping[str, Any]) -> Any:
    """Give what the incident file says at a path, None where it is unknown."""
    if path == "attributed_to":
        value = case.get("attributed_to")
        return None if value == "unknown" else value
    if path == "contract":
        value = case.get("contract")
        return value if value in (None, "none") else "a contract with a clause"
    return (case.get("facts") or {}).get(path.removeprefix("facts."))


def known_total(case: Mapping[str, Any]) -> int:
    """Give the New York residents with private information that are certain."""
    total = 0
    for entry in case.get("affected") or []:
        if entry.get("residence") == "NY" and entry.get("with_private_information") is not None:
            total = total + entry["with_private_information"]
    return total


def unknown_counts(case: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Give each path that may add residents, with the most it may add."""
    if case.get("affected") is None:
        return [("affected", WITHOUT_LIMIT)]
    found = []
    for index, entry in enumerate(case["affected"]):
        residence, sure = entry.get("residence"), entry.get("with_private_information")
        most = sure if sure is not None else entry.get("count")
        most = WITHOUT_LIMIT if most is None else most
        if residence is None:
            found.append((f"affected[{index}].residence", most))
        elif residence == "NY" and sure is None:
            found.append((f"affected[{index}].with_private_information", most))
    return found


def possible_totals(case: Mapping[str, Any]) -> list[int]:
    """Give one number of residents of each stretch that can be reached."""
    least = known_total(case)
    most = least + sum(number for _, number in unknown_counts(case))
    return [least, most, *(number for number in STRETCHES if least < number < most)]
