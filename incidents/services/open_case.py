"""Opens a case from an incident file, or adds a wave of persons to one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from incidents.case import agency_events
from incidents.case.agency import Agency
from incidents.case.case import Case
from incidents.case.events import CaseOpened, WaveOpened
from incidents.errors import InputRefusedError
from incidents.services.follow_up import Changed, change_case, follow_up
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.ports import CaseRow, CodeTakenError, UnitOfWork
from incidents.services.view_case import case_of, view_of


def open_case(work: UnitOfWork, law: LawBook, document: Mapping[str, Any]) -> Changed:
    """Open a case and plan every duty; give it with all that it announced.

    The number is the agency's short code, the year of opening where the
    agency is, and a count. Raise InputRefusedError where the file has no
    title, or its agency no name, and UnknownPersonError where the actor of the
    unit of work is none of its people.
    """
    incident = law.read(document)
    agency = numbered(law.agency_of(document))
    person_of(agency, work.actor)
    if incident.title is None:
        raise InputRefusedError(
            ["`title` is missing; a case needs one, such as: Roster on an open share."]
        )
    row = _numbered_case(work, agency, incident.title)
    opened = CaseOpened(
        number=row.number, agency=agency.id or "", title=incident.title, document=dict(document)
    )
    work.append(row.number, [opened])
    work.logs.ensure_agency(row.agency)
    work.append(row.agency, [agency_events.CaseOpened(number=row.number)])
    before = view_of(case_of(work, row.number), law, work.now)
    view, announced = follow_up(work, law, row.number)
    return Changed(before=before, after=view, announced=announced)


def _numbered_case(work: UnitOfWork, agency: Agency, title: str) -> CaseRow:
    """Give a new case; where a code made from a name is taken, the next longer one."""
    year = agency.zone.day_of(work.now).date.year
    *shorter, last = _codes(agency)
    for code in shorter:
        try:
            return work.cases.open(agency.id or "", code, year, title)
        except CodeTakenError:
            continue
    return work.cases.open(agency.id or "", last, year, title)


def _codes(agency: Agency) -> list[str]:
    """Give the code of the settings, or those that the words of the name make."""
    if agency.code:
        return [agency.code]
    words = _words(agency) or ["agency"]
    return ["".join(words[:count]).upper() for count in range(1, len(words) + 1)]


def open_wave(work: UnitOfWork, law: LawBook, number: str, document: Mapping[str, Any]) -> Changed:
    """Add a wave of persons to a case; its clocks are its own.

    Raise InputRefusedError where the file is another agency's or another
    contractor's.
    """
    incident = law.read(document)
    case = case_of(work, number)
    _refuse_other_incident(law, case, document)
    wave = WaveOpened(
        wave=max(case.waves) + 1, title=incident.title or case.title, document=dict(document)
    )
    return change_case(work, law, number, [wave])


def _refuse_other_incident(law: LawBook, case: Case, document: Mapping[str, Any]) -> None:
    """Refuse a file that belongs in a case of its own."""
    first = case.wave(min(case.waves))
    advice = f"is not that of case {case.number}; open a case of its own for it."
    causes = [law.read(each).circumstances.attributed_to for each in (document, first)]
    if numbered(law.agency_of(document)).id != case.agency:
        raise InputRefusedError([f"`agency` {advice}"])
    if causes[0] is not causes[1]:
        raise InputRefusedError([f"`attributed_to` {advice}"])
    if _contractor(document) != _contractor(first):
        raise InputRefusedError([f"`contract` {advice}"])


def numbered(agency: Agency) -> Agency:
    """Give the agency with an id, made from its name if it has none."""
    if agency.id:
        return agency
    if agency.name is None:
        raise InputRefusedError(["`agency.name` is missing; a case needs to know whose it is."])
    return replace(agency, id="-".join(_words(agency)) or "agency")


def _words(agency: Agency) -> list[str]:
    return re.findall(r"[a-z0-9]+", (agency.name or "").lower())


def _contractor(document: Mapping[str, Any]) -> object:
    contract = document.get("contract")
    return contract.get("contractor") if isinstance(contract, Mapping) else contract
