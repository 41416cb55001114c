"""The sweep: what is due goes out once, however late, and the record says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from incidents.moments import Instant
from incidents.services.answer_case import answer_case
from incidents.services.couriers import (
    CourierDownError,
    CourierError,
    Couriers,
    Message,
    MessageRefusedError,
    OutcomeUnknownError,
    TryLaterError,
)
from incidents.services.ports import WantedReminder
from incidents.services.send_due import send_due
from incidents.services.sweeping import Told
from incidents.store import UnitOfWork
from notices.couriers.memory import MemoryCourier
from tests.support.caseworker import Caseworker, practice, roster
from tests.support.reminding import DISTRICT, NUMBER, Watch, law_of

RECEIPT = "ny.8nycrr121.cpo-after-receipt"
PEOPLE = "ny.8nycrr121.individuals"
FIVE_DAYS, TWO_DAYS = "2026-03-26/-5d", "2026-03-26/-2d"


@pytest.fixture
def watch(engine: Engine, dpo: Caseworker) -> Watch:
    """Give a watch over a database with the roster case, opened and answered."""
    dpo.opens()
    watch = Watch(engine)
    watch.answers("2026-03-16T10:00-04:00")
    return watch


def failing(*errors: CourierError, duty: str = RECEIPT) -> Couriers:
    """Give couriers whose e-mails on a duty fail in this order, and then no more."""
    left = list(errors)

    def fails(message: Message) -> CourierError | None:
        return left.pop(0) if left and duty in message.message_id else None

    return Couriers(email=MemoryCourier(fails), alert=MemoryCourier())


def mailed(watch: Watch, duty: str = RECEIPT) -> list[Message]:
    """Give the e-mails about a duty."""
    return [each for each in watch.mailed if duty in each.message_id]


def test_a_reminder_goes_out_at_its_time_and_is_recorded(watch: Watch) -> None:
    assert watch.sweeps("2026-03-21T07:59:59-04:00").lines == []
    watch.sweeps("2026-03-21T08:00-04:00")

    (message,) = watch.mailed
    assert message.subject == (
        "KINGSTON-2026-001: 5 days left: Report the contractor's notification to the State's "
        "Chief Privacy Officer"
    )
    assert watch.states(RECEIPT)[FIVE_DAYS] == "sent"
    assert [each.body for each in watch.told()] == [
        {
            "wave": 1,
            "duty": RECEIPT,
            "step": FIVE_DAYS,
            "channel": "email:dpo",
            "message_id": message.message_id,
            "late_by_minutes": 0,
        }
    ]


def test_a_second_sweep_sends_nothing_more(watch: Watch) -> None:
    watch.sweeps("2026-03-21T08:00-04:00")

    assert watch.sweeps("2026-03-21T08:00-04:00").lines == []
    assert len(watch.mailed) == 1


def test_the_message_says_what_when_and_how(watch: Watch) -> None:
    watch.sweeps("2026-03-21T08:00-04:00")

    assert watch.mailed[0].text.splitlines() == [
        "Case KINGSTON-2026-001",
        f"Report the contractor's notification to the State's Chief Privacy Officer ({RECEIPT})",
        "",
        "Aim for: Thursday, March 26, 2026 (5 days left)",
        "Lawful until: Thursday, March 26, 2026 (5 days left)",
        "",
        "What to do:",
        "- See where the case stands and what is still open:",
        "    duenotice show KINGSTON-2026-001",
        "- Once it is done, record when, with the proof:",
        f"    duenotice file KINGSTON-2026-001 {RECEIPT} --at WHEN --evidence FILE",
        "- If it need not be done, record who decided so, and why:",
        f"    duenotice decide KINGSTON-2026-001 {RECEIPT} --not-required --reason WHY --by WHO",
        "",
        "Due Notice is a tool, and not legal advice.",
    ]


def test_nobody_affected_and_no_title_is_in_a_message(watch: Watch, dpo: Caseworker) -> None:
    dpo.records("2026-03-17T10:00-04:00", "title", "Ada Lovelace's roster", "The DPO")
    watch.sweeps("2026-03-24T08:00-04:00")

    assert watch.mailed != []
    assert not any("Ada" in each.text + each.subject for each in watch.mailed)


def test_after_three_days_of_sleep_one_message_a_duty_goes_out(watch: Watch) -> None:
    """The machine slept from Friday the 20th until Tuesday the 24th at 1 p.m."""
    watch.sweeps("2026-03-20T18:00-04:00")
    report = watch.sweeps("2026-03-24T13:00-04:00")

    (message,) = mailed(watch)
    assert "2 days left" in message.subject
    assert (
        "This reminder was planned for Tuesday, March 24, 2026, 8:00 a.m. and comes 5 hours late. "
        "Earlier ones that were missed are not sent any more." in message.text
    )
    assert {step: watch.states(RECEIPT)[step] for step in (FIVE_DAYS, TWO_DAYS)} == {
        FIVE_DAYS: "superseded",
        TWO_DAYS: "caught_up",
    }
    assert report.superseded == 1
    assert {each.body["late_by_minutes"] for each in watch.told()} == {300, 1740}
    assert len(watch.told()) == len({each.body["duty"] for each in watch.told()}) == 4


def test_what_could_not_be_spoken_of_is_not_called_late(engine: Engine) -> None:
    """Opened on Wednesday, when the step of Tuesday and a weekly question were past."""
    watch, dpo = Watch(engine), Caseworker(engine)
    dpo.opens("2026-03-25T10:00-04:00", moments={"receipt": "2026-03-16T09:30-04:00"})
    report = watch.sweeps("2026-03-25T10:05-04:00")

    assert [(each.row.duty, each.row.step, each.told) for each in report.lines] == [
        (RECEIPT, "2026-03-26/-1d", Told.SENT)
    ]
    assert "late" not in watch.mailed[0].text


def test_a_sweep_as_of_before_the_opening_rehearses_what_was_missed(engine: Engine) -> None:
    """Somebody opens an old case and tries what reminders it would have had."""
    watch, dpo = Watch(engine), Caseworker(engine)
    dpo.opens("2026-11-02T10:00-05:00")
    watch.sweeps("2026-03-20T18:00-04:00")
    watch.sweeps("2026-03-24T13:00-04:00")

    (message,) = mailed(watch)
    assert "comes 5 hours late" in message.text
    assert watch.states(RECEIPT)[TWO_DAYS] == "caught_up"


def test_late_by_a_little_is_not_worth_a_word(watch: Watch) -> None:
    """Until noon a morning is a morning."""
    watch.sweeps("2026-03-21T12:00-04:00")

    assert "late" not in watch.mailed[0].text
    assert watch.states(RECEIPT)[FIVE_DAYS] == "sent"


def test_a_reminder_by_the_hour_is_late_after_a_quarter(watch: Watch, dpo: Caseworker) -> None:
    belief = "2026-03-17T09:00-04:00"
    dpo.records("2026-03-17T09:30-04:00", "moments.cyber_incident_belief", belief)
    watch.sweeps("2026-03-18T09:15-04:00")
    watch.sweeps("2026-03-19T09:16-04:00")

    first, second = mailed(watch, "gml995b")
    assert "late" not in first.text
    assert "comes 16 minutes late" in second.text
    assert "23 hours and 44 minutes left" in second.subject


def test_once_overdue_the_superintendent_is_told_too(watch: Watch) -> None:
    watch.sweeps("2026-03-26T08:00-04:00")
    watch.sweeps("2026-03-27T08:00-04:00")

    told = [(each.to_name, each.subject.split(":")[1]) for each in mailed(watch)]
    assert told == [
        ("Data Protection Officer", " today"),
        ("Data Protection Officer", " OVERDUE, limit 1 day past"),
        ("Superintendent", " OVERDUE, limit 1 day past"),
    ]


def test_every_morning_until_somebody_acts(watch: Watch, dpo: Caseworker) -> None:
    for day in range(27, 32):
        watch.sweeps(f"2026-03-{day}T08:00-04:00")
    before = len(mailed(watch))
    dpo.files("2026-03-31T09:00-04:00", RECEIPT, late_reason="The form was down")
    watch.sweeps("2026-04-01T08:00-04:00")

    assert before == 10
    assert len(mailed(watch)) == 10


def test_mornings_go_on_without_anybody_answering(watch: Watch) -> None:
    """The sweep plans again by itself where the steps planned ahead run out."""
    for day in range(1, 31):
        watch.sweeps(f"2026-04-{day:02}T08:00-04:00")

    steps = [each.body["step"] for each in watch.told() if each.body["duty"] == RECEIPT]
    assert steps[::2] == [f"2026-03-26/+{each}d" for each in range(6, 36)]


def test_what_was_filed_a_minute_ago_is_silent(watch: Watch, dpo: Caseworker) -> None:
    """Nothing answered the filing: the sweep sees to that itself."""
    dpo.files("2026-03-21T07:59-04:00", RECEIPT)
    watch.sweeps("2026-03-21T08:00-04:00")

    assert mailed(watch) == []
    assert watch.states(RECEIPT)[FIVE_DAYS] == "superseded"


def test_a_case_that_nothing_ever_answered_is_reminded_of(engine: Engine) -> None:
    watch, dpo = Watch(engine), Caseworker(engine)
    dpo.opens()
    watch.sweeps("2026-03-21T08:00-04:00")
    watch.sweeps("2026-03-24T08:00-04:00")

    assert [each.subject.split(":")[1] for each in mailed(watch)] == [
        " 5 days left",
        " 2 days left",
    ]
    assert not watch.is_answered()


def test_a_reminder_leaves_an_answered_case_answered(watch: Watch) -> None:
    """Else each reminder would set ``respond`` running."""
    watch.sweeps("2026-03-21T08:00-04:00")

    assert len(watch.told()) == 1
    assert watch.is_answered()


def test_what_changed_while_the_sweep_ran_waits(watch: Watch, dpo: Caseworker) -> None:
    """The first message goes to a slow server; meanwhile the second duty is filed."""

    def files_the_people(message: Message) -> None:
        if RECEIPT in message.message_id:
            dpo.files("2026-05-13T08:00:30-04:00", PEOPLE)

    watch.couriers = Couriers(email=MemoryCourier(files_the_people), alert=MemoryCourier())
    report = watch.sweeps("2026-05-13T08:00-04:00")
    watch.couriers = failing()
    watch.sweeps("2026-05-13T08:01-04:00")

    left = [each for each in report.lines if each.told is Told.LEFT]
    assert PEOPLE in {each.row.duty for each in left}
    assert {each.reason for each in left} == {"the case changed while this sweep ran"}
    assert mailed(watch, PEOPLE) == []
    assert watch.states(PEOPLE)["2026-05-15/-2d"] == "superseded"


def test_a_server_that_says_later_is_asked_again(watch: Watch) -> None:
    watch.couriers = failing(TryLaterError("the mail server refused the recipient (451)"))
    first = watch.sweeps("2026-03-21T08:00-04:00")
    watch.sweeps("2026-03-21T08:00:59-04:00")
    too_soon = len(watch.mailed)
    watch.sweeps("2026-03-21T08:01-04:00")

    assert [each.told for each in first.lines] == [Told.RETRIED]
    assert too_soon == 0
    assert [each.message_id for each in watch.mailed] == [watch.rows(RECEIPT)[0].message_id]
    assert watch.states(RECEIPT)[FIVE_DAYS] == "sent"


def test_the_waits_between_attempts_grow(watch: Watch) -> None:
    """One minute, then five, a quarter, an hour, and an hour each time after."""
    watch.couriers = failing(*[TryLaterError("busy (451)") for _ in range(6)])
    tried = []
    for minute in range(8 * 60, 11 * 60 + 30):
        text = f"2026-03-21T{minute // 60:02}:{minute % 60:02}-04:00"
        tried += [text[11:16] for _ in watch.sweeps(text).lines]

    assert tried == ["08:00", "08:01", "08:06", "08:21", "09:21", "10:21", "11:21"]


def test_what_a_later_reminder_overtook_is_not_retried(watch: Watch) -> None:
    """The one of Tuesday waits until half past eight, when Wednesday's is gone out."""
    watch.couriers = failing(*[TryLaterError("busy (451)") for _ in range(5)])
    for text in ("24T08:00", "24T08:01", "24T08:06", "24T08:21", "25T07:30"):
        watch.sweeps(f"2026-03-{text}-04:00")
    waiting = watch.states(RECEIPT)[TWO_DAYS]
    watch.sweeps("2026-03-25T08:00-04:00")
    watch.sweeps("2026-03-25T08:30-04:00")

    assert waiting == "planned"
    assert [each.subject.split(":")[1] for each in mailed(watch)] == [" 1 day left"]
    assert watch.states(RECEIPT)[TWO_DAYS] == "superseded"


