"""A sending is written down whole, and goes only when two named people let it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from incidents.law.circumstances import Group
from incidents.law.holds import HoldKind
from incidents.moments import LocalDay, parse_moment
from incidents.people.person import AffectedPerson
from incidents.people.recipient import Method
from incidents.services.hold_notification import place_hold, release_hold
from incidents.services.people import UnknownPersonError
from incidents.services.people_ports import Household
from incidents.services.people_rows import SendingState
from incidents.services.telling.prepare_sending import NotPreparedError
from incidents.services.telling.release_sending import release_sending
from incidents.services.telling.stop_sending import (
    SendingStateError,
    cancel_sending,
    resume_sending,
    stop_sending,
)
from tests.support.mailed_people import PREPARED_AT, RELEASED_AT, MailedPeople
from tests.support.told_people import DUTY, NUMBER, ToldPeople, families, family
from tests.support.whole_case import law_of

EMAIL, MAIL, PHONE = Method.EMAIL, Method.FIRST_CLASS_MAIL, Method.TELEPHONE
AGAIN = {"by": "dpo", "reason": "a second list came"}


@pytest.fixture
def mailed(engine: Engine, tmp_path: Path) -> MailedPeople:
    return MailedPeople(engine, tmp_path / "home")


def changed(household: Household, **changes: object) -> Household:
    return replace(household, recipient=replace(household.recipient, **changes))  # type: ignore[arg-type]


def born(mailed: MailedPeople, *birthdays: str) -> None:
    """Put students with these birthdays on the list."""
    students = [
        AffectedPerson(name=f"Of {day}", group=Group.STUDENTS, birthday=LocalDay.parse(day))
        for day in birthdays
    ]
    mailed.at("2026-03-18T09:00-04:00", lambda work: work.people.add(NUMBER, 1, 1, students))


def test_every_recipient_gets_a_delivery_by_their_way(mailed: MailedPeople) -> None:
    mailed.lists(*families(3, EMAIL), *families(2, MAIL, first=4), *families(1, PHONE, first=6))
    mailed.lists(*families(1, None, first=7))
    (digest,) = mailed.drafts()

    prepared = mailed.prepares()

    assert prepared.methods == {EMAIL: 3, MAIL: 2, PHONE: 1}
    assert (prepared.without_method, prepared.problems) == (1, ())
    assert [each.digest for each in prepared.texts] == [digest]
    assert mailed.states() == ["email queued"] * 3 + ["first_class_mail queued"] * 2 + [
        "telephone queued"
    ]
    lines = "".join(f"{row.recipient} {row.method} {digest}\n" for row in mailed.deliveries())
    (event,) = mailed.events("sending:prepared")
    assert event.body == {
        "sending": 1,
        "wave": 1,
        "duties": [DUTY],
        "notices": [digest],
        "methods": {"first_class_mail": 2, "email": 3, "telephone": 1},
        "without_method": 1,
        "on": "2026-03-20",
        "digest": hashlib.sha256(lines.encode()).hexdigest(),
    }
    assert mailed.sending_state() is SendingState.PREPARED


def test_a_recipient_to_whom_nothing_can_be_written_is_named(mailed: MailedPeople) -> None:
    mailed.lists(
        *families(2, EMAIL),
        changed(family(3, EMAIL), names=("Unwritable Ames",)),
        changed(family(4, EMAIL), email="not an address"),
        changed(family(5, MAIL), names=("Unwritable Ames",)),
    )
    mailed.drafts()

    prepared = mailed.prepares()

    assert prepared.methods == {EMAIL: 2}
    assert [each.recipient for each in prepared.problems] == [3, 4, 5]
    assert prepared.problems[0].sentence == "The name of this recipient cannot be printed."
    assert "correct it, or tell this person another way" in prepared.problems[1].sentence
    assert mailed.events("sending:prepared")[0].body["without_method"] == 3


def test_who_was_left_out_is_taken_in_the_next_time(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.releases()
    mailed.lists(*families(3, EMAIL, first=3))

    prepared = mailed.prepares("2026-03-21T08:00-04:00")

    assert prepared.number == 2
    assert prepared.methods == {EMAIL: 3}
    with pytest.raises(NotPreparedError, match="is prepared already and waits to be released"):
        mailed.prepares("2026-03-21T09:00-04:00")


def test_a_text_that_is_missing_is_a_problem_of_each(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))

    with pytest.raises(NotPreparedError) as refused:
        mailed.prepares()

    assert "to 2 nothing can be written" in str(refused.value)
    assert "There is no draft of family-notice for parent; draft it" in str(refused.value)
    assert mailed.sending_state() is SendingState.CANCELLED


def test_nothing_is_prepared_before_it_is_known_who_is_told(mailed: MailedPeople) -> None:
    ToldPeople.lists(mailed, *families(2, EMAIL))
    mailed.drafts()

    with pytest.raises(NotPreparedError, match="run: duenotice people resolve KINGSTON-2026-001"):
        mailed.prepares()


def test_killed_while_it_is_written_down_it_goes_on(
    mailed: MailedPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incidents.services.telling.prepare_sending.STEP", 2)
    mailed.lists(*families(7, EMAIL))
    mailed.drafts()
    writes = iter([None, None, None])
    begin = mailed.work

    def dies() -> object:
        if next(writes, "dead") == "dead":
            raise KeyboardInterrupt
        from incidents.moments import Instant  # noqa: PLC0415

        return begin(Instant.parse(PREPARED_AT), "dpo")

    with pytest.raises(KeyboardInterrupt):
        mailed.prepares(begin=dies)
    assert len(mailed.deliveries()) == 4
    with pytest.raises(SendingStateError, match="was begun and not finished"):
        mailed.releases_alone()

    prepared = mailed.prepares()

    assert (prepared.number, prepared.methods) == (1, {EMAIL: 7})
    assert [row.recipient for row in mailed.deliveries()] == [1, 2, 3, 4, 5, 6, 7]


def test_two_named_people_let_it_go(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    (digest,) = mailed.drafts()
    mailed.prepares()
    mailed.approves_all("dpo")

    with pytest.raises(SendingStateError, match="Two named people approve what goes to so many"):
        mailed.releases_alone()
    with pytest.raises(UnknownPersonError):
        mailed.releases_alone("nobody")
    assert mailed.sending_state() is SendingState.PREPARED

    mailed.releases_alone("superintendent")

    assert mailed.case().drafts[digest].approved_by == ("dpo", "superintendent")
    assert mailed.case().telling.sendings[1].released_by == "superintendent"
    assert mailed.sending_state() is SendingState.RELEASED


def test_an_approval_counts_for_one_list_and_no_bigger_one(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.approves_all("dpo")
    mailed.at(PREPARED_AT, lambda work: cancel_sending(work, mailed.law, NUMBER, 1, **AGAIN))
    mailed.lists(*families(5, EMAIL, first=3))
    assert mailed.prepares("2026-03-20T08:30-04:00").methods == {EMAIL: 7}

    with pytest.raises(SendingStateError, match="would have approved this list of sending 1"):
        mailed.releases_alone("superintendent")

    mailed.releases()
    assert [each.body["by"] for each in mailed.events("sending:approved")] == ["dpo", "dpo"]


@pytest.mark.parametrize(
    "twin",
    ["name: dana  POOLE", "name: Sam Reyes, email: Privacy@kingston.example"],
)
def test_two_ids_of_one_person_are_not_two_people(mailed: MailedPeople, twin: str) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.approves_all("dpo")
    (settings,) = mailed.home.rglob("districts/*.yaml")
    written = settings.read_text()
    named = written.replace("name: Dana Poole", "name: Dana Poole, email: privacy@kingston.example")
    settings.write_text(named.replace("name: Sam Reyes", twin))
    mailed.law = law_of(mailed.home)

    with pytest.raises(SendingStateError, match="dpo and superintendent have the same name or"):
        mailed.releases_alone("superintendent")


def test_a_birthday_before_the_release_wants_another_list(mailed: MailedPeople) -> None:
    """Prepared for 20 March: who is of age on the 23rd is told themselves."""
    mailed.lists(*families(2, EMAIL))
    born(mailed, "2008-03-20", "2008-03-23", "2008-03-24", "2010-03-22")
    mailed.drafts()
    mailed.prepares()
    mailed.approves_all("dpo")

    with pytest.raises(SendingStateError) as refused:
        mailed.releases("2026-03-23T09:00-04:00")

    assert str(refused.value) == (
        "Sending 1 was prepared for Friday, March 20, 2026, and today is Monday, March 23, 2026: "
        "between the two lies the coming of age of 1 on its list, for whom others are told now; "
        "cancel it, run duenotice people resolve KINGSTON-2026-001 --on 2026-03-23, and prepare "
        "it anew."
    )
    mailed.releases("2026-03-22T09:00-04:00")
    assert mailed.sending_state() is SendingState.RELEASED


def test_one_person_is_enough_where_the_settings_say_so(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()

    mailed.releases_alone(two_people=False)

    assert mailed.sending_state() is SendingState.RELEASED


def test_a_list_that_changed_is_not_let_go(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    (digest,) = mailed.drafts()
    mailed.prepares()
    mailed.lists(*families(1, EMAIL, first=3))

    def slip_in(work: object) -> None:
        from incidents.services.people_ports import Planned  # noqa: PLC0415

        work.deliveries.queue(  # type: ignore[attr-defined]
            1,
            [Planned(recipient=3, duty=DUTY, method=EMAIL, notice=digest, message_id="x@k")],
        )

    mailed.at(PREPARED_AT, slip_in)

    with pytest.raises(SendingStateError, match="is not the one that was prepared"):
        mailed.releases()


def test_a_hold_stands_in_the_way_and_says_until_when(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.at(
        PREPARED_AT,
        lambda work: place_hold(
            work,
            mailed.law,
            NUMBER,
            HoldKind.LAW_ENFORCEMENT,
            starts=parse_moment("2026-03-19"),
            authority="Ulster County Sheriff",
        ),
    )
    with pytest.raises(SendingStateError, match=r"Ulster County Sheriff.* is open since"):
        mailed.releases()

    mailed.at(
        RELEASED_AT,
        lambda work: release_hold(work, mailed.law, NUMBER, until=parse_moment("2026-03-25")),
    )
    with pytest.raises(SendingStateError, match="lasts until Wednesday, March 25, 2026"):
        mailed.releases()

    mailed.releases("2026-03-26T09:00-04:00")
    assert mailed.sending_state() is SendingState.RELEASED


def test_stopped_resumed_and_given_up_each_with_its_reason(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.releases()
    law = mailed.law

    mailed.at(RELEASED_AT, lambda work: stop_sending(work, law, NUMBER, 1, reason="a wrong text"))
    assert mailed.sending_state() is SendingState.STOPPED
    mailed.at(
        RELEASED_AT,
        lambda work: resume_sending(work, law, NUMBER, 1, by="dpo", reason="it was right"),
    )
    assert mailed.sending_state() is SendingState.RELEASED
    with pytest.raises(SendingStateError, match="only with one that is prepared or stopped"):
        mailed.at(
            RELEASED_AT,
            lambda work: cancel_sending(work, law, NUMBER, 1, by="dpo", reason="no more"),
        )
    mailed.at(RELEASED_AT, lambda work: stop_sending(work, law, NUMBER, 1, reason="wrong"))
    mailed.at(
        RELEASED_AT, lambda work: cancel_sending(work, law, NUMBER, 1, by="dpo", reason="no more")
    )

    assert mailed.states() == ["email cancelled", "email cancelled"]
    assert mailed.case().telling.sendings[1].state == "cancelled"


def test_what_was_given_up_can_be_prepared_anew(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.at(
        PREPARED_AT,
        lambda work: cancel_sending(work, mailed.law, NUMBER, 1, by="dpo", reason="too early"),
    )

    prepared = mailed.prepares()
    mailed.releases(number=prepared.number)

    assert mailed.states() == ["email queued", "email queued"]


def test_nobody_is_named_in_the_record(mailed: MailedPeople) -> None:
    mailed.lists(*families(2, EMAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.releases()

    told = str(
        [each.body for tag in ("prepared", "released") for each in mailed.events(f"sending:{tag}")]
    )
    assert "Ames" not in told
    assert "@" not in told


def test_only_a_prepared_sending_is_released(mailed: MailedPeople) -> None:
    with pytest.raises(SendingStateError, match="has no sending 1; it has none yet"):
        mailed.at(
            RELEASED_AT,
            lambda work: release_sending(work, mailed.law, NUMBER, 1, by="superintendent"),
        )
