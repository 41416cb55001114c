"""The notices there are, and which of them serves which rule.

Loading reads every ``meta.yaml`` and every source and compiles nothing, so
that a command that only lists notices stays quick. ``inspection.inspect``
looks at the templates themselves; each is also checked before its first use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from incidents.errors import DueNoticeError
from notices.located import BrokenFileError, located
from notices.template import Template, template_from

#: The files of a template's folder, and the folder of shared parts.
META, SOURCE, PARTS = "meta.yaml", "letter.xml.j2", "parts"


class UnknownNoticeError(DueNoticeError):
    """A notice that the catalogue does not have."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All templates of one folder, with the parts that they share."""

    templates: dict[str, Template]
    parts: dict[str, str]

    def template(self, notice: str) -> Template:
        """Give the template of a notice; raise UnknownNoticeError."""
        try:
            return self.templates[notice]
        except KeyError:
            known = ", ".join(self.templates)
            raise UnknownNoticeError(f"There is no notice {notice!r}; there are {known}.") from None

    def serving(self, rule: str) -> tuple[Template, ...]:
        """Give the templates that serve a rule, by the rule's id."""
        return tuple(each for each in self.templates.values() if rule in each.rules)

    def source_digest(self, notice: str) -> str:
        """Give the SHA-256 that stands for a template with its parts."""
        return self.template(notice).source_digest(self.parts)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Give the catalogue that the product ships."""
    return load_catalogue(files("notices").joinpath("templates"))


def load_catalogue(root: Traversable) -> Catalogue:
    """Give the catalogue of a folder; raise BrokenFileError with all mistakes."""
    templates: dict[str, Template] = {}
    problems: list[str] = []
    for folder in sorted(root.iterdir(), key=lambda entry: entry.name):
        if not folder.is_dir() or folder.name in {PARTS, "__pycache__"}:
            continue
        try:
            templates[folder.name] = _read(folder)
        except BrokenFileError as broken:
            problems += broken.problems
    if problems:
        raise BrokenFileError(problems)
    return Catalogue(templates, _parts(root.joinpath(PARTS)))


def _read(folder: Traversable) -> Template:
    meta = _text(folder, META)
    source = _text(folder, SOURCE)
    return template_from(
        folder.name,
        located(meta, f"{folder.name}/{META}"),
        source,
        f"{folder.name}/{SOURCE}",
    )


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
