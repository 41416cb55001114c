"""A translation is used only while it is true to the English and reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.errors import InputRefusedError
from notices.catalogue import Catalogue, UnknownNoticeError, catalogue, load_catalogue
from notices.drafts import draft
from notices.inspection import inspect
from notices.located import BrokenFileError
from notices.reviews import reviews_of
from notices.translations import NO_TRUST, Trust, objections, usable_languages
from tests.notices import samples
from tests.notices.small_notice import META

_META = (
    META
    + """\
translations:
  es:
    title: Aviso
    recipients: {parent: {dear: padre o madre}}
    of: OF
    reviewed: null
"""
)
_ENGLISH = """\
<title>Notice</title>
<p>Dear {{ person.dear }}, on {{ notice_date.day }}: {{ data_types | series }}.</p>
{% include "parts/call.xml.j2" %}
"""
_SPANISH = """\
<title>Aviso</title>
<p>Estimado {{ person.dear }}, el {{ notice_date.day }}: {{ data_types | series }}.</p>
{% include "parts/call.xml.j2" %}
"""
_CALL = '<p element="contact">Call {{ contact_phone }} about {{ record_count }} records.</p>\n'
_LLAME = '<p element="contact">Llame al {{ contact_phone }}: {{ record_count }} registros.</p>\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a catalogue of one notice in English and, true to it, in Spanish."""
    root = tmp_path / "templates"
    notice = root / "made-up-notice"
    notice.mkdir(parents=True)
    (root / "parts" / "es").mkdir(parents=True)
    (root / "parts" / "call.xml.j2").write_text(_CALL, encoding="utf-8")
    (root / "parts" / "es" / "call.xml.j2").write_text(_LLAME, encoding="utf-8")
    (notice / "letter.xml.j2").write_text(_ENGLISH, encoding="utf-8")
    (notice / "letter.es.xml.j2").write_text(_SPANISH, encoding="utf-8")
    (notice / "meta.yaml").write_text(_META.replace("OF", "not compared"), encoding="utf-8")
    right = load_catalogue(root).source_digest("made-up-notice")
    (notice / "meta.yaml").write_text(_META.replace("OF", right), encoding="utf-8")
    return root


def _objections(found: Catalogue, trust: Trust = NO_TRUST) -> list[str]:
    return list(objections(found, "made-up-notice", "es", trust))


def test_a_letter_in_spanish_is_spanish_throughout(folder: Path) -> None:
    found = load_catalogue(folder)
    inspect(found)
    fields = samples.roster(data_types=["nombres", "idiomas"])

    drafted = draft("made-up-notice", "parent", fields, language="es", source=found)

    assert drafted.text == (
        "Aviso\n\nEstimado padre o madre, el lunes 4 de mayo de 2026: nombres e idiomas.\n\n"
        "Llame al 845-555-0142: 5,212 registros.\n"
    )
    assert drafted.html.startswith('<!DOCTYPE html>\n<html lang="es">')
    assert drafted.document.page == "Página {page} de {pages}"
    assert drafted.language == "es"


def test_nobody_gets_a_text_that_nobody_has_reviewed(folder: Path) -> None:
    found = load_catalogue(folder)
    drafted = draft("made-up-notice", "parent", samples.roster(), language="es", source=found)

    assert usable_languages(found, "made-up-notice", NO_TRUST) == ("en",)
    (refusal,) = drafted.findings.refusals
    assert refusal.startswith("Nobody has reviewed the Spanish text. Have somebody read it who")
    assert found.source_digest("made-up-notice", "es") in refusal


def test_a_district_may_accept_the_texts_as_they_are_shipped(folder: Path) -> None:
    found, trust = load_catalogue(folder), Trust(accepts_shipped=True)
    drafted = draft(
        "made-up-notice", "parent", samples.roster(), language="es", source=found, trust=trust
    )

    assert usable_languages(found, "made-up-notice", trust) == ("en", "es")
    assert drafted.findings.refusals == ()


