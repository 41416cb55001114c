"""The telephone scripts that lie beside call sheets: the approved ones, as they were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk.casework import installation
from desk.instants import now
from incidents.people.households import ENGLISH
from incidents.people.recipient import Method
from incidents.people.served import FAMILY
from incidents.services.draft_notice import latest
from incidents.services.drafter import Addressed
from incidents.services.view_case import CaseView, view_case

if TYPE_CHECKING:
    from incidents.services.people_ports import RecipientGroup
    from incidents.services.ports import UnitOfWork

#: What is read aloud in place of a letter to families, and of one on private information.
_SCRIPT, _OF_PRIVATE_INFORMATION = "telephone-script", "telephone-script-private-information"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallScript:
    """A script that callers need; without a file, nobody has approved it yet."""

    addressed: Addressed
    file: Path | None

    def words(self, number: str) -> str:
        """Give what a person is told of it."""
        meant = self.addressed
        if self.file is not None:
            return f"Read aloud to each {meant.kind}: {self.file}"
        among = f" --wave {meant.wave}" if meant.wave > 1 else ""
        return (
            f"No script to read to each {meant.kind} ({meant.language}) is approved yet: duenotice "
            f"draft {number} {meant.notice} --for {meant.kind} --language {meant.language}{among}; "
            "approve it, and print it beside the sheets."
        )


def put_scripts(number: str, folder: Path) -> list[CallScript]:
    """Put the approved scripts of those who are called into a folder, and name the others."""
    with installation().reading(now()) as work:
        view = view_case(work, installation().law, number)
        wanted = dict.fromkeys(
            each
            for wave in sorted(view.plans)
            for group in work.recipients.groups(number, wave)
            if Method.TELEPHONE in (group.method, group.fallback)
            for each in _scripts(view, wave, group)
        )
        return [CallScript(addressed=each, file=_put(work, view, each, folder)) for each in wanted]


def _scripts(view: CaseView, wave: int, group: RecipientGroup) -> Iterator[Addressed]:
    """Give the script in the language of those who are called, where it may go out."""
    script = _SCRIPT if group.notice == FAMILY else _OF_PRIVATE_INFORMATION
    written = installation().drafter.languages(script, view.agency)
    language = group.language if group.language in written else ENGLISH
    yield Addressed(notice=script, kind=group.kind.value, wave=wave, language=language)


def _put(work: UnitOfWork, view: CaseView, addressed: Addressed, folder: Path) -> Path | None:
    draft = latest(view.case, addressed)
    kept = work.notices.get(view.case.number, draft.digest) if draft else None
    if draft is None or not draft.approved_by or kept is None or kept.pdf is None:
        return None
    ending = "" if addressed.language == ENGLISH else f".{addressed.language}"
    path = folder / f"{addressed.notice}.{addressed.kind}{ending}.pdf"
    path.write_bytes(kept.pdf)
    return path
