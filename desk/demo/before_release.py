"""What is done before anything goes out: the list, the recipients, the release."""

from __future__ import annotations

from collections.abc import Iterator

from config.means import means_of
from desk.demo.families import roster
from desk.demo.running import Running, counted
from desk.demo.world import AGENCY
from desk.money import dollars
from incidents.moments import LocalDay
from incidents.people.recipient import Method
from incidents.services.people_rows import SendingState
from incidents.services.telling.import_roster import ConfirmedRoster, import_roster
from incidents.services.telling.preflight import preflight
from incidents.services.telling.prepare_sending import Preparing, prepare_sending
from incidents.services.telling.release_sending import approve_texts, release_sending
from incidents.services.telling.resolve_recipients import Asked, resolve_recipients
from incidents.services.view_case import case_of

SENDING_DAY = LocalDay.parse("2026-04-22")


def take_list(running: Running) -> Iterator[str]:
    """Look at the contractor's list, and take it in."""
    # The readers of lists are loaded only here.
    from rosters.first_look import matching_of, persons_of, take_first_look  # noqa: PLC0415
    from rosters.opening import open_roster  # noqa: PLC0415
    from rosters.persons import Terms  # noqa: PLC0415

    path = running.home.settings.home / "students.csv"
    path.write_bytes(roster())
    with running.reading() as work:
        words = case_of(work, running.case).wording[1]["data_types"]
    terms = Terms(today=running.home.zone_of(AGENCY).day_of(running.at), data_types=tuple(words))
    with open_roster(path) as opened:
        look = take_first_look(opened, matching_of(opened, terms), terms)
        confirmed = ConfirmedRoster(
            wave=1, sha256=look.sha256, rows=look.rows, columns=look.matching.by_heading()
        )
        persons = persons_of(opened, look, terms)
        imported = import_roster(running.work, running.home.law, running.case, confirmed, persons)
    yield f"The first look: {look.rows:,} rows, {look.problem_count} problems."
    yield f"Taken in: {imported.persons:,} students, their names sealed in the record."


def find_recipients(running: Running) -> Iterator[str]:
    """Find out who is told, and say what a sending would be."""
    _found_out(running, SENDING_DAY)
    means = means_of(running.home.settings.sending)
    with running.reading() as work:
        practice = running.home.practice
        found = preflight(work, practice, running.case, means, wave=1, on=SENDING_DAY)
    ways = {Method(name).words: count for name, count in found.by("method").items() if name}
    yield f"{found.persons:,} students come to {found.recipients:,} recipients: {counted(ways)}."
    yield f"{found.without_method} of them nobody can reach yet: a list to work."
    yield f"It will cost about {dollars(found.cents)}."


def prepare(running: Running) -> Iterator[str]:
    """Write every delivery down, and have the first person approve the texts."""
    texts = prepared(running, 1, SENDING_DAY)
    yield f"Each of them was written once, to prove that it can be; {texts} texts serve all."


def release(running: Running) -> Iterator[str]:
    """Let the sending go, by the word of a second person."""
    released(running, 1)
    yield "Two people have approved exactly these texts and this list."


def prepared(running: Running, sending: int, on: LocalDay) -> int:
    """Prepare a sending for a day, if it is not there yet; give how many texts it has."""
    with running.reading() as work:
        known = case_of(work, running.case).telling.sendings
    if sending not in known:
        _found_out(running, on)
        prepare_sending(_preparing(running), running.case, 1)
    with running.work("superintendent") as work:
        row = work.sendings.get(running.case, sending)
        if row is not None and row.state is SendingState.PREPARED:
            approve_texts(work, running.home.law, running.case, sending, by="superintendent")
    return len(row.notices) if row else 0


def released(running: Running, sending: int) -> None:
    """Let a prepared sending go."""
    with running.work() as work:
        row = work.sendings.get(running.case, sending)
        if row is not None and row.state is SendingState.PREPARED:
            release_sending(work, running.home.law, running.case, sending, by="dpo")


def _found_out(running: Running, on: LocalDay) -> None:
    """Find out who is told on a day: who has come of age by then is told themself."""
    with running.reading() as work:
        known = case_of(work, running.case).telling.resolutions.get(1)
    if known is None or known.on != str(on):
        asked = Asked(on=on, prefer=Method.EMAIL)
        resolve_recipients(running.work, running.reading, running.home.law, running.case, asked)


def _preparing(running: Running) -> Preparing:
    return Preparing(
        begin=running.work,
        look=running.reading,
        law=running.home.law,
        drafter=running.home.drafter,
        writer=running.home.letter_writer,
    )