def test_what_is_being_retried_gives_way_to_the_next_step(watch: Watch) -> None:
    watch.couriers = failing(TryLaterError("busy (451)"))
    watch.sweeps("2026-03-24T08:00-04:00")
    watch.sweeps("2026-03-25T08:00-04:00")

    assert [each.subject.split(":")[1] for each in mailed(watch)] == [" 1 day left"]
    assert watch.states(RECEIPT)[TWO_DAYS] == "superseded"


def test_a_server_that_is_down_is_left_alone_for_the_sweep(watch: Watch) -> None:
    """Two thousand messages must not each wait for it."""
    down = CourierDownError("the mail server cannot be used")
    watch.couriers = failing(down, duty="@")
    report = watch.sweeps("2026-03-24T08:00-04:00")
    watch.sweeps("2026-03-24T08:01-04:00")

    assert [each.told for each in report.lines] == [Told.RETRIED, *[Told.LEFT] * 3]
    assert {each.reason for each in report.lines} == {"the mail server cannot be used"}
    assert sorted(line.row.attempts for line in report.lines) == [0, 0, 0, 1]
    assert len(watch.mailed) == 4


def test_a_room_that_is_down_holds_back_no_other(engine: Engine, tmp_path: Path) -> None:
    rooms = '["json://127.0.0.1:9/one", "json://127.0.0.1:9/two"]'
    law = law_of(tmp_path, DISTRICT.replace('["json://127.0.0.1:9/secret-of-the-room"]', rooms))

    def fails(message: Message) -> CourierError | None:
        return CourierDownError("nobody there") if str(message.to).endswith("one") else None

    alert = MemoryCourier(fails)
    watch = Watch(engine, law=law, couriers=Couriers(email=MemoryCourier(), alert=alert))
    Caseworker(engine).opens()
    watch.sweeps("2026-03-24T08:00-04:00")

    assert {str(each.to)[-3:] for each in alert.messages} == {"two"}
    assert len(watch.mailed) == len(alert.messages) == 4


