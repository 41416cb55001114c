"""What a case says of telling its people, from the events alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from desk.history import told_of
from incidents.case import telling_events as happened
from incidents.case.case import Case
from incidents.case.events import CaseEvent
from incidents.case.telling import Telling
from incidents.moments import Instant, Zone

AT = Instant.parse("2026-03-20T10:00-04:00")
FILE = {"path": "evidence/" + "e" * 64, "sha256": "e" * 64, "name": "deliveries.jsonl"}
PREPARED = happened.SendingPrepared(
    sending=1,
    wave=1,
    duties=["ny.8nycrr121.individuals"],
    notices=["a" * 64],
    methods={"first_class_mail": 5000, "email": 12},
    without_method=3,
    on="2026-03-20",
    digest="d" * 64,
)
RELEASED = happened.SendingReleased(sending=1, wave=1, by="dpo", digest="d" * 64)
APPROVED = happened.SendingApproved(sending=1, wave=1, by="dpo", digest="d" * 64)
STOPPED = happened.SendingStopped(sending=1, wave=1, because="6 of 100 were refused")
MADE = happened.BatchMade(
    sending=1, wave=1, batch=1, method="first_class_mail", deliveries=500, manifest="b" * 64
)
HANDED = happened.BatchHandedOver(
    sending=1, wave=1, batch=1, at="2026-03-23", by="clerk", deliveries=499, cents=39000
)
COST = happened.CostRecorded(
    wave=1, item="postage", cents=39000, on="2026-03-23", by="clerk", note="Batch 1"
)
RESOLVED = happened.RecipientsResolved(
    wave=1,
    on="2026-05-08",
    prefer="email",
    persons=6000,
    recipients=4100,
    without_method=12,
    not_owed={"lives elsewhere": 40},
)
#: One of each kind of event, with its words.
EVENTS: list[tuple[CaseEvent, str]] = [
    (
        happened.RosterImported(
            wave=1, roster=1, sha256="c" * 64, rows=6000, added=5990, known=10, columns={}
        ),
        "List 1 of affected persons taken in: 6,000 rows, 5,990 persons new, 10 known already.",
    ),
    (
        happened.PersonCorrected(wave=1, person=17, fields=["address"], source="the post office"),
        "Person 17: corrected address; source: the post office.",
    ),
    (
        happened.RecipientExcused(wave=1, recipient=9, reason="Died in 2024", by="dpo"),
        "Recipient 9 need not be told, says dpo: Died in 2024.",
    ),
    (
        happened.SubstituteChosen(
            wave=1, duty="ny.stl208.individuals", ground="no_contact", showing={}, by="dpo"
        ),
        "Substitute notice chosen by dpo for ny.stl208.individuals, on the ground of no contact.",
    ),
    (
        PREPARED,
        "Sending 1 prepared: 5,000 by first class mail, 12 by email; 3 without a usable address.",
    ),
    (RELEASED, "Sending 1 released by dpo: dddddddddddd."),
    (STOPPED, "Sending 1 stopped: 6 of 100 were refused."),
    (
        happened.SendingResumed(sending=1, wave=1, by="dpo", reason="The list was cleaned"),
        "Sending 1 goes on, by dpo: The list was cleaned.",
    ),
    (
        happened.DeliveriesSettled(
            sending=1, wave=1, counts={"accepted": 480, "bounced": 20}, file=dict(FILE)
        ),
        "Deliveries of sending 1: 480 accepted, 20 bounced.",
    ),
    (MADE, "Batch 1, letters printed: 500 of sending 1."),
    (HANDED, "Batch 1: 499 letters handed over on Monday, March 23, 2026, $390.00."),
    (
        happened.LetterReturned(
            wave=1, delivery=44, at="2026-03-30", by="clerk", because="moved, no new address"
        ),
        "Letter of delivery 44 came back on Monday, March 30, 2026: moved, no new address.",
    ),
    (
        happened.CallLogged(wave=1, delivery=45, at="2026-03-31", by="clerk", outcome="no_answer"),
        "Call for delivery 45 by clerk on Tuesday, March 31, 2026: no answer.",
    ),
    (
        happened.BouncesRead(matched=20, hard=18, soft=2, unmatched=1),
        "Returned e-mails read: 20 matched, 18 refused for good, 2 for now, 1 unknown.",
    ),
    (COST, "Spent $390.00 on postage, on Monday, March 23, 2026: Batch 1."),
    (
        happened.SendingCancelled(sending=1, wave=1, by="dpo", reason="The text was wrong"),
        "Sending 1 given up by dpo: The text was wrong.",
    ),
    (
        happened.RecipientsCleared(wave=1, on="2026-05-08"),
        "Began to find out who is told, for a sending on Friday, May 8, 2026.",
    ),
    (
        RESOLVED,
        (
            "4,100 recipients found for 6,000 persons, for a sending on Friday, May 8, 2026; 12 "
            "without a usable address; 40 whom no duty asks to be told."
        ),
    ),
    (APPROVED, "Sending 1: dpo approved its texts and its list."),
]


@dataclass(frozen=True)
class Entry:
    """An event as a log gives it back."""

    seq: int
    tag: str
    body: dict[str, Any]
    at: Instant = AT
    actor: str = "dpo"


def told(*events: CaseEvent) -> Telling:
    """Give what these events come to."""
    entries = [Entry(seq, each.tag, dict(each.body())) for seq, each in enumerate(events)]
    return Case.replay("KINGSTON-2026-001", entries).telling


def test_every_event_of_telling_people_has_words_and_none_a_name():
    kinds = {each for each in vars(happened).values() if isinstance(each, type)}
    tags = {kind.tag for kind in kinds if issubclass(kind, CaseEvent) and kind is not CaseEvent}
    assert {event.tag for event, _ in EVENTS} == tags


@pytest.mark.parametrize(("event", "words"), EVENTS, ids=[each.tag for each, _ in EVENTS])
def test_history_tells_each_event_in_a_sentence(event: CaseEvent, words: str):
    assert told_of(event.tag, event.body(), Zone("America/New_York")) == words


def test_a_whole_log_of_them_replays():
    telling = told(*(event for event, _ in EVENTS))
    assert (len(telling.rosters), len(telling.excused), len(telling.substitutes)) == (1, 1, 1)
    assert (telling.returned[0].delivery, telling.calls[0].outcome) == (44, "no_answer")
    assert telling.settled[0].counts == {"accepted": 480, "bounced": 20}


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([PREPARED], "prepared"),
        ([PREPARED, APPROVED], "prepared"),
        ([PREPARED, RELEASED], "released"),
        ([PREPARED, RELEASED, STOPPED], "stopped"),
        ([PREPARED, RELEASED, STOPPED, EVENTS[7][0]], "released"),
        ([PREPARED, EVENTS[15][0]], "cancelled"),
    ],
)
def test_a_sending_stands_where_its_last_event_put_it(events: list[CaseEvent], state: str):
    assert told(*events).sendings[1].state == state


def test_a_sending_that_was_given_up_fulfils_no_duty():
    duty = "ny.8nycrr121.individuals"
    assert [each.number for each in told(PREPARED).of_duty(1, duty)] == [1]
    assert told(PREPARED, EVENTS[15][0]).of_duty(1, duty) == []
    assert told(PREPARED).of_duty(2, duty) == []


def test_a_batch_keeps_its_mailing_date_and_how_many_went():
    batch = told(PREPARED, MADE, HANDED).batches[1]
    assert (batch.handed_over_at, batch.handed_over, batch.deliveries) == ("2026-03-23", 499, 500)


def test_money_counts_once_where_a_batch_was_mailed():
    telling = told(PREPARED, MADE, HANDED, COST)
    assert telling.spent() == 39000
    assert (telling.spent(1), telling.spent(2)) == (39000, 0)


def test_a_tag_nobody_knows_yet_changes_nothing():
    entries = [Entry(0, "pigeon:sent", {"pigeon": 1})]
    case = Case.replay("KINGSTON-2026-001", entries)
    assert case.size == 1
    assert case.telling == Telling()
    assert told_of("pigeon:sent", {}, Zone("America/New_York")) == "pigeon:sent."


def test_who_is_told_is_known_only_once_all_were_looked_at():
    cleared = happened.RecipientsCleared(wave=1, on="2026-05-08")
    roster = EVENTS[0][0]

    assert told(roster, cleared).resolutions == {}
    assert told(roster, cleared, RESOLVED).resolutions[1].recipients == 4100
    assert told(roster, cleared, RESOLVED, cleared).resolutions == {}
    assert told(roster, cleared, RESOLVED, roster).resolutions == {}


def test_an_approval_of_another_list_counts_for_nobody():
    other = happened.SendingApproved(sending=1, wave=1, by="clerk", digest="e" * 64)
    assert told(PREPARED, APPROVED, APPROVED, other).sendings[1].approved_by == ("dpo",)
    assert told(PREPARED, APPROVED, PREPARED).sendings[1].approved_by == ()
