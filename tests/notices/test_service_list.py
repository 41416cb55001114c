"""A list for a messaging service: taken out of our queue, handed over, counted."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy import Engine

from incidents.law.holds import HoldKind
from incidents.moments import Instant, parse_moment
from incidents.people.recipient import Method
from incidents.services.hold_notification import place_hold
from incidents.services.ports import UnitOfWork
from incidents.services.telling.list_for_service import list_for_service
from incidents.services.telling.mail_batch import GivenMailing, mail_batch
from incidents.services.telling.print_batch import NotPrintedError, PrintReport
from incidents.services.telling.printing import PrintFolderError, Printing
from incidents.services.view_case import view_case
from notices.manifests import service_list
from notices.print_folder import letter_folder
from notices.sent_facts import sent_facts
from tests.support.told_people import LATER, NUMBER, ToldPeople, families

NOW = Instant.parse("2026-03-23T09:00-04:00")
MAIL, EMAIL = Method.FIRST_CLASS_MAIL, Method.EMAIL


class Lister(ToldPeople):
    """Somebody who gives e-mails to a service."""

    folder: Path

    def lists_for_service(self, size: int = 2) -> PrintReport:
        """Write everything that waits."""
        with letter_folder(self.folder) as place:
            printing = Printing(work=self.work, folder=place, clock=lambda: NOW, size=size)
            return list_for_service(printing, service_list, NUMBER, 1)

    def rows(self, name: str) -> list[dict[str, str]]:
        """Give the rows of a list."""
        text = (self.folder / f"{name}.csv").read_text("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def lister(engine: Engine, tmp_path: Path) -> Lister:
    """Give somebody with a case, once on each database."""
    found = Lister(engine, tmp_path)
    found.folder = tmp_path / "lists"
    return found


def test_listed_emails_are_in_hand_and_nobody_else_sends_them(lister: Lister):
    lister.lists(*families(3, EMAIL), *families(1, MAIL, first=4))
    lister.sends()
    report = lister.lists_for_service()
    assert [(each.name, each.letters) for each in report.batches] == [
        ("list-0001", 2),
        ("list-0002", 1),
    ]
    assert lister.states() == ["email in_hand"] * 3 + ["first_class_mail queued"]
    assert lister.rows("list-0001")[0] == {
        "parent_id": "1",
        "first_name": "Parent 1",
        "last_name": "Ames",
        "email": "family1@families.example",
        "phone": "845-555-0001",
        "language": "en",
        "student_id": "",
        "student_name": "Child 1 Ames",
    }
    assert lister.lists_for_service().batches == ()


def test_a_hold_between_two_lists_lets_no_second_one_out(lister: Lister):
    lister.lists(*families(4, EMAIL))
    lister.sends()
    begun = []

    def work(now: Instant, actor: str = "dpo") -> UnitOfWork:
        begun.append(now)
        if len(begun) == 3:
            lister.at("2026-03-23T09:00-04:00", hold)
        return lister.work(now, actor)

    def hold(work: UnitOfWork) -> None:
        place_hold(
            work,
            lister.law,
            NUMBER,
            HoldKind.LAW_ENFORCEMENT,
            starts=parse_moment("2026-03-22"),
            authority="Ulster County Sheriff",
        )

    with letter_folder(lister.folder) as place:
        printing = Printing(work=work, folder=place, clock=lambda: NOW, size=2)
        with pytest.raises(NotPrintedError, match="A hold stands in the way of sending 1"):
            list_for_service(printing, service_list, NUMBER, 1)

    assert lister.states() == ["email in_hand"] * 2 + ["email queued"] * 2


def test_what_the_service_sent_counts_as_email_with_its_cost(lister: Lister):
    lister.lists(*families(2, EMAIL))
    lister.sends()
    lister.lists_for_service()
    given = GivenMailing(batch=1, at=parse_moment("2026-03-23"), by="dpo", cents=4000)
    lister.at("2026-03-23T17:00-04:00", lambda work: mail_batch(work, lister.law, NUMBER, given))
    assert lister.progress().told == {EMAIL: 2}
    assert [(each.item, each.cents) for each in lister.case().telling.costs] == [("service", 4000)]
    view = lister.at(LATER, lambda work: view_case(work, lister.law, NUMBER))
    assert sent_facts(view, 1)["sent_counts"] == [{"method": "e-mail", "number": 2}]


def test_a_list_that_cannot_be_written_takes_nothing_out_of_the_queue(lister: Lister):
    lister.lists(*families(2, EMAIL))
    lister.sends()
    lister.folder.mkdir()
    (lister.folder / "list-0001.csv").write_text("of another case")
    with pytest.raises(PrintFolderError, match="is of another case"):
        lister.lists_for_service()
    assert lister.states() == ["email queued"] * 2
    (lister.folder / "list-0001.csv").unlink()
    assert lister.lists_for_service().batches[0].letters == 2
    assert [path.name for path in sorted(lister.folder.iterdir())] == ["list-0001.csv"]