def test_a_refused_message_fails_and_the_next_step_still_comes(watch: Watch) -> None:
    watch.couriers = failing(MessageRefusedError("the mail server refused the recipient (550)"))
    report = watch.sweeps("2026-03-21T08:00-04:00")
    watch.sweeps("2026-03-24T08:00-04:00")

    assert [each.told for each in report.lines] == [Told.FAILED]
    first = watch.told()[0]
    assert first.tag == "reminder:failed"
    assert first.body["because"] == "the mail server refused the recipient (550)"
    assert watch.states(RECEIPT)[FIVE_DAYS] == "failed"
    assert len(mailed(watch)) == 1


def test_a_lost_answer_is_followed_once_by_a_message_that_says_so(watch: Watch) -> None:
    watch.couriers = failing(OutcomeUnknownError("its answer was lost"))
    watch.sweeps("2026-03-21T08:00-04:00")
    watch.sweeps("2026-03-21T08:01-04:00")

    (message,) = watch.mailed
    assert message.message_id == (
        f"KINGSTON-2026-001.w1.{RECEIPT}.2026-03-26_-5d.email-dpo.again@kingston-csd"
    )
    assert "You may have had this reminder before" in message.text
    assert watch.told()[0].body["message_id"] == message.message_id


def test_a_second_lost_answer_is_the_last(watch: Watch) -> None:
    lost = OutcomeUnknownError("its answer was lost")
    watch.couriers = failing(lost, TryLaterError("busy (451)"), lost)
    for text in ("08:00", "08:01", "08:06", "08:21"):
        watch.sweeps(f"2026-03-21T{text}-04:00")

    row = watch.rows(RECEIPT)[0]
    assert (row.state.value, row.attempts) == ("failed", 3)
    assert row.last_error == "It is not known whether it arrived: its answer was lost"
    assert watch.mailed == []


