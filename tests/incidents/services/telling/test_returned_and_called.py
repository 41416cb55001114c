"""A letter comes back, somebody is called, and nobody is told twice or never."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from incidents.case.telling_events import BatchMade
from incidents.moments import Instant, LocalDay, parse_moment
from incidents.people.person import PostalAddress
from incidents.people.recipient import Method
from incidents.services.people_rows import RecipientState
from incidents.services.ports import UnitOfWork
from incidents.services.record_filing import EvidenceFile
from incidents.services.telling.fall_back import try_again
from incidents.services.telling.log_call import (
    CallRefusedError,
    CallTaken,
    GivenCall,
    Outcome,
    log_call,
)
from incidents.services.telling.mail_batch import GivenMailing, NotMailedError, mail_batch
from incidents.services.telling.record_spending import (
    CostItem,
    CostRefusedError,
    GivenCost,
    record_spending,
)
from incidents.services.telling.return_letters import (
    GivenReturn,
    LettersReturned,
    NotReturnedError,
    return_letters,
)
from tests.support.told_people import NUMBER, ToldPeople, families

MAIL, EMAIL, PHONE = Method.FIRST_CLASS_MAIL, Method.EMAIL, Method.TELEPHONE


class Office(ToldPeople):
    """The people who mail, call and open what came back."""

    def prints(self, method: Method = MAIL, at: str = "2026-03-23T09:00-04:00") -> list[int]:
        """Claim everything that waits and make one batch of it."""

        def make(work: UnitOfWork) -> list[int]:
            sending = work.sendings.of_case(NUMBER)[0]
            until = Instant.parse("2026-05-01T00:00-04:00")
            claimed = work.deliveries.claim(sending.id, method, worker="w", until=until, limit=100)
            sheets = [each.delivery.id for each in claimed]
            batch = work.deliveries.add_batch(sending.id, method, sheets, "e" * 64)
            made = BatchMade(
                sending=1,
                wave=1,
                batch=batch.number,
                method=method.value,
                deliveries=len(sheets),
                manifest="e" * 64,
            )
            work.append(NUMBER, [made])
            return sheets

        return self.at(at, make)

    def mails(self, batch: int = 1, at: str = "2026-03-23", **given) -> None:
        """Record that a batch was mailed."""
        mailing = GivenMailing(batch=batch, at=parse_moment(at), by="dpo", **given)
        self.at("2026-03-23T17:00-04:00", lambda work: mail_batch(work, self.law, NUMBER, mailing))

    def gets_back(self, *sheets: int, at: str = "2026-03-30") -> LettersReturned:
        """Record letters that came back."""
        given = GivenReturn(sheets=sheets, at=parse_moment(at), by="dpo", why="moved")
        return self.at(
            "2026-03-30T12:00-04:00", lambda work: return_letters(work, self.law, NUMBER, given)
        )

    def calls(
        self, delivery: int, outcome: Outcome, at: str = "2026-03-31T10:00-04:00"
    ) -> CallTaken:
        """Log a call; the third that reaches nobody is the last."""
        given = GivenCall(delivery=delivery, outcome=outcome, at=Instant.parse(at), by="dpo")
        return self.at(
            "2026-03-31T18:00-04:00",
            lambda work: log_call(work, self.law, NUMBER, given, most_calls=3),
        )

    def spends(self, given: GivenCost) -> None:
        """Record what something cost."""
        self.at(
            "2026-03-23T17:00-04:00",
            lambda work: record_spending(work, self.law, NUMBER, given),
        )


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    """Give an office with a case, once on each database."""
    return Office(engine, tmp_path)


def test_a_mailed_batch_has_its_day_its_cost_and_its_receipt(office: Office):
    office.lists(*families(3, MAIL))
    office.sends()
    office.prints()
    receipt = EvidenceFile(name="receipt.pdf", content=b"paid $2.34")
    office.mails(cents=234, evidence=(receipt,))

    assert office.states() == ["first_class_mail accepted"] * 3
    assert {str(each.handed_over_at) for each in office.deliveries()} == {
        "2026-03-23T04:00:00.000000Z"
    }
    telling = office.case().telling
    assert (telling.batches[1].handed_over_at, telling.batches[1].handed_over) == ("2026-03-23", 3)
    assert [(each.item, each.cents, each.on) for each in telling.costs] == [
        ("postage", 234, "2026-03-23")
    ]
    assert telling.costs[0].evidence[0]["name"] == "receipt.pdf"
    assert [each.cents for each in office.deliveries()] == [78, 78, 78]


@pytest.mark.parametrize(
    ("batch", "at", "said"),
    [
        (7, "2026-03-23", "has no batch 7 of letters; it has 1"),
        (1, "2026-03-22", "printed on Monday, March 23, 2026"),
        (1, "2026-03-24", "cannot have been mailed"),
    ],
)
def test_a_batch_is_not_mailed_before_it_is_printed(office: Office, batch: int, at: str, said: str):
    office.lists(*families(1, MAIL))
    office.sends()
    office.prints()
    with pytest.raises(NotMailedError, match=said):
        office.mails(batch, at)
    assert office.states() == ["first_class_mail in_hand"]


def test_a_batch_is_mailed_only_once(office: Office):
    office.lists(*families(1, MAIL))
    office.sends()
    office.prints()
    office.mails(cents=78)
    with pytest.raises(NotMailedError, match="handed over already, on 2026-03-23"):
        office.mails(cents=78)
    assert office.case().telling.spent() == 78


def test_a_returned_letter_is_followed_by_a_call_and_then_told(office: Office):
    office.lists(*families(2, MAIL, PHONE))
    office.sends()
    first, second = office.prints()
    office.mails()
    assert office.progress().is_complete

    back = office.gets_back(first)
    assert (back.returned, dict(back.fell_back.queued)) == ((first,), {PHONE: 1})
    assert office.states() == [
        "first_class_mail returned",
        "first_class_mail accepted",
        "telephone queued",
    ]
    assert office.progress().missing == {RecipientState.ON_THE_WAY: 1}

    (call,) = office.prints(PHONE, at="2026-03-30T13:00-04:00")
    assert office.calls(call, Outcome.TOLD).calls == 1
    assert office.progress().is_complete
    assert office.progress().told == {MAIL: 1, PHONE: 1}
    assert str(office.progress().last_handed_over) == "2026-03-31T14:00:00.000000Z"
    assert second != call


def test_a_returned_letter_without_another_way_is_on_the_list_to_work(office: Office):
    office.lists(*families(1, MAIL))
    office.sends()
    (sheet,) = office.prints()
    office.mails()
    back = office.gets_back(sheet)
    assert back.fell_back.to_work == (office.deliveries()[0].recipient,)
    assert office.progress().missing_words == "1 failed"


def test_a_corrected_address_sends_the_same_letter_anew(office: Office):
    office.lists(*families(1, MAIL))
    office.sends()
    (sheet,) = office.prints()
    office.mails()
    office.gets_back(sheet)

    def correct(work: UnitOfWork) -> Method | None:
        row = work.recipients.get(NUMBER, office_row.recipient)
        assert row is not None
        address = PostalAddress(street=("9 New Road",), city="Kingston", state="NY")
        work.recipients.readdress(NUMBER, row.id, replace(row.recipient, address=address))
        return try_again(work, row)

    office_row = office.deliveries()[0]
    assert office.at("2026-04-01T09:00-04:00", correct) is MAIL
    (again,) = office.deliveries()
    assert (again.state.value, again.batch, again.handed_over_at) == ("queued", None, None)

    assert office.prints(at="2026-04-01T10:00-04:00") == [sheet]
    mailing = GivenMailing(batch=2, at=parse_moment("2026-04-02"), by="dpo")
    office.at("2026-04-02T17:00-04:00", lambda work: mail_batch(work, office.law, NUMBER, mailing))
    assert office.progress().is_complete
    assert str(office.progress().last_handed_over) == "2026-04-02T04:00:00.000000Z"


def test_nobody_who_was_told_otherwise_gets_the_letter_anew(office: Office):
    office.lists(*families(1, MAIL, PHONE))
    office.sends()
    (sheet,) = office.prints()
    office.mails()
    office.gets_back(sheet)
    (call,) = office.prints(PHONE, at="2026-03-30T13:00-04:00")
    office.calls(call, Outcome.TOLD)

    def again(work: UnitOfWork) -> Method | None:
        row = work.recipients.get(NUMBER, recipient)
        assert row is not None
        return try_again(work, row)

    recipient = office.deliveries()[0].recipient
    assert office.at("2026-04-01T09:00-04:00", again) is None


def test_the_same_envelope_typed_twice_counts_once(office: Office):
    office.lists(*families(2, MAIL, EMAIL))
    office.sends()
    first, _ = office.prints()
    office.mails()
    assert office.gets_back(first, first).returned == (first,)
    again = office.gets_back(first)
    assert (again.returned, again.known) == ((), (first,))
    assert len(office.case().telling.returned) == 1
    assert len(office.deliveries()) == 3


def test_one_wrong_number_in_the_heap_keeps_nothing(office: Office):
    office.lists(*families(2, MAIL, PHONE))
    office.sends()
    first, _ = office.prints()
    office.mails()
    with pytest.raises(NotReturnedError, match="There is no letter 9999 in case"):
        office.gets_back(first, 9999)
    assert office.progress().is_complete


def test_a_letter_that_was_never_mailed_cannot_come_back(office: Office):
    office.lists(*families(1, MAIL))
    office.sends()
    (sheet,) = office.prints()
    with pytest.raises(NotReturnedError, match=r"not mailed by the record \(in hand\)"):
        office.gets_back(sheet)


def test_a_letter_cannot_come_back_before_it_was_mailed(office: Office):
    office.lists(*families(1, MAIL))
    office.sends()
    (sheet,) = office.prints()
    office.mails()
    with pytest.raises(NotReturnedError, match="it was mailed on Monday, March 23, 2026"):
        office.gets_back(sheet, at="2026-03-22")


def test_three_calls_without_an_answer_open_a_letter(office: Office):
    office.lists(*families(1, PHONE, MAIL))
    office.sends()
    (call,) = office.prints(PHONE)
    assert office.calls(call, Outcome.NO_ANSWER).state.value == "in_hand"
    assert office.calls(call, Outcome.MESSAGE_LEFT).state.value == "in_hand"
    last = office.calls(call, Outcome.NO_ANSWER)
    assert (last.calls, last.state.value) == (3, "unreached")
    assert dict(last.fell_back.queued) == {MAIL: 1}
    assert [each.outcome for each in office.case().telling.calls] == [
        "no_answer",
        "message_left",
        "no_answer",
    ]


@pytest.mark.parametrize("outcome", [Outcome.WRONG_NUMBER, Outcome.REFUSED])
def test_a_wrong_number_or_a_refusal_opens_a_letter_at_once(office: Office, outcome: Outcome):
    office.lists(*families(1, PHONE, MAIL))
    office.sends()
    (call,) = office.prints(PHONE)
    assert office.calls(call, outcome).state.value == "unreached"
    assert office.states() == ["telephone unreached", "first_class_mail queued"]


def test_somebody_who_calls_back_gets_no_letter_any_more(office: Office):
    office.lists(*families(1, PHONE, MAIL))
    office.sends()
    (call,) = office.prints(PHONE)
    office.calls(call, Outcome.WRONG_NUMBER)
    office.calls(call, Outcome.TOLD, at="2026-03-31T11:00-04:00")
    assert office.states() == ["telephone accepted", "first_class_mail cancelled"]
    assert office.progress().is_complete


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-03-31T19:00-04:00", "between the release"),
        ("2026-03-20T08:59-04:00", "between the release"),
    ],
)
def test_a_call_lies_between_the_release_and_now(office: Office, at: str, said: str):
    office.lists(*families(1, PHONE))
    office.sends()
    (call,) = office.prints(PHONE)
    with pytest.raises(CallRefusedError, match=said):
        office.calls(call, Outcome.TOLD, at=at)


def test_who_was_told_is_not_called_again_by_mistake(office: Office):
    office.lists(*families(1, PHONE))
    office.sends()
    (call,) = office.prints(PHONE)
    office.calls(call, Outcome.TOLD)
    with pytest.raises(CallRefusedError, match=r"was told already \(call 1: told\)"):
        office.calls(call, Outcome.NO_ANSWER)
    with pytest.raises(CallRefusedError, match="There is no call 4711"):
        office.calls(4711, Outcome.TOLD)


@pytest.mark.parametrize(
    ("item", "cents", "on", "said"),
    [
        (CostItem.POSTAGE, 0, "2026-03-23", "more than nothing"),
        (CostItem.POSTAGE, 100, "2026-03-24", "lies in the future"),
        (CostItem.OTHER, 100, "2026-03-23", "needs a note"),
    ],
)
def test_a_cost_that_makes_no_sense_is_refused(
    office: Office, item: CostItem, cents: int, on: str, said: str
):
    given = GivenCost(item=item, cents=cents, on=LocalDay.parse(on), by="dpo")
    with pytest.raises(CostRefusedError, match=said):
        office.at(
            "2026-03-23T17:00-04:00",
            lambda work: record_spending(work, office.law, NUMBER, given),
        )
    assert office.case().telling.costs == []


def test_costs_add_up_with_their_proofs(office: Office):
    for cents in (12_000, 345):
        given = GivenCost(
            item=CostItem.STAFF_TIME,
            cents=cents,
            on=LocalDay.parse("2026-03-23"),
            by="dpo",
            note="Three clerks for a day",
            evidence=(EvidenceFile(name="hours.csv", content=b"%d" % cents),),
        )
        office.spends(given)
    assert office.case().telling.spent() == 12_345
