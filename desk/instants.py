"""The clock of the machine, and the moments and words that a person types."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from incidents.moments import Instant, LocalDay, Moment, MomentError, parse_moment


def now() -> Instant:
    """Give the time of the machine, to the second."""
    moment = datetime.now(UTC).replace(microsecond=0)
    return Instant(moment, moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


class InstantType(click.ParamType[Instant]):
    """An instant with its offset."""

    name = "instant"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Instant:
        """Give the instant, or say what is accepted."""
        if isinstance(value, Instant):
            return value
        try:
            return Instant.parse(str(value))
        except MomentError as wrong:
            self.fail(str(wrong), param, ctx)


class MomentType(click.ParamType[Moment]):
    """A date, or an instant with its offset."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Moment:
        """Give the moment, or say what is accepted."""
        if isinstance(value, (Instant, LocalDay)):
            return value
        try:
            return parse_moment(str(value))
        except MomentError as wrong:
            self.fail(str(wrong), param, ctx)


class DayType(click.ParamType[LocalDay]):
    """A date."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> LocalDay:
        """Give the day, or say what is accepted."""
        if isinstance(value, LocalDay):
            return value
        try:
            return LocalDay.parse(str(value))
        except MomentError as wrong:
            self.fail(str(wrong), param, ctx)


class WordsType(click.ParamType[str]):
    """Words that say something."""

    name = "text"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Give the words, or say that there are none."""
        if not str(value).strip():
            self.fail("it is blank; write something or leave it out.", param, ctx)
        return str(value).strip()


WORDS = WordsType()
INSTANT, MOMENT, DAY = InstantType(), MomentType(), DayType()
