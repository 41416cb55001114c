"""Drafts notices for the services: which ones, for whom, in which words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from incidents.case.agency import Agency
from incidents.law.duty import PlannedDuty
from incidents.moments import Instant, LocalDay
from incidents.people.served import COMBINED, FAMILY, RESIDENT, notices_called, serves
from incidents.services.drafter import Addressed, DraftedText
from incidents.services.view_case import CaseView
from notices.catalogue import Catalogue, catalogue
from notices.fields import NoticeFields
from notices.from_case import facts_of, fields_of
from notices.language import ENGLISH
from notices.listing import ListedNotice, listed_notices
from notices.own_words import catalogue_of
from notices.prose import in_language
from notices.reviews import reviews_of
from notices.taglines import tagline_code, taglines
from notices.translations import NO_TRUST, Trust, usable_languages

if TYPE_CHECKING:
    from notices.drafts import Draft

_FOR_PEOPLE = (COMBINED, FAMILY, RESIDENT)


class CatalogueDrafter:
    """The drafter that writes from the catalogue of templates.

    ``districts`` is the folder in which each agency keeps what is its own.
    """

    def __init__(self, districts: Path | None = None) -> None:
        """Look into this folder for what an agency wrote itself."""
        self._districts = districts

    def kinds(self, notice: str) -> tuple[str, ...]:
        """Give the kinds of recipient a notice is written for."""
        return tuple(catalogue().template(notice).recipients)

    def languages(self, notice: str, agency: Agency) -> tuple[str, ...]:
        """Give the languages in which families of an agency get a notice."""
        return usable_languages(self._catalogue(agency), notice, self._trust(agency))

    def language_name(self, code: str) -> str:
        """Give the name of a language in English; its code where nobody has named it."""
        if code == ENGLISH:
            return catalogue().language(ENGLISH).name
        known = tagline_code(code)
        return taglines()[known].name if known else code

    def listed(self, agency: Agency | None) -> list[ListedNotice]:
        """Give every notice; with an agency, as it sends them, its own words checked."""
        if agency is None:
            return listed_notices(catalogue(), NO_TRUST)
        from notices.inspection import inspect  # noqa: PLC0415 - loads Jinja

        inspect(self._catalogue(agency))
        return listed_notices(self._catalogue(agency), self._trust(agency))

    def serving(self, view: CaseView, wave: int) -> tuple[str, ...]:
        """Give the notices that the duties of a wave call for now.

        Which of the notices for people, :mod:`incidents.people.served` says: as
        whoever finds out who is told goes by, so that each of them has a text.
        """
        resolution = view.case.telling.resolutions.get(wave)
        known = view.incidents[wave].circumstances
        found = resolution.notices if resolution else {}
        people = notices_called(view.plans[wave], known, found)
        named = (
            notice
            for duty in view.plans[wave].duties
            if duty.state.has_arisen
            for notice in duty.rule.notices
            if _its_time_has_come(notice, view, wave)
        )
        return tuple(
            dict.fromkeys(
                each
                for notice in named
                for each in (people if notice in _FOR_PEOPLE else (notice,))
            )
        )

    def written_for(self, duty: PlannedDuty) -> tuple[str, ...]:
        """Give every notice that may serve a duty, the combined one too."""
        combined = (COMBINED,) if serves(COMBINED, duty.rule) else ()
        return (*duty.rule.notices, *combined)

    def draft(self, addressed: Addressed, view: CaseView, on: LocalDay) -> DraftedText:
        """Give the notice as it reads on a day; raise a DueNoticeError."""
        from notices.letter_pdf import pdf  # noqa: PLC0415 - loads the PDF engine

        drafted, lacking = self._written(addressed, view, on)
        return DraftedText(
            notice=addressed.notice,
            version=str(drafted.version),
            recipient_kind=addressed.kind,
            digest=drafted.digest,
            text=drafted.text,
            html=drafted.html,
            pdf=pdf(drafted),
            refusals=(*drafted.findings.refusals, *lacking),
            remarks=drafted.findings.warnings,
            language=drafted.language,
            document=drafted.content(),
        )

    def digest(self, addressed: Addressed, view: CaseView, on: LocalDay) -> str:
        """Give the digest that the draft would have, without printing it."""
        return self._written(addressed, view, on)[0].digest

    def _catalogue(self, agency: Agency) -> Catalogue:
        return catalogue_of(self._districts, agency.id)

    def _trust(self, agency: Agency) -> Trust:
        return Trust(
            accepts_shipped=agency.accepts_shipped_translations,
            reviews=reviews_of(self._districts, agency.id),
        )

    def _written(
        self, addressed: Addressed, view: CaseView, on: LocalDay
    ) -> tuple[Draft, list[str]]:
        """Give the draft, and what it lacks in its language."""
        from notices.drafts import draft  # noqa: PLC0415 - loads Jinja

        fields = self._with_copy(addressed, view, on, fields_of(view, addressed.wave, on))
        if catalogue().template(addressed.notice).audience == "families":
            fields = _as_families_ask(fields)
        lacking: list[str] = []
        if addressed.language != ENGLISH:
            fields, lacking = in_language(fields, addressed, view, self._catalogue(view.agency))
        drafted = draft(
            addressed.notice,
            addressed.kind,
            fields,
            language=addressed.language,
            trust=self._trust(view.agency),
            source=self._catalogue(view.agency),
        )
        return drafted, lacking

    def _with_copy(
        self, addressed: Addressed, view: CaseView, on: LocalDay, fields: NoticeFields
    ) -> NoticeFields:
        """Give a packet the text that people receive."""
        from notices.drafts import draft  # noqa: PLC0415 - loads Jinja
        from notices.inspection import usable  # noqa: PLC0415 - loads Jinja

        own = self._catalogue(view.agency)
        if "template_copy" not in usable(own, addressed.notice).fields:
            return fields

        serving = self.serving(view, addressed.wave)
        family = next((each for each in (COMBINED, RESIDENT, FAMILY) if each in serving), None)
        if family is None:
            return fields
        given = fields_of(view, addressed.wave, on)
        copy = draft(family, self.kinds(family)[0], given, source=own)
        return fields.plus(template_copy=copy.as_passage())


def _its_time_has_come(notice: str, view: CaseView, wave: int) -> bool:
    """Say whether the case has what the notice is about, such as a limit that was missed."""
    once = catalogue().template(notice).once
    return not once or facts_of(view, wave).keys() >= set(once)


def _as_families_ask(fields: NoticeFields) -> NoticeFields:
    """Leave out a discovery that only repeats what the contractor had told.

    Families ask since when the schools knew, and that is the first of the two.
    """
    discovery, receipt = fields.values.get("discovery"), fields.values.get("receipt")
    if not isinstance(discovery, Instant | LocalDay) or not isinstance(receipt, Instant | LocalDay):
        return fields
    knew_later = fields.zone.end_of(receipt) <= fields.zone.end_of(discovery)
    return fields.without("discovery") if knew_later else fields