def test_nobody_tries_for_longer_than_three_days(watch: Watch) -> None:
    question = "us.ferpa.disclosure-record"
    watch.couriers = failing(*[TryLaterError("busy (451)") for _ in range(9)], duty=question)
    watch.sweeps("2026-03-23T10:00-04:00")
    before = watch.states(question)["weekly/2026-03-23"]
    watch.sweeps("2026-03-26T10:00-04:00")

    assert before == "planned"
    assert watch.states(question)["weekly/2026-03-23"] == "failed"


def test_who_has_no_address_is_waited_for(engine: Engine, tmp_path: Path) -> None:
    law = law_of(tmp_path, DISTRICT.replace("email: dana@kingston.example", "title: DPO"))
    email = MemoryCourier(needs_address=True)
    watch = Watch(engine, law=law, couriers=Couriers(email=email, alert=MemoryCourier()))
    Caseworker(engine).opens()
    report = watch.sweeps("2026-03-21T08:00-04:00")
    watch.law = law_of(tmp_path)
    watch.sweeps("2026-03-21T09:00-04:00")

    assert report.lines[0].told is Told.LEFT
    assert report.lines[0].reason.startswith("dana has no e-mail address; write one into")
    assert [each.to for each in email.messages] == ["dana@kingston.example"]


def test_who_left_is_replaced_by_who_came(engine: Engine, tmp_path: Path) -> None:
    watch = Watch(engine, law=law_of(tmp_path))
    Caseworker(engine).opens()
    watch.answers("2026-03-16T10:00-04:00")
    watch.law = law_of(tmp_path, DISTRICT.replace("dana", "robin").replace("Dana", "Robin"))
    watch.sweeps("2026-03-21T08:00-04:00")

    assert [each.to_name for each in watch.mailed] == ["Robin Poole"]
    assert watch.states(RECEIPT, "email:dana")[FIVE_DAYS] == "superseded"


