"""Compares the persons of the lists with the counts that the case records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from incidents.law.circumstances import Group
from incidents.people.counting import GroupCounts, GroupKey, count_groups
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import case_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDifference:
    """A group of which the lists have another number than the record."""

    group: Group
    residence: str | None
    #: How many are on the lists, and with private information; None is not said there.
    listed: int
    listed_private: int | None
    #: What is recorded; None is nothing.
    recorded: int | None
    recorded_private: int | None

    @property
    def words(self) -> str:
        """Give the group in words."""
        named = self.group.words
        return f"{named} of {self.residence}" if self.residence else f"{named}, residence unknown"


def compare_counts(
    work: UnitOfWork, number: str, wave: int, counts: GroupCounts | None = None
) -> list[CountDifference]:
    """Give each group whose number on the lists is not the recorded one.

    ``counts`` are those of all lists of the wave, where they are at hand already;
    the persons in the store are counted otherwise.
    """
    affected = case_of(work, number).wave(wave).get("affected")
    if counts is None or counts.total != work.people.count(number, wave):
        counts = count_groups(each.person for each in work.people.stream(number, wave))
    return _differences(_recorded(affected or ()), counts)


def _differences(
    recorded: Mapping[GroupKey, Mapping[str, Any]], counts: GroupCounts
) -> list[CountDifference]:
    found = [
        CountDifference(
            group=key[0],
            residence=key[1],
            listed=counts.persons[key],
            listed_private=counts.private_of(key),
            recorded=recorded.get(key, {}).get("count"),
            recorded_private=recorded.get(key, {}).get("with_private_information"),
        )
        for key in dict.fromkeys((*recorded, *counts.persons))
    ]
    return [each for each in found if not _agrees(each)]


def _agrees(each: CountDifference) -> bool:
    is_same_private = each.listed_private in (None, each.recorded_private)
    return each.listed == (each.recorded or 0) and is_same_private


def _recorded(affected: Iterable[Mapping[str, Any]]) -> dict[GroupKey, Mapping[str, Any]]:
    return {(Group(each["group"]), each.get("residence")): each for each in affected}
