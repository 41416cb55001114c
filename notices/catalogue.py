"""The notices there are, and which of them serves which rule.

Loading reads every ``meta.yaml`` and every source and compiles nothing, so
that a command that only lists notices stays quick. ``inspection.inspect``
looks at the templates themselves; each is also checked before its first use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from incidents.errors import DueNoticeError
from notices.language import (
    ENGLISH,
    Language,
    read_language,
    shipped_languages,
    unknown_language,
)
from notices.located import BrokenFileError, located
from notices.template import Template, template_from

#: The files of a template's folder, and the folders of shared parts and of words.
META, SOURCE, PARTS, LANGUAGES = "meta.yaml", "letter.xml.j2", "parts", "languages"
LETTER = re.compile(r"letter\.([a-z]{2,3}(?:-[A-Za-z]+)?)\.xml\.j2")


class UnknownNoticeError(DueNoticeError):
    """A notice that the catalogue does not have."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All templates of one folder, with the parts that they share.

    ``parts`` are the English ones; ``translated_parts`` those of each other
    language, under the names by which a letter includes them: the Spanish
    ``parts/questions.xml.j2`` is the file ``parts/es/questions.xml.j2``.
    """

    templates: dict[str, Template]
    parts: dict[str, str]
    translated_parts: Mapping[str, dict[str, str]] = field(default_factory=dict)
    languages: Mapping[str, Language] = field(default_factory=shipped_languages)
    #: Where a part comes from that a district wrote itself, by language and name.
    part_files: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def template(self, notice: str, language: str = ENGLISH) -> Template:
        """Give the template of a notice in a language; raise UnknownNoticeError."""
        if notice not in self.templates:
            known = ", ".join(self.templates)
            raise UnknownNoticeError(f"There is no notice {notice!r}; there are {known}.")
        if found := self.templates[notice].translated(language):
            return found
        written = ", ".join(self.written_in(notice))
        raise UnknownNoticeError(
            f"The notice {notice} is not written in {language!r}; it is there in {written}."
        )

    def written_in(self, notice: str) -> tuple[str, ...]:
        """Give the codes of the languages a notice is written in, English first."""
        template = self.template(notice)
        return (template.language, *sorted(template.translations))

    def parts_in(self, language: str) -> dict[str, str]:
        """Give the parts of a language, by the names under which they are included."""
        return self.parts if language == ENGLISH else self.translated_parts.get(language, {})

    def part_file(self, name: str, language: str) -> str:
        """Give the file of a part, as a message names it."""
        if found := self.part_files.get((language, name)):
            return found
        return name if language == ENGLISH else name.replace(f"{PARTS}/", f"{PARTS}/{language}/", 1)

    def language(self, code: str) -> Language:
        """Give the words of a language; raise UnknownLanguageError."""
        if code not in self.languages:
            raise unknown_language(code, self.languages)
        return self.languages[code]

    def serving(self, rule: str) -> tuple[Template, ...]:
        """Give the templates that serve a rule, by the rule's id."""
        return tuple(each for each in self.templates.values() if rule in each.rules)

    def source_digest(self, notice: str, language: str = ENGLISH) -> str:
        """Give the SHA-256 that stands for a template with its parts."""
        return self.template(notice, language).source_digest(self.parts_in(language))

    def is_stale(self, notice: str, language: str) -> bool:
        """Say whether the English changed since a translation was compared with it."""
        translation = self.template(notice).translations.get(language)
        return translation is not None and translation.of != self.source_digest(notice)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Give the catalogue that the product ships."""
    return load_catalogue(files("notices").joinpath("templates"))


def load_catalogue(root: Traversable) -> Catalogue:
    """Give the catalogue of a folder; raise BrokenFileError with all mistakes."""
    templates: dict[str, Template] = {}
    problems: list[str] = []
    for folder in sorted(root.iterdir(), key=lambda entry: entry.name):
        if not folder.is_dir() or folder.name in {PARTS, LANGUAGES, "__pycache__"}:
            continue
        try:
            templates[folder.name] = _read(folder)
        except BrokenFileError as broken:
            problems += broken.problems
    if problems:
        raise BrokenFileError(problems)
    shared = root.joinpath(PARTS)
    return Catalogue(
        templates,
        _parts(shared),
        {folder.name: _parts(folder) for folder in _folders(shared)},
        {**shipped_languages(), **_languages(root.joinpath(LANGUAGES))},
    )


def _read(folder: Traversable) -> Template:
    meta = _text(folder, META)
    source = _text(folder, SOURCE)
    return template_from(
        folder.name,
        located(meta, f"{folder.name}/{META}"),
        source,
        f"{folder.name}/{SOURCE}",
        _letters(folder),
    )


def _letters(folder: Traversable) -> dict[str, str]:
    """Give the letters in other languages by the language's code."""
    found = (LETTER.fullmatch(entry.name) for entry in folder.iterdir())
    return {match[1]: _text(folder, match[0]) for match in found if match}


def _folders(folder: Traversable) -> list[Traversable]:
    if not folder.is_dir():
        return []
    return [each for each in folder.iterdir() if each.is_dir() and each.name != "__pycache__"]


def _languages(folder: Traversable) -> dict[str, Language]:
    if not folder.is_dir():
        return {}
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return {
        code: read_language(code, located(_text(folder, name), f"{LANGUAGES}/{name}"))
        for name in names
        for code in [name.removesuffix(".yaml")]
    }


def _text(folder: Traversable, name: str) -> str:
    path = folder.joinpath(name)
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise BrokenFileError([f"{folder.name}/{name}:1: is not there; add it."]) from missing
    except UnicodeDecodeError as wrong:
        raise BrokenFileError(
            [f"{folder.name}/{name}:1: is not UTF-8 text; save it as UTF-8."]
        ) from wrong


def _parts(folder: Traversable) -> dict[str, str]:
    if not folder.is_dir():
        return {}
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".j2"))
    return {f"{PARTS}/{name}": _text(folder, name) for name in names}
