"""Templates looked at as a whole: their grammar, their fields, their marks.

A template is refused before its first use when it breaks the grammar, when
it includes a part that is not there, when a required element has no mark, or
when a field that should show an element is not printed at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import jinja2

from notices.catalogue import Catalogue
from notices.environment import environment, environment_in
from notices.glyphs import first_missing
from notices.grammar import (
    TemplateRefusedError,
    check,
    names_used,
    offices_used,
    parts_included,
)
from notices.language import ENGLISH
from notices.slots import slot_fields
from notices.template import Template


@dataclass(frozen=True, slots=True)
class Usable:
    """A template that passed: compiled, with what it uses."""

    compiled: jinja2.Template
    fields: frozenset[str]
    offices: frozenset[str]


def inspect(catalogue: Catalogue) -> None:
    """Look at every template and part; raise TemplateRefusedError."""
    problems = [
        line
        for name, source in catalogue.parts.items()
        for line in _source(source, catalogue.part_file(name, ENGLISH))
    ]
    for code, parts in catalogue.translated_parts.items():
        for name, source in parts.items():
            problems += _source(source, catalogue.part_file(name, code))
    for template in catalogue.templates.values():
        for code in catalogue.written_in(template.id):
            problems += _mistakes(catalogue, catalogue.template(template.id, code))
    if problems:
        raise TemplateRefusedError(tuple(dict.fromkeys(problems)))


@lru_cache(maxsize=64)
def usable(catalogue: Catalogue, notice: str, language: str = ENGLISH) -> Usable:
    """Give a template ready to fill; raise TemplateRefusedError."""
    template = catalogue.template(notice, language)
    if problems := _mistakes(catalogue, template):
        raise TemplateRefusedError(problems)
    sources = _sources(catalogue, template)
    trees = [environment().parse(source) for source in sources]
    return Usable(
        _environment(catalogue, language).from_string(template.source),
        frozenset().union(*(names_used(tree) for tree in trees), *map(slot_fields, sources))
        | {"notice_date"},
        frozenset().union(*(offices_used(tree) for tree in trees)),
    )


@lru_cache(maxsize=8)
def _environment(catalogue: Catalogue, language: str) -> jinja2.Environment:
    strict = environment_in(catalogue.language(language))
    return strict.overlay(loader=jinja2.DictLoader(catalogue.parts_in(language)))


def _mistakes(catalogue: Catalogue, template: Template) -> list[str]:
    if broken := _source(template.source, template.file):
        return broken
    problems = [
        line for part in _parts(template) for line in _part_mistakes(catalogue, part, template)
    ]
    return problems or [*_unshown(catalogue, template)]


def _part_mistakes(catalogue: Catalogue, part: str, template: Template) -> list[str]:
    parts, file = (
        catalogue.parts_in(template.language),
        catalogue.part_file(part, template.language),
    )
    source = parts.get(part)
    if source is None:
        known = ", ".join(catalogue.part_file(each, template.language) for each in parts) or "none"
        return [f"{template.file}:1: includes {file!r}, which is not there; the parts are {known}."]
    if broken := _source(source, file):
        return broken
    if any(parts_included(environment().parse(source))):
        return [f"{file}:1: a part may not include another; include both in the template."]
    return []


def _source(source: str, file: str) -> list[str]:
    if found := check(source, file):
        return found
    words = re.sub(r"{#.*?#}", _line_breaks, source, flags=re.DOTALL)
    if missing := first_missing(re.sub(r"\s", " ", words)):
        line = words[: words.index(missing)].count("\n") + 1
        return [f"{file}:{line}: {missing!r} is not in the letters' font; write it otherwise."]
    return []


def _line_breaks(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _parts(template: Template) -> list[str]:
    return list(dict.fromkeys(parts_included(environment().parse(template.source))))


def _sources(catalogue: Catalogue, template: Template) -> list[str]:
    parts = catalogue.parts_in(template.language)
    return [template.source, *(parts[name] for name in _parts(template))]


def _unshown(catalogue: Catalogue, template: Template) -> Iterator[str]:
    sources = _sources(catalogue, template)
    marks = {
        name
        for source in sources
        for listed in re.findall(r'element="([^"]*)"', source)
        for name in listed.split()
    }
    printed = {
        name
        for source in sources
        for name in (*names_used(environment().parse(source)), *slot_fields(source))
    }
    for provision in template.provisions:
        for need in provision.needs:
            where = f"{template.file}:1: {need.element.value}, which {provision.rule} asks for,"
            if need.element.value not in marks:
                yield f'{where} is marked nowhere; add element="{need.element.value}" where it is.'
            for group in need.fields:
                if not printed & set(group):
                    yield f"{where} should show {' or '.join(group)}; print it."
