"""One line of a plan: a duty, its state, its dates and its working."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from incidents.law.citation import Citation
from incidents.law.moment_names import MomentName
from incidents.law.rule import Rule, RuleVersion
from incidents.law.wording import counted
from incidents.moments import LocalDay, Moment, Zone


class DutyState(StrEnum):
    """Where a duty stands at an instant."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    OVERDUE = "overdue"
    MISSED = "missed"
    HELD = "held"
    NO_FIXED_DATE = "no_fixed_date"
    UNDECIDED = "undecided"
    NOT_REQUIRED = "not_required"
    DONE = "done"

    @property
    def words(self) -> str:
        """Give the state as a person reads it."""
        return self.value.replace("_", " ")

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is left to do: done, or not required."""
        return self in (DutyState.DONE, DutyState.NOT_REQUIRED)

    @property
    def has_arisen(self) -> bool:
        """Say whether the duty is required and its moment has come."""
        return self not in (
            DutyState.NOT_REQUIRED,
            DutyState.NOT_STARTED,
            DutyState.UNDECIDED,
        )

    @property
    def is_open(self) -> bool:
        """Say whether somebody has to act: its clock runs, ran out or has no date."""
        return self in (
            DutyState.RUNNING,
            DutyState.OVERDUE,
            DutyState.MISSED,
            DutyState.NO_FIXED_DATE,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The moment that started a clock."""

    name: MomentName
    moment: Moment

    def as_json(self) -> dict[str, object]:
        """Give the name of the moment, and the moment as it was recorded."""
        return {"moment": self.name.value, "at": str(self.moment)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDuty:
    """One duty as it stands: every key of the public plan, and its rule."""

    rule: Rule
    #: None where no version was in force on the day of the starting moment.
    version: RuleVersion | None
    state: DutyState
    zone: Zone
    starts: Start | None = None
    target: Moment | None = None
    limit: Moment | None = None
    binding: bool | None = None
    late: int | None = None
    needs: tuple[str, ...] = ()
    working: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    fulfilled_at: Moment | None = None
    #: The period in words: of the rule, or of the contract's clause.
    period: str = ""

    @property
    def id(self) -> str:
        """Give the id of the duty, which is its rule's."""
        return self.rule.id

    @property
    def late_words(self) -> str:
        """Give how late it is or was, with its unit; empty where it is not."""
        if not self.late:
            return ""
        unit = "day" if isinstance(self.limit, LocalDay) else "hour"
        return counted(self.late, unit)

    def as_json(self) -> dict[str, object]:
        """Give the duty as the public plan prints it."""
        return {
            "id": self.rule.id,
            "holder": self.rule.holder,
            "recipient": self.rule.recipient,
            "state": self.state.value,
            "starts": self.starts.as_json() if self.starts else None,
            "target": self.zone.text(self.target) if self.target else None,
            "limit": self.zone.text(self.limit) if self.limit else None,
            "binding": self.binding,
            "late": self.late,
            "needs": list(self.needs),
            "working": list(self.working),
            "citations": [each.as_json() for each in self.citations],
        }
