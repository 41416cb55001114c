"""``notices``: what there is, and which translations may go out."""

from __future__ import annotations

from pathlib import Path

from tests.support.desk import Desk

_SETTINGS = "kingston-csd.yaml"


def _settings(desk: Desk) -> Path:
    return Path(desk.place / "home" / "districts" / _SETTINGS)


def test_each_notice_is_listed_with_its_translations(desk: Desk) -> None:
    told = desk.says("notices")

    assert "family-notice: Notice to families, teachers and principals\n" in told
    assert "    for parent, eligible-student, teacher-or-principal\n" in told
    assert "    Spanish: not reviewed\n" in told


def test_one_notice_says_what_stands_in_the_way(desk: Desk) -> None:
    [found] = desk.tells("notices", "family-notice")
    told = desk.says("notices", "family-notice")

    [spanish] = found["languages"]
    assert spanish["state"] == "not reviewed"
    assert spanish["of"] in told
    assert "Nobody has reviewed the Spanish text." in told


def test_an_agency_may_accept_what_is_shipped(desk: Desk) -> None:
    settings = _settings(desk)
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}accept_shipped_translations: true\n", encoding="utf-8")

    [found] = desk.tells("notices", "family-notice", "--agency", "kingston-csd")

    assert [each["state"] for each in found["languages"]] == ["may go out"]


def test_a_mistake_in_own_words_is_told_with_its_file(desk: Desk) -> None:
    path = desk.place / "home" / "districts" / "kingston-csd" / "notices" / "parts"
    path.mkdir(parents=True)
    (path / "letterhead.xml.j2").write_text("<p>{{ secret }}</p>", encoding="utf-8")

    refused = desk.refuses("notices", "--agency", "kingston-csd")

    assert "parts/letterhead.xml.j2:1: 'secret' is not a field" in refused


def test_an_unknown_notice_or_agency_is_refused(desk: Desk) -> None:
    assert "There is no notice `valentine`" in desk.refuses("notices", "valentine")
    assert "There is no agency `nowhere`" in desk.refuses("notices", "--agency", "nowhere")
