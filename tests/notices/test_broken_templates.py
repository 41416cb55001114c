"""Each mistake in a template is refused with its file, its line and advice.

A file of ``broken_templates/`` is one mistake; its first line is the message
that must come.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.errors import InputRefusedError
from notices.catalogue import load_catalogue
from notices.drafts import draft
from notices.filling import NoticeNotFilledError
from notices.inspection import inspect
from tests.notices import samples
from tests.notices.small_notice import LETTER, META

_FILES = sorted((Path(__file__).parent / "broken_templates").iterdir())
_GOOD_PART = "<p>{{ signatory_name }}</p>\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a catalogue of one good notice and one good part."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "signature.xml.j2").write_text(_GOOD_PART, encoding="utf-8")
    notice = tmp_path / "made-up-notice"
    notice.mkdir()
    (notice / "meta.yaml").write_text(META, encoding="utf-8")
    (notice / "letter.xml.j2").write_text(LETTER, encoding="utf-8")
    return tmp_path


def test_the_good_notice_itself_is_taken(folder: Path) -> None:
    inspect(load_catalogue(folder))


@pytest.mark.parametrize("broken", _FILES, ids=lambda path: path.name)
def test_a_broken_template_is_refused_with_its_line(folder: Path, broken: Path) -> None:
    text = broken.read_text(encoding="utf-8")
    expected = text.splitlines()[0].strip("{# }")
    target = "meta.yaml" if broken.suffix == ".yaml" else "letter.xml.j2"
    (folder / "made-up-notice" / target).write_text(text, encoding="utf-8")

    with pytest.raises(InputRefusedError) as refused:
        inspect(load_catalogue(folder))

    assert f"made-up-notice/{expected}" in str(refused.value)


def test_a_notice_without_its_letter_is_refused(folder: Path) -> None:
    (folder / "made-up-notice" / "letter.xml.j2").unlink()

    with pytest.raises(InputRefusedError, match=r"made-up-notice/letter.xml.j2:1: is not there"):
        load_catalogue(folder)


def test_a_letter_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / "made-up-notice" / "letter.xml.j2").write_bytes(b"<p>\xff</p>")

    with pytest.raises(InputRefusedError, match="is not UTF-8 text; save it as UTF-8"):
        load_catalogue(folder)


def test_an_empty_meta_file_is_refused(folder: Path) -> None:
    (folder / "made-up-notice" / "meta.yaml").write_text("", encoding="utf-8")

    with pytest.raises(InputRefusedError, match=r"meta.yaml:1: is empty"):
        load_catalogue(folder)


def test_a_template_that_is_too_long_is_refused(folder: Path) -> None:
    long = LETTER + "<p>words</p>\n" * 6000
    (folder / "made-up-notice" / "letter.xml.j2").write_text(long, encoding="utf-8")

    with pytest.raises(InputRefusedError, match=r"has 78,0\d\d characters; shorten it to 65,536"):
        inspect(load_catalogue(folder))


def test_a_part_that_includes_another_is_refused(folder: Path) -> None:
    part = '{% include "parts/signature.xml.j2" %}'
    (folder / "parts" / "signature.xml.j2").write_text(part, encoding="utf-8")
    source = LETTER + '{% include "parts/signature.xml.j2" %}'
    (folder / "made-up-notice" / "letter.xml.j2").write_text(source, encoding="utf-8")

    with pytest.raises(InputRefusedError, match="a part may not include another"):
        inspect(load_catalogue(folder))


def test_a_broken_part_is_named_by_its_own_file(folder: Path) -> None:
    part = "<p>{{ nobody }}</p>"
    (folder / "parts" / "signature.xml.j2").write_text(part, encoding="utf-8")

    with pytest.raises(InputRefusedError, match=r"parts/signature.xml.j2:1: 'nobody' is not"):
        inspect(load_catalogue(folder))


def test_a_broken_template_is_refused_at_its_first_use(folder: Path) -> None:
    source = LETTER + "<p>{{ nobody }}</p>"
    (folder / "made-up-notice" / "letter.xml.j2").write_text(source, encoding="utf-8")

    with pytest.raises(InputRefusedError, match="'nobody' is not a field"):
        draft("made-up-notice", "parent", samples.roster(), source=load_catalogue(folder))


def test_a_list_printed_as_it_is_stops_the_notice(folder: Path) -> None:
    source = LETTER + "<p>{{ agency_address }}</p>"
    (folder / "made-up-notice" / "letter.xml.j2").write_text(source, encoding="utf-8")

    with pytest.raises(NoticeNotFilledError, match="a list cannot be printed; correct its"):
        draft("made-up-notice", "parent", samples.roster(), source=load_catalogue(folder))


def test_a_catalogue_may_do_without_parts(folder: Path) -> None:
    (folder / "parts" / "signature.xml.j2").unlink()
    (folder / "parts").rmdir()

    drafted = draft("made-up-notice", "parent", samples.roster(), source=load_catalogue(folder))

    assert drafted.text == "Notice\n\n845-555-0142\n"


def test_every_mistake_of_a_catalogue_is_told_at_once(folder: Path) -> None:
    source = "<title>x</title>\n<p>{{ one_name }}</p>\n<p>{{ another_name }}</p>\n"
    (folder / "made-up-notice" / "letter.xml.j2").write_text(source, encoding="utf-8")

    with pytest.raises(InputRefusedError) as refused:
        inspect(load_catalogue(folder))

    assert [problem.split(": ")[0] for problem in refused.value.problems] == [
        "made-up-notice/letter.xml.j2:2",
        "made-up-notice/letter.xml.j2:3",
    ]
