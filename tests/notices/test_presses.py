"""A stranger holds each manifest against the pages of its file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import Engine

from incidents.law.holds import HoldKind
from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.hold_notification import place_hold
from incidents.services.people_ports import Household
from incidents.services.telling.print_batch import (
    NotPrintedError,
    PrintReport,
    print_again,
    print_letters,
)
from incidents.services.telling.printing import Press, PrintFolderError, Printing
from notices.letters import ApprovedLetters
from notices.presses import CallPress, LetterPress
from notices.print_folder import letter_folder
from tests.support.told_people import NUMBER, ToldPeople, families, family

NOW = Instant.parse("2026-03-23T09:00-04:00")
MAIL, PHONE = Method.FIRST_CLASS_MAIL, Method.TELEPHONE


class Printer(ToldPeople):
    """Somebody who prints into a folder."""

    folder: Path

    def prints(self, press: Press, *, size: int = 4, again: int | None = None) -> PrintReport:
        """Print everything that waits, or one batch again."""
        with letter_folder(self.folder) as place:
            printing = Printing(work=self.work, folder=place, clock=lambda: NOW, size=size)
            if again is not None:
                return PrintReport(
                    batches=(print_again(printing, press, NUMBER, again),), refused=()
                )
            return print_letters(printing, press, NUMBER, 1)

    def manifest(self, name: str) -> list[dict[str, str]]:
        """Give the rows of a manifest."""
        text = (self.folder / f"{name}.csv").read_text("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def pages(self, name: str) -> list[str]:
        """Give the text of each page."""
        with pypdfium2.PdfDocument(self.folder / f"{name}.pdf") as document:
            return [page.get_textpage().get_text_bounded() for page in document]


@pytest.fixture
def printer(engine: Engine, tmp_path: Path) -> Printer:
    """Give somebody with a case, once on each database."""
    found = Printer(engine, tmp_path)
    found.folder = tmp_path / "to-print"
    return found


def test_each_page_is_of_the_sheet_and_the_person_its_row_names(printer: Printer):
    printer.lists(*families(6, MAIL))
    printer.sends(printer.approves())
    report = printer.prints(LetterPress(writer=ApprovedLetters()))
    assert [(each.name, each.letters) for each in report.batches] == [
        ("letters-0001", 4),
        ("letters-0002", 2),
    ]
    found = []
    for name in ("letters-0001", "letters-0002"):
        rows, pages = printer.manifest(name), printer.pages(name)
        assert sum(int(row["pages"]) for row in rows) == len(pages)
        for row in rows:
            first = int(row["first page"]) - 1
            its_own = pages[first : first + int(row["pages"])]
            for page in its_own:
                assert f"{NUMBER} · {int(row['sheet']):06}" in page
            text = " ".join(its_own[0].split())
            assert row["names"] in text
            assert f"{row['street 1']} Kingston, NY 12401" in text
            child = row["names"].replace("Parent", "Child")
            assert child in " ".join(" ".join(its_own).split())
            found.append((int(row["sheet"]), int(row["recipient"])))
    assert found == [(each.id, each.recipient) for each in printer.deliveries()]


def test_the_file_of_a_batch_is_tagged_and_only_its_owner_reads_it(printer: Printer):
    printer.lists(*families(2, MAIL))
    printer.sends(printer.approves())
    printer.prints(LetterPress(writer=ApprovedLetters()))
    for path in printer.folder.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
    with pikepdf.open(printer.folder / "letters-0001.pdf") as document:
        assert document.Root.MarkInfo.Marked


def test_a_batch_that_was_lost_is_printed_again_byte_for_byte(printer: Printer):
    printer.lists(*families(2, MAIL))
    printer.sends(printer.approves())
    press = LetterPress(writer=ApprovedLetters())
    printer.prints(press)
    before = {path.name: path.read_bytes() for path in printer.folder.iterdir()}
    for path in printer.folder.iterdir():
        path.unlink()
    printer.prints(press, again=1)
    assert {path.name: path.read_bytes() for path in printer.folder.iterdir()} == before
    with pytest.raises(NotPrintedError, match="has no batch 9 of letters"):
        printer.prints(press, again=9)


def test_a_letter_that_cannot_be_printed_is_named_and_called_instead(printer: Printer):
    printer.lists(*families(1, MAIL, PHONE), _unprintable())
    printer.sends(printer.approves())
    report = printer.prints(LetterPress(writer=ApprovedLetters()))
    assert [each.number for each in report.refused] == [2]
    assert "Moon" not in report.refused[0].reason
    assert printer.states() == [
        "first_class_mail in_hand",
        "first_class_mail bounced",
        "telephone queued",
    ]
    assert [row["sheet"] for row in printer.manifest("letters-0001")] == ["1"]


def test_letters_of_two_cases_do_not_share_a_folder(printer: Printer):
    printer.lists(*families(1, MAIL))
    printer.sends(printer.approves())
    printer.folder.mkdir()
    (printer.folder / "letters-0001.csv").write_text("of another case")
    with pytest.raises(PrintFolderError, match="is of another case"):
        printer.prints(LetterPress(writer=ApprovedLetters()))
    assert [path.name for path in printer.folder.iterdir()] == ["letters-0001.csv"]
    assert printer.case().telling.batches == {}


def test_only_one_prints_into_a_folder_at_a_time(printer: Printer):
    with (
        letter_folder(printer.folder),
        pytest.raises(PrintFolderError, match="Somebody prints into"),
        letter_folder(printer.folder),
    ):
        pass


def test_nothing_is_printed_while_a_hold_stands_in_the_way(printer: Printer):
    printer.lists(*families(1, MAIL))
    printer.sends(printer.approves())
    since = "2026-03-21T09:00-04:00"
    printer.at(
        since,
        lambda work: place_hold(
            work,
            printer.law,
            NUMBER,
            HoldKind.LAW_ENFORCEMENT,
            starts=Instant.parse(since),
            authority="State Police",
        ),
    )
    with pytest.raises(NotPrintedError, match="A hold stands in the way of sending 1"):
        printer.prints(LetterPress(writer=ApprovedLetters()))
    assert printer.states() == ["first_class_mail queued"]


def test_a_call_sheet_has_a_line_for_each_call(printer: Printer):
    printer.lists(*families(3, PHONE))
    printer.sends(printer.approves())
    printer.prints(CallPress())
    rows = printer.manifest("calls-0001")
    assert [(row["call"], row["telephone"], row["outcome"]) for row in rows] == [
        ("1", "845-555-0001", ""),
        ("2", "845-555-0002", ""),
        ("3", "845-555-0003", ""),
    ]
    text = " ".join(" ".join(printer.pages("calls-0001")).split())
    for row in rows:
        for cell in ("telephone", "names", "about"):
            assert row[cell] in text


def test_no_cell_of_a_manifest_runs_as_a_formula(printer: Printer):
    printer.lists(_named("=cmd|'/c calc'!A0"))
    printer.sends(printer.approves())
    printer.prints(CallPress())
    assert printer.manifest("calls-0001")[0]["names"].startswith("'=")


def _named(name: str) -> Household:
    found = family(1, PHONE)
    return replace(found, recipient=replace(found.recipient, names=(name,)))


def _unprintable() -> Household:
    found = family(2, MAIL, PHONE)
    return replace(found, recipient=replace(found.recipient, names=("Moon \U0001f319 Ames",)))
