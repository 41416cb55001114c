"""Runs the scenes, moves the clock between them, and tells the story.

The stage may be stopped at any point and run again: which scenes happened
stands in the record itself, the sweeps send nothing twice, and the export is
written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from config.sending_settings import SendingSettings
from config.settings import Mail
from config.wiring import Installation
from desk.changes import announcements
from desk.demo.acts import CASE, Acting
from desk.demo.ending import tell_ending
from desk.demo.mail_server import DemoMailServer, mail_server
from desk.demo.running import Running
from desk.demo.scenes import SCENES, Scene
from flows.rehearsal import Rehearsal, rehearsal
from incidents.moments import Instant, LocalDay, Zone
from incidents.services.answer_case import answer_case
from incidents.services.heartbeat import SWEEP
from incidents.services.reminder_text import lasting
from incidents.services.send_due import send_due
from incidents.services.sweeping import LEASE, ReportLine, SweepReport, Told

ZONE = Zone("America/New_York")
#: The machine sleeps from the first to the second; what was due comes at the second.
ASLEEP_FROM = Instant.parse("2026-04-24T00:00-04:00")
AWAKE_AT = Instant.parse("2026-04-27T13:00-04:00")
#: The turns of the case: answered on Prefect, and sealed.
_TURNS = ("open", "hold", "recount", "release", "letters", "close")
_SWEEP_HOUR = 8

Say = Callable[[str], None]


@dataclass(slots=True)
class Stage:
    """One showing of the demo."""

    home: Installation
    #: The same with the mail server of the demo: reminders stay in the outbox.
    mailing: Installation
    server: DemoMailServer
    say: Say
    prefect: Rehearsal | None

    def play(self) -> None:
        """Play every scene that has not happened yet, and the mornings between."""
        swept = self._last(SWEEP)
        if self._last(f"demo:{SCENES[0].key}") is not None:
            self.say("This demo was begun before; what already happened is not told again.")
            self.say(f"To see it from the start, remove {self.home.settings.home}.")
        day = ZONE.day_of(SCENES[0].at)
        for scene in SCENES:
            for morning in _mornings(day, ZONE.day_of(scene.at)):
                if swept is None or morning > swept:
                    self._morning(morning)
            day = ZONE.day_of(scene.at)
            self._scene(scene)
        tell_ending(self.home, SCENES[-1].at, self.say)

    def _scene(self, scene: Scene) -> None:
        """Let a scene happen once; what follows it is safe to do again."""
        lines = [] if self._last(f"demo:{scene.key}") else self._act(scene)
        for line in lines:
            self.say(f"    {line}")
        if self._last(f"demo:{scene.key}:answered") is None:
            self._answer(scene)

    def _act(self, scene: Scene) -> list[str]:
        """Let a scene happen, and give what came of it."""
        lines: list[str] = []
        if scene.errand is not None:
            lines += scene.errand(Running(self.mailing, CASE, scene.at, self.server))
        with self.home.work(scene.at, "dpo") as work:
            changed = scene.act(Acting(work, self.home.practice)) if scene.act else None
            work.heartbeats.beat(f"demo:{scene.key}")
        self.say(f"\n{ZONE.words(scene.at)}\n{scene.told}")
        return [*lines, *(announcements(changed) if changed else ())]

    def _last(self, name: str) -> Instant | None:
        with self.home.reading(SCENES[0].at) as work:
            return work.heartbeats.last(name)

    def _answer(self, scene: Scene) -> None:
        soon = Instant(scene.at.utc + timedelta(minutes=1))
        # Later where the scene was cut off: what was being sent is looked for after its lease.
        with self.home.reading(soon) as work:
            at = max(soon, work.history(CASE)[-1].at)
        if self.prefect is not None and scene.key in _TURNS:
            self.prefect.respond(CASE, at)
        else:
            with self.home.work(at, "respond") as work:
                answer_case(work, self.home.practice, CASE)
        if scene.key in _TURNS:
            self.home.seal(at, [CASE])
        with self.home.work(at, "dpo") as work:
            work.heartbeats.beat(f"demo:{scene.key}:answered")

    def _morning(self, morning: Instant) -> None:
        if ASLEEP_FROM <= morning < AWAKE_AT:
            return
        at = self._after_interruption(morning)
        self._tell(at, send_due(self.home.sweeper(lambda: at)))

    def _after_interruption(self, morning: Instant) -> Instant:
        """Give the morning, or a little later where a sweep was cut off in it.

        A message that was being sent then is looked for once its lease is over.
        """
        soon = Instant(morning.utc + timedelta(minutes=1))
        with self.home.reading(soon) as work:
            cut_off = work.reminders.stuck(soon)
        return Instant(morning.utc + LEASE + timedelta(minutes=1)) if cut_off else morning

    def _tell(self, at: Instant, report: SweepReport) -> None:
        for line in report.lines:
            if line.told not in (Told.SENT, Told.CAUGHT_UP):
                continue
            late = _slept(line) if line.told is Told.CAUGHT_UP else ""
            self.say(
                f"    {ZONE.day_of(at)}  reminder to {line.row.channel}: {line.row.duty}{late}"
            )


def _slept(line: ReportLine) -> str:
    gone = f"; {line.superseded} older ones gave way" if line.superseded else ""
    return f", {lasting(line.late_by)} late: the machine slept{gone}"


def _mornings(first: LocalDay, last: LocalDay) -> Iterator[Instant]:
    """Give the sweeps of the days in between: each morning, and the waking."""
    for number in range(1, last.days_after(first) + 1):
        day = first.plus(number)
        if day == ZONE.day_of(AWAKE_AT):
            yield AWAKE_AT
        else:
            yield Instant(ZONE.at_hour(day, _SWEEP_HOUR).utc + timedelta(minutes=5))


@contextmanager
def _prefect(home: Installation, say: Say, *, wanted: bool) -> Iterator[Rehearsal | None]:
    if not wanted:
        yield None
        return
    say("Starting Prefect's own server on this computer; this takes a few seconds.")
    with rehearsal(home.settings) as running:
        yield running
        say(f"\n{running.runs} flow runs stand on Prefect's page, by case number only.")


def _mailing(home: Installation, server: DemoMailServer) -> Installation:
    """Give the same installation with the demo's own mail server."""
    mail = Mail(
        host="127.0.0.1",
        port=server.port,
        sender="privacy@kingston.example",
        starttls=False,
        journal=server.taken,
        bounces=str(server.returned),
    )
    return Installation(replace(home.settings, mail=mail, sending=SendingSettings(per_minute=0)))


def play(home: Installation, say: Say, *, with_prefect: bool = True) -> Path:
    """Show the whole case, and give the folder where everything lies."""
    with (
        _prefect(home, say, wanted=with_prefect) as prefect,
        mail_server(home.settings.home / "mail") as server,
    ):
        mailing = _mailing(home, server)
        Stage(home=home, mailing=mailing, server=server, say=say, prefect=prefect).play()
    return home.settings.home
