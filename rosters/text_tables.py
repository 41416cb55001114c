"""CSV and its kin: the delimiter and the encoding are found, the rows streamed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from rosters.problems import RosterError
from rosters.survey import Survey

Row = tuple[int, list[str]]

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
#: The longest value that is read at all; a longer one is a quotation mark left open.
LONGEST_CELL = 1 << 17
_SAMPLED_ROWS = 50
#: Of text in an alphabet, every second byte of UTF-16 is zero.
_SHARE_OF_ZEROS = 0.3
_SEPARATOR_LINE = re.compile(r"sep=(?P<delimiter>[,;\t|])\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A list in CSV; each call of ``rows`` reads it from the beginning."""

    file: BinaryIO
    encoding: str
    delimiter: str
    #: The line that tells Excel the delimiter is not one of the list.
    skips_first_line: bool = False
    remarks: tuple[str, ...] = ()
    sheet: str | None = None

    @property
    def words(self) -> str:
        """Say how the file is written."""
        encoding = "Windows-1252" if self.encoding == "cp1252" else self.encoding.upper()
        named = encoding.replace("UTF-8-SIG", "UTF-8 with a mark at its beginning")
        return f"CSV, separated by {_DELIMITERS[self.delimiter]}, in {named}"

    def rows(self) -> Iterator[Row]:
        """Give each row with the number that a spreadsheet shows for it.

        Raise RosterError where the file stops making sense.
        """
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, self.encoding, newline="")
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(text, delimiter=self.delimiter, strict=True)
        try:
            if self.skips_first_line:
                text.readline()
            yield from enumerate(reader, 1)
        except csv.Error as wrong:
            raise RosterError(_ill_written(reader.line_num, wrong)) from wrong
        except UnicodeDecodeError as wrong:
            raise RosterError(
                f"After line {reader.line_num} stands a byte that {self.encoding.upper()} does not "
                "know; save the list as CSV in UTF-8."
            ) from wrong
        finally:
            if not self.file.closed:
                text.detach()  # the file stays open, and is read again


def text_table(file: BinaryIO, seen: Survey) -> TextTable:
    """Give the table of a text file; raise RosterError where it is none."""
    if seen.has_endless_line:
        raise RosterError(
            "The file has a line of more than a million characters, which no list of persons "
            "has; export it again as CSV, one person a line."
        )
    encoding, remarks = _encoding_of(seen)
    sample = _sample(seen, encoding)
    told = _SEPARATOR_LINE.match(sample)
    delimiter = told["delimiter"] if told else _delimiter_of(sample)
    return TextTable(
        file=file,
        encoding=encoding,
        delimiter=delimiter,
        skips_first_line=told is not None,
        remarks=remarks,
    )


def _encoding_of(seen: Survey) -> tuple[str, tuple[str, ...]]:
    """Give the encoding, with a remark where it was guessed."""
    head = seen.head
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise RosterError("The file is written in UTF-32; save the list as CSV in UTF-8.")
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", ()
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ()
    if head.count(b"\0") > len(head) * _SHARE_OF_ZEROS:
        is_little = head[1::2].count(0) > head[0::2].count(0)
        guessed = "utf-16-le" if is_little else "utf-16-be"
        return guessed, (_guessed("UTF-16, because every second byte is zero"),)
    if seen.is_utf8:
        return "utf-8", ()
    return "cp1252", (_guessed("Windows-1252, because it is not UTF-8"),)


def _guessed(what: str) -> str:
    return f"The encoding was guessed to be {what}; look at the names with accents below."


def _sample(seen: Survey, encoding: str) -> str:
    """Give the first lines as text; a character cut at the end is left out."""
    text = seen.head.decode(encoding, errors="ignore")
    is_whole = len(seen.head) == seen.size
    return text if is_whole else text[: text.rfind("\n") + 1] or text


def _delimiter_of(sample: str) -> str:
    """Give the delimiter that makes the most cells in rows of one width."""
    scores = {each: _score(sample, each) for each in _DELIMITERS}
    best = max(scores, key=lambda each: scores[each])
    return best if scores[best] else ","


def _score(sample: str, delimiter: str) -> int:
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths.update(len(row) for row in islice(reader, _SAMPLED_ROWS))
    except csv.Error:
        return 0
    return max((width * rows for width, rows in widths.items() if width > 1), default=0)


def _ill_written(line: int, wrong: csv.Error) -> str:
    if "field larger" in str(wrong):
        return (
            f"Up to line {line} one value goes on for more than {LONGEST_CELL:,} characters; a "
            "quotation mark is probably opened there and never closed."
        )
    return (
        f"Line {line} is not well written ({wrong}): a quotation mark within a value has to be "
        "doubled, and each one that is opened has to be closed; export the list again as CSV."
    )
