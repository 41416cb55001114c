"""A district's own letterhead, signature and wording, instead of what is shipped.

``districts/<id>/notices`` of the home folder may hold ``parts/letterhead.xml.j2``
or another part, and ``family-notice/letter.xml.j2`` or another letter, each in
place of the shipped one of that name; ``parts/es`` and ``letter.es.xml.j2`` do
so for a translation. They may do what a shipped template may do and no more,
and every required element stays required: a mistake is refused with its file,
its line and advice, and nothing is drafted from it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from notices.catalogue import LETTER, PARTS, SOURCE, Catalogue, catalogue
from notices.language import ENGLISH
from notices.located import BrokenFileError
from notices.reviews import REVIEWS, notices_folder
from notices.template import Template

#: The largest file that is read, in bytes; the grammar allows less.
_LIMIT = 256 * 1024


def catalogue_of(districts: Path | None, agency_id: str | None) -> Catalogue:
    """Give the catalogue with an agency's own words; raise BrokenFileError."""
    folder = notices_folder(districts, agency_id)
    if folder is None:
        return catalogue()
    files = tuple(sorted(each for each in folder.rglob("*") if each.is_file()))
    stamps = tuple((each, each.stat().st_mtime_ns, each.stat().st_size) for each in files)
    return _with_own(folder, stamps) if stamps else catalogue()


@lru_cache(maxsize=16)
def _with_own(folder: Path, stamps: tuple[tuple[Path, int, int], ...]) -> Catalogue:
    shipped = catalogue()
    problems: list[str] = []
    parts = {language: dict(shipped.parts_in(language)) for language in _languages(shipped)}
    templates, part_files = dict(shipped.templates), {}
    for path, _, size in stamps:
        names = path.relative_to(folder).parts
        try:
            if names == (REVIEWS,):
                continue
            text = _text(path, size)
            if names[0] == PARTS:
                language, name = _part(path, names)
                parts.setdefault(language, {})[name] = text
                part_files[language, name] = str(path)
            else:
                notice = _notice(path, names, templates)
                templates[notice] = _with_letter(templates[notice], path, text)
        except BrokenFileError as broken:
            problems += broken.problems
    if problems:
        raise BrokenFileError(problems)
    english = parts.pop(ENGLISH)
    return replace(
        shipped,
        templates=templates,
        parts=english,
        translated_parts=parts,
        part_files=part_files,
    )


def _languages(shipped: Catalogue) -> tuple[str, ...]:
    return (ENGLISH, *shipped.translated_parts)


def _text(path: Path, size: int) -> str:
    if size > _LIMIT:
        raise BrokenFileError([f"{path}:1: has {size:,} bytes; shorten it."])
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise BrokenFileError([f"{path}:1: is not UTF-8 text; save it as UTF-8."]) from wrong


def _part(path: Path, names: tuple[str, ...]) -> tuple[str, str]:
    """Give the language of a part, and the name under which it is included."""
    *folders, name = names[1:]
    if len(folders) > 1 or not name.endswith(".xml.j2"):
        raise BrokenFileError(
            [f"{path}:1: is no part; parts are files such as parts/letterhead.xml.j2."]
        )
    return (folders[0] if folders else ENGLISH), f"{PARTS}/{name}"


def _notice(path: Path, names: tuple[str, ...], templates: dict[str, Template]) -> str:
    """Give the notice whose words a file has."""
    notice = names[0]
    if len(names) == 2 and notice in templates:  # noqa: PLR2004  a folder and its file
        return notice
    known = ", ".join(templates)
    raise BrokenFileError(
        [f"{path}:1: belongs to no notice; its folder is one of {known}, or {PARTS}."]
    )


def _with_letter(template: Template, path: Path, text: str) -> Template:
    if path.name == SOURCE:
        return replace(template, source=text, file=str(path))
    match = LETTER.fullmatch(path.name)
    if match and match[1] in template.translations:
        other = replace(template.translations[match[1]], source=text, file=str(path))
        return replace(template, translations={**template.translations, match[1]: other})
    written = ", ".join(template.translations) or "no other language"
    raise BrokenFileError(
        [f"{path}:1: is no letter; write {SOURCE}, or letter.CODE.xml.j2 for {written}."]
    )
