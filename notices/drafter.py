"""Drafts notices for the services: which ones, for whom, in which words."""

from __future__ import annotations

from incidents.law.duty import DutyState
from incidents.moments import LocalDay
from incidents.services.draft_notice import DraftedText
from incidents.services.view_case import CaseView
from notices.catalogue import catalogue
from notices.fields import NoticeFields
from notices.from_case import fields_of

_NOT_CALLED_FOR = (DutyState.NOT_REQUIRED, DutyState.NOT_STARTED, DutyState.UNDECIDED)
_FAMILY, _RESIDENT, _COMBINED = "family-notice", "resident-notice", "family-and-resident-notice"


class CatalogueDrafter:
    """The drafter that writes from the catalogue of templates."""

    def kinds(self, notice: str) -> tuple[str, ...]:
        """Give the kinds of recipient a notice is written for."""
        return tuple(catalogue().template(notice).recipients)

    def serving(self, view: CaseView, wave: int) -> tuple[str, ...]:
        """Give the notices that the duties of a wave call for now.

        Where families and residents have to be told, one combined notice does
        for both: nobody is told twice.
        """
        called = dict.fromkeys(
            notice
            for duty in view.plans[wave].duties
            if duty.state not in _NOT_CALLED_FOR
            for notice in duty.rule.notices
        )
        if _FAMILY in called and _RESIDENT in called:
            called = {_COMBINED if each == _FAMILY else each: None for each in called if each != _RESIDENT}
        return tuple(called)

    def draft(self, notice: str, kind: str, view: CaseView, wave: int, on: LocalDay) -> DraftedText:
        """Give the notice as it reads on a day; raise a DueNoticeError."""
        from notices.drafts import draft  # noqa: PLC0415 - loads Jinja
        from notices.letter_pdf import pdf  # noqa: PLC0415 - loads the PDF engine

        fields = self._with_copy(notice, view, wave, on, fields_of(view, wave, on))
        drafted = draft(notice, kind, fields)
        findings = drafted.findings
        return DraftedText(
            notice=notice,
            version=str(drafted.version),
            recipient_kind=kind,
            digest=drafted.digest,
            text=drafted.text,
            html=drafted.html,
            pdf=pdf(drafted),
            refusals=findings.refusals,
            remarks=findings.warnings,
        )

    def _with_copy(self, notice: str, view: CaseView, wave: int, on: LocalDay, fields: NoticeFields) -> NoticeFields:
        """Give a packet the text that people receive."""
        template = catalogue().template(notice)
        wants = any("template_copy" in need.element for each in template.provisions for need in each.needs)
        if not wants:
            return fields
        from notices.drafts import draft  # noqa: PLC0415 - loads Jinja

        serving = self.serving(view, wave)
        family = next((each for each in (_COMBINED, _RESIDENT, _FAMILY) if each in serving), None)
        if family is None:
            return fields
        copy = draft(family, self.kinds(family)[0], fields_of(view, wave, on))
        return fields.plus(template_copy=copy.as_passage())
