"""The pages lead somewhere, and leave nothing out that a user can set or call."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from config import contract_files, district_files, settings
from config.ladder import load_ladder
from config.sending_settings import SENDING_KEYS
from desk.cli import COMMANDS
from incidents.law.moment_names import MomentName
from tests.architecture.sources import sources
from tests.docs.pages import ROOT, links, name_of, pages

_SETTINGS = (ROOT / "docs/reference/settings.md").read_text("utf-8")
_TESTS = re.compile(r"`(tests/[\w./-]+)`")


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the script that makes pages from the code, as `make docs` runs it."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    return _generator()


@pytest.mark.parametrize("page", sorted(_generator().PAGES))
def test_a_generated_page_is_current(generator: ModuleType, page: str):
    kept = (ROOT / page).read_text("utf-8")

    assert kept == generator.text_of(page), f"{page} is stale: run `make docs`"


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_each_link_of_a_page_leads_to_a_file(page: Path):
    lost = [target for target in links(page) if not (page.parent / target).exists()]

    assert not lost


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_each_test_that_a_page_names_is_there(page: Path):
    named = _TESTS.findall(page.read_text("utf-8"))

    assert not [each for each in named if "*" not in each and not (ROOT / each).exists()]


def test_every_page_is_listed_in_the_manual():
    manual = ROOT / "docs" / "README.md"
    listed = {(manual.parent / target).resolve() for target in links(manual)}
    kept = {page for page in pages() if page.is_relative_to(manual.parent) and page != manual}

    assert not {page for page in kept if page.parent.name != "adr"} - listed


def test_every_command_is_on_the_page_of_commands():
    page = (ROOT / "docs/reference/commands.md").read_text("utf-8")

    assert [name for name in COMMANDS if f"## duenotice {name}\n" not in page] == []


def test_every_environment_variable_is_on_the_page_of_settings():
    told = {
        name
        for source in sources()
        for name in re.findall(r"DUENOTICE_[A-Z]+(?:_[A-Z]+)*(?![A-Z_{])", source.text)
    }

    assert told >= {"DUENOTICE_HOME", "DUENOTICE_DATABASE_URL", "DUENOTICE_BY"}
    assert [name for name in sorted(told) if f"`{name}`" not in _SETTINGS] == []


def test_every_key_of_a_file_is_on_the_page_of_settings():
    keys = {
        *district_files._KEYS,
        *contract_files._KEYS,
        *settings._KEYS,
        *settings._MAIL_KEYS,
        *SENDING_KEYS,
        *load_ladder().__slots__,
    }
    missing = [
        key
        for key in sorted(keys)
        if not re.search(rf"`{key}`|^{key} = |^\[{key}\]", _SETTINGS, re.MULTILINE)
    ]

    assert missing == []


def test_every_moment_is_on_the_page_of_the_incident_file():
    page = (ROOT / "docs/reference/incident-file.md").read_text("utf-8")

    assert [name.value for name in MomentName if f"`{name.value}`" not in page] == []


def test_the_picture_says_what_it_shows_to_who_cannot_see_it():
    picture = (ROOT / "docs/pictures/case.svg").read_text("utf-8")

    assert 'role="img" aria-labelledby="title description"' in picture
    assert "aim for 2026-06-19, lawful until 2026-06-22" in picture