def test_a_rule_that_was_taken_away_is_not_spoken_of(watch: Watch, dpo: Caseworker) -> None:
    gone = replace(watch.rows(RECEIPT)[0], duty="a.rule.of.old")
    dpo.at(
        "2026-03-17T10:00-04:00",
        lambda work: work.reminders.plan(
            NUMBER,
            1,
            gone.duty,
            [
                WantedReminder(
                    step=gone.step, channel=gone.channel, due_at=gone.due_at, message_id="x"
                )
            ],
        ),
    )
    report = watch.sweeps("2026-03-21T08:00-04:00")

    assert [each.row.duty for each in report.lines] == [RECEIPT]
    assert watch.states(gone.duty) == {FIVE_DAYS: "superseded"}


def test_an_alert_channel_gets_the_short_form(engine: Engine, tmp_path: Path) -> None:
    watch = Watch(engine, law=law_of(tmp_path))
    Caseworker(engine).opens()
    watch.sweeps("2026-03-21T08:00-04:00")

    alert = watch.couriers.alert
    assert isinstance(alert, MemoryCourier)
    assert [each.to for each in alert.messages] == ["json://127.0.0.1:9/secret-of-the-room"]
    assert alert.messages[0].text.splitlines()[-1] == "duenotice show KINGSTON-2026-001"
    assert "secret" not in str(watch.told())


def test_an_agency_without_a_file_is_reminded_by_its_office(engine: Engine) -> None:
    watch, dpo = Watch(engine), Caseworker(engine)
    agency = {"name": "Example Central", "kind": "school_district", "policy": None}
    dpo.number = "EXAMPLE-2026-001"
    dpo.opens(agency=agency)
    watch.sweeps("2026-03-21T08:00-04:00")

    assert [each.to_name for each in watch.mailed] == ["Data Protection Officer"]
    assert watch.mailed[0].message_id.endswith("@example-central")


def test_a_name_that_breaks_headers_stops_its_own_message_only(
    engine: Engine, tmp_path: Path
) -> None:
    law = law_of(tmp_path, DISTRICT.replace("Dana Poole", '"Dana\\nBcc: all"'))
    watch = Watch(engine, law=law)
    Caseworker(engine).opens()
    report = watch.sweeps("2026-03-21T08:00-04:00")

    assert watch.mailed == []
    assert "holds a line break" in report.lines[0].reason
    assert report.count(Told.SENT) == 1  # the alert channel


def test_changed_settings_reach_open_cases_on_request(watch: Watch) -> None:
    watch.ladder = replace(watch.ladder, morning_hour=6)
    watch.sweeps("2026-03-21T06:00-04:00")
    before = len(watch.mailed)
    watch.sweeps("2026-03-21T06:01-04:00", replan=True)

    assert (before, len(watch.mailed)) == (0, 1)


def test_a_sweep_leaves_its_heartbeat(watch: Watch) -> None:
    at = Instant.parse("2026-03-21T08:00-04:00")
    watch.sweeps("2026-03-21T08:00-04:00")

    with UnitOfWork(watch.engine, at, "x", reads_only=True) as work:
        assert work.heartbeats.last("sweep") == at


def test_two_sweeps_at_once_send_each_reminder_once(engine: Engine) -> None:
    watch, dpo = Watch(engine), Caseworker(engine)
    for number in range(1, 7):
        dpo.opens()
        watch.answers("2026-03-16T10:00-04:00", f"KINGSTON-2026-{number:03}")
    with ThreadPoolExecutor(2) as pool:
        text = "2026-03-24T08:00-04:00"
        reports = list(pool.map(lambda _: send_due(watch.sweeper(text)), range(2)))

    ids = [each.message_id for each in watch.mailed]
    assert (len(ids), len(set(ids))) == (24, 24)
    told = sum(report.count(Told.SENT) + report.count(Told.CAUGHT_UP) for report in reports)
    assert told == 24


def test_answering_twice_and_sweeping_twice_is_answering_once(engine: Engine) -> None:
    watch, dpo = Watch(engine), Caseworker(engine)
    dpo.opens(affected=roster()["affected"])
    for _ in range(2):
        dpo.at("2026-03-21T08:00-04:00", lambda work: answer_case(work, practice(), NUMBER))
        watch.sweeps("2026-03-21T08:00-04:00")

    assert len(mailed(watch)) == 1
