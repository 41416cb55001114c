"""How each person was told, as an export shows it: numbers always, names where asked for."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from config.exporting import export_case
from config.settings import Settings
from config.wiring import Installation
from incidents.case.telling_events import PersonCorrected
from incidents.moments import Instant, parse_moment
from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState, Settled
from incidents.services.ports import UnitOfWork
from incidents.services.telling.log_call import GivenCall, Outcome, log_call
from incidents.services.telling.mail_batch import GivenMailing, mail_batch
from incidents.services.telling.print_batch import print_letters
from incidents.services.telling.printing import Press, Printing
from incidents.services.telling.return_letters import GivenReturn, return_letters
from incidents.services.telling.settle_deliveries import settle_deliveries
from notices.export import evidence_pdf, people
from notices.letters import ApprovedLetters
from notices.presses import CallPress, LetterPress
from notices.print_folder import letter_folder
from tests.support.told_people import NUMBER, ToldPeople, families

JULY = "2026-07-01T09:00-04:00"
MAIL, EMAIL, PHONE = Method.FIRST_CLASS_MAIL, Method.EMAIL, Method.TELEPHONE


class Office(ToldPeople):
    """An office that told four families: two by mail, one by e-mail, one not at all."""

    def __init__(self, installation: Installation, home: Path) -> None:
        """Tell them all; the second letter came back, and its family was called."""
        super().__init__(installation.engine, home, installation.field_keys)  # type: ignore[arg-type]
        self.installation, self._home = installation, home
        self.lists(
            *families(2, MAIL, PHONE), *families(1, EMAIL, first=3), *families(1, None, first=4)
        )
        self.notice = self.approves()
        self.sends(self.notice)
        self._prints(LetterPress(writer=ApprovedLetters()), "2026-03-23T09:00-04:00")
        mailed = GivenMailing(batch=1, at=parse_moment("2026-03-23"), by="dpo", cents=156)
        self.at("2026-03-23T17:00-04:00", lambda work: mail_batch(work, self.law, NUMBER, mailed))
        self.at("2026-03-23T10:00-04:00", self._mails)
        back = GivenReturn(sheets=(2,), at=parse_moment("2026-03-30"), by="dpo", why="moved")
        self.at("2026-03-30T12:00-04:00", lambda work: return_letters(work, self.law, NUMBER, back))
        self._prints(CallPress(), "2026-03-30T13:00-04:00")
        self._calls(Outcome.NO_ANSWER, "2026-03-31T10:00-04:00")
        self._calls(Outcome.TOLD, "2026-03-31T11:00-04:00")

    def _calls(self, outcome: Outcome, at: str) -> None:
        call = GivenCall(delivery=4, outcome=outcome, at=Instant.parse(at), by="dpo")
        self.at(
            "2026-03-31T18:00-04:00",
            lambda work: log_call(work, self.law, NUMBER, call, most_calls=3),
        )

    def _prints(self, press: Press, at: str) -> None:
        moment = Instant.parse(at)
        with letter_folder(self._home / "to-print") as folder:
            printing = Printing(work=self.work, folder=folder, clock=lambda: moment, size=50)
            print_letters(printing, press, NUMBER, 1)

    def _mails(self, work: UnitOfWork) -> None:
        sending = work.sendings.of_case(NUMBER)[0]
        until = Instant.parse("2026-03-23T10:10-04:00")
        claimed = work.deliveries.claim(sending.id, EMAIL, worker="w", until=until, limit=10)
        settled = [
            Settled(
                delivery=each.delivery.id,
                state=DeliveryState.ACCEPTED,
                result="250 taken",
                at=work.now,
            )
            for each in claimed
        ]
        rows = {each.delivery.id: each.delivery for each in claimed}
        settle_deliveries(work, sending, settled, rows, worker="w")


@pytest.fixture
def office(
    database: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """Give an office whose families are told, once on each database."""
    keys = tmp_path_factory.mktemp("keys")
    settings = Settings(home=tmp_path / "home", database_url=database, field_keys_folder=keys)
    installation = Installation(settings)
    yield Office(installation, tmp_path / "home")
    installation.engine.dispose()


def export(office: Office, out: Path, *, with_people: bool = False) -> Path:
    """Export the case."""
    export_case(
        office.installation,
        NUMBER,
        out,
        by="dpo",
        now=Instant.parse(JULY),
        with_people=with_people,
    )
    return out


def table(bag: Path, name: str) -> list[dict[str, str]]:
    """Give the rows of a table of the bag."""
    text = (bag / "data" / name).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_register_of_deliveries_has_numbers_and_no_names(office: Office, tmp_path: Path):
    bag = export(office, tmp_path / "out")
    found = [
        (row["delivery"], row["recipient"], row["method"], row["state"], row["result"])
        for row in table(bag, "registers/deliveries.csv")
    ]
    assert found == [
        ("1", "1", "first-class mail", "accepted", "handed over"),
        ("2", "2", "first-class mail", "returned", "came back: moved"),
        ("3", "3", "e-mail", "accepted", "250 taken"),
        ("4", "2", "telephone", "accepted", "call 2: told"),
    ]
    (email,) = table(bag, "registers/electronic.csv")
    assert (email["delivery"], email["handed over at"][:19]) == ("3", "2026-03-23T14:00:00")
    calls = [
        (row["delivery"], row["recipient"], row["outcome"], row["called at"])
        for row in table(bag, "registers/telephone.csv")
    ]
    assert calls == [
        ("4", "2", "no_answer", "2026-03-31T10:00-04:00"),
        ("4", "2", "told", "2026-03-31T11:00-04:00"),
    ]
    assert [(row["item"], row["cents"]) for row in table(bag, "registers/costs.csv")] == [
        ("postage", "156")
    ]


def test_without_being_asked_for_no_name_leaves(office: Office, tmp_path: Path):
    bag = export(office, tmp_path / "out")
    assert not (bag / "data" / "people").exists()
    for path in bag.rglob("*"):
        if path.is_file() and path.suffix not in (".pdf", ".xlsx"):
            assert b"Ames" not in path.read_bytes(), path.name
    for path in bag.rglob("*.pdf"):
        with pypdfium2.PdfDocument(path) as document:
            text = "".join(page.get_textpage().get_text_bounded() for page in document)
        assert "Ames" not in text, path.name


def test_the_report_counts_how_the_people_were_told(office: Office, tmp_path: Path):
    bag = export(office, tmp_path / "out")
    with pypdfium2.PdfDocument(bag / "data" / "report.pdf") as document:
        pages = (page.get_textpage().get_text_bounded() for page in document)
        text = " ".join(" ".join(pages).split())
    for said in (
        "Sending 1 was released by dpo on Friday, March 20, 2026: 2 by first-class mail, 1 by",
        "1 by e-mail; 1 had no usable address yet.",
        "Letters mailed: 2 (batches: 1), on Monday, March 23, 2026.",
        "E-mails taken by the mail server: 1.",
        "Letters that came back: 1.",
        "Calls made: 2; recipients told by telephone: 1.",
        "Telling them cost $1.56 so far.",
    ):
        assert said in text


def test_the_people_part_is_proven_with_the_rest_of_the_bag(office: Office, tmp_path: Path):
    bag = export(office, tmp_path / "out", with_people=True)
    command = [sys.executable, "-I", str(bag / "verify.py")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=bag)
    assert checked.returncode == 0, checked.stdout + checked.stderr

    table_of_people = bag / "data" / "people" / "people.csv"
    table_of_people.write_bytes(table_of_people.read_bytes().replace(b"accepted", b"returned"))
    checked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=bag)
    assert checked.returncode == 1
    assert "people/people.csv" in checked.stdout


def test_two_exports_with_people_are_the_same(office: Office, tmp_path: Path):
    first = export(office, tmp_path / "first", with_people=True)
    second = export(office, tmp_path / "second", with_people=True)
    assert _files(first) == _files(second)
    plain = export(office, tmp_path / "third")
    assert {name for name in _files(first) if name not in _files(plain)} == {
        "data/people/affected.csv",
        "data/people/evidence-0001.pdf",
        "data/people/people.csv",
    }


def test_the_pages_of_each_person_hold_exactly_their_own_rows(office: Office, tmp_path: Path):
    bag = export(office, tmp_path / "out", with_people=True)
    with pypdfium2.PdfDocument(bag / "data" / "people" / "evidence-0001.pdf") as document:
        pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    assert len(pages) == 4
    for number, page in enumerate(pages, start=1):
        assert f"Recipient {number}: Parent {number} Ames" in page
        others = {1, 2, 3, 4} - {number}
        assert not any(f"{each} Ames" in page for each in others)
    first, second, third, fourth = pages
    assert "first-class mail, batch 1 Monday, March 23, 2026 accepted handed over" in first
    assert "came back: moved" in second
    assert "called by dpo: nobody answered" in second
    assert "accepted call 2: told" in second
    assert "came back" not in first + third + fourth
    assert "250 taken" in third
    assert "Nothing was sent." in fourth
    with pikepdf.open(bag / "data" / "people" / "evidence-0001.pdf") as document:
        assert document.Root.MarkInfo.Marked


def test_the_table_of_people_has_a_row_for_each_delivery(office: Office, tmp_path: Path):
    bag = export(office, tmp_path / "out", with_people=True)
    found = [
        (row["recipient"], row["names"], row["about"], row["delivery"], row["state"])
        for row in table(bag, "people/people.csv")
    ]
    assert found == [
        ("1", "Parent 1 Ames", "Child 1 Ames", "1", "accepted"),
        ("2", "Parent 2 Ames", "Child 2 Ames", "2", "returned"),
        ("2", "Parent 2 Ames", "Child 2 Ames", "4", "accepted"),
        ("3", "Parent 3 Ames", "Child 3 Ames", "3", "accepted"),
        ("4", "Parent 4 Ames", "Child 4 Ames", "", ""),
    ]
    assert [(row["name"], row["told through"]) for row in table(bag, "people/affected.csv")] == [
        ("Child 1 Ames", "1"),
        ("Child 2 Ames", "2"),
        ("Child 3 Ames", "3"),
        ("Child 4 Ames", "4"),
    ]


def test_what_went_to_an_earlier_address_says_so(office: Office, tmp_path: Path):
    corrected = [
        PersonCorrected(wave=1, person=number, fields=list(fields), source="the post office")
        for number, fields in ((1, ["address"]), (2, ["language"]), (3, ["email"]))
    ]
    office.at("2026-04-02T09:00-04:00", lambda work: work.append(NUMBER, corrected))

    bag = export(office, tmp_path / "out", with_people=True)

    since = [row["corrected since"] for row in table(bag, "people/people.csv")]
    assert since[0].startswith("entry ")
    # The e-mail went to the address that is known: it was another contact's that changed.
    assert since[1:] == ["", "", "", ""]
    with pypdfium2.PdfDocument(bag / "data" / "people" / "evidence-0001.pdf") as document:
        pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    assert f"the postal address was corrected since ({since[0]})" in pages[0]
    assert "corrected since" not in "".join(pages[1:])


def test_evidence_goes_into_files_of_some_hundred(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(people, "PER_FILE", 3)
    monkeypatch.setattr(evidence_pdf, "FEW", 1)
    bag = export(office, tmp_path / "out", with_people=True)
    folder = bag / "data" / "people"
    assert sorted(path.name for path in folder.glob("*.pdf")) == [
        "evidence-0001.pdf",
        "evidence-0002.pdf",
    ]
    assert [row["evidence file"] for row in table(bag, "people/people.csv")] == [
        *["evidence-0001.pdf"] * 4,
        "evidence-0002.pdf",
    ]


def test_what_nobody_recorded_yet_changes_no_export(office: Office, tmp_path: Path):
    more = families(1, PHONE, first=5)
    office.lists(*(replace(each, key="fifth") for each in more))
    first = export(office, tmp_path / "first")
    second = export(office, tmp_path / "second")
    assert _files(first) == _files(second)


def _files(bag: Path) -> dict[str, bytes]:
    return {
        path.relative_to(bag).as_posix(): path.read_bytes()
        for path in bag.rglob("*")
        if path.is_file() and path.name not in ("bag-info.txt", "tagmanifest-sha256.txt")
    }
