"""The notices there are, in which languages, and which of these may go out."""

from __future__ import annotations

from dataclasses import dataclass

from notices.catalogue import Catalogue
from notices.language import ENGLISH
from notices.translations import Trust, objections


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLanguage:
    """A notice in another language: what a review names, and what stands in the way."""

    code: str
    name: str
    #: The digests of the text itself, and of the English as it is now.
    of: str
    english: str
    is_stale: bool
    objections: tuple[str, ...]

    @property
    def state(self) -> str:
        """Give where it stands in a few words."""
        if not self.objections:
            return "may go out"
        return "stale" if self.is_stale else "not reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedNotice:
    """One notice of the catalogue."""

    id: str
    title: str
    version: int
    audience: str
    form: str
    kinds: tuple[str, ...]
    languages: tuple[ListedLanguage, ...]


def listed_notices(catalogue: Catalogue, trust: Trust) -> list[ListedNotice]:
    """Give every notice of a catalogue with its translations."""
    return [
        ListedNotice(
            id=template.id,
            title=template.title,
            version=template.version,
            audience=template.audience,
            form=template.form,
            kinds=tuple(template.recipients),
            languages=tuple(
                _language(catalogue, template.id, code, trust)
                for code in catalogue.written_in(template.id)
                if code != ENGLISH
            ),
        )
        for template in catalogue.templates.values()
    ]


def _language(catalogue: Catalogue, notice: str, code: str, trust: Trust) -> ListedLanguage:
    found = tuple(objections(catalogue, notice, code, trust))
    return ListedLanguage(
        code=code,
        name=catalogue.language(code).name,
        of=catalogue.source_digest(notice, code),
        english=catalogue.source_digest(notice),
        is_stale=any(" is stale: " in each for each in found),
        objections=found,
    )