def test_a_review_holds_for_the_text_that_was_read(folder: Path, tmp_path: Path) -> None:
    digest = load_catalogue(folder).source_digest("made-up-notice", "es")
    own = tmp_path / "districts" / "kingston-csd" / "notices"
    own.mkdir(parents=True)
    review = f"made-up-notice:\n  es: {{of: {digest}, by: Rosa Delgado, on: 2026-11-02}}\n"
    (own / "reviews.yaml").write_text(review, encoding="utf-8")
    trust = Trust(reviews=reviews_of(tmp_path / "districts", "kingston-csd"))

    assert _objections(load_catalogue(folder), trust) == []

    changed = _SPANISH.replace("Estimado", "Querido")
    (folder / "made-up-notice" / "letter.es.xml.j2").write_text(changed, encoding="utf-8")

    assert "Nobody has reviewed the Spanish text" in _objections(load_catalogue(folder), trust)[0]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("made-up-notice/letter.xml.j2", "Dear", "Hello"),
        ("parts/call.xml.j2", "Call", "Please call"),
        ("made-up-notice/meta.yaml", "{dear: parent}", "{dear: family}"),
        ("made-up-notice/meta.yaml", "title: Notice", "title: Letter"),
    ],
)
def test_a_change_of_the_english_makes_the_spanish_stale(
    folder: Path, file: str, old: str, new: str
) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    found, trust = load_catalogue(folder), Trust(accepts_shipped=True)

    (objection,) = _objections(found, trust)

    assert usable_languages(found, "made-up-notice", trust) == ("en",)
    assert objection == (
        "The Spanish text is stale: the English changed since. Bring it up to date, then write "
        f"of: {found.source_digest('made-up-notice')} into made-up-notice/meta.yaml, or "
        f"english: {found.source_digest('made-up-notice')} beside the review."
    )


def test_a_change_of_another_part_makes_nothing_stale(folder: Path) -> None:
    (folder / "parts" / "other.xml.j2").write_text("<p>Something else.</p>", encoding="utf-8")

    assert not load_catalogue(folder).is_stale("made-up-notice", "es")


def test_a_part_that_is_not_translated_is_refused(folder: Path) -> None:
    (folder / "parts" / "es" / "call.xml.j2").unlink()

    with pytest.raises(InputRefusedError, match=r"letter.es.xml.j2:1: includes 'parts/es/call.xml"):
        inspect(load_catalogue(folder))


def test_a_mistake_in_a_translated_part_names_its_file(folder: Path) -> None:
    part = folder / "parts" / "es" / "call.xml.j2"
    part.write_text("<p>{{ nadie }}</p>", encoding="utf-8")

    with pytest.raises(InputRefusedError, match=r"parts/es/call.xml.j2:1: 'nadie' is not a field"):
        inspect(load_catalogue(folder))


def test_a_translation_shows_the_required_elements_too(folder: Path) -> None:
    part = folder / "parts" / "es" / "call.xml.j2"
    part.write_text("<p>Llame.</p>", encoding="utf-8")

    with pytest.raises(InputRefusedError, match=r"letter.es.xml.j2:1: contact, which .* asks for"):
        inspect(load_catalogue(folder))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  es:", "  fr:", r"translations has no 'es'"),
        ("{parent: {dear: padre", "{student: {dear: padre", "needs the kinds parent, and no"),
        ("reviewed: null", "reviewed: {by: Rosa}", "'on' is missing; add it"),
        ("    of: ", "    of: 12", "write not compared, and its draft then names the digest"),
    ],
)
def test_a_mistake_about_a_translation_is_refused(
    folder: Path, old: str, new: str, message: str
) -> None:
    meta = folder / "made-up-notice" / "meta.yaml"
    meta.write_text(meta.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(BrokenFileError, match=message):
        load_catalogue(folder)


def test_a_language_named_without_its_letter_is_refused(folder: Path) -> None:
    (folder / "made-up-notice" / "letter.es.xml.j2").unlink()

    with pytest.raises(BrokenFileError, match=r"letter.es.xml.j2 is not there; add it"):
        load_catalogue(folder)


def test_a_language_that_a_notice_lacks_is_refused(folder: Path) -> None:
    with pytest.raises(UnknownNoticeError, match="is not written in 'fr'; it is there in en, es"):
        load_catalogue(folder).template("made-up-notice", "fr")


def test_no_agency_folder_means_no_review(tmp_path: Path) -> None:
    assert reviews_of(None, "kingston-csd") == {}
    assert reviews_of(tmp_path, None) == {}
    assert reviews_of(tmp_path, "kingston-csd") == {}


def test_no_shipped_translation_is_stale() -> None:
    stale = [
        f"compare letter.{code}.xml.j2 with the English, then write `of: "
        f"{catalogue().source_digest(template.id)}` into notices/templates/{template.id}/meta.yaml"
        for template in catalogue().templates.values()
        for code in template.translations
        if catalogue().is_stale(template.id, code)
    ]

    assert not stale, "\n".join(stale)
