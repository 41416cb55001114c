"""The demo's folder and the made-up people in it.

The policy is Kingston's real one and the contract the real CodeHS agreement;
every person, address and number here is made up.
"""

from __future__ import annotations

from pathlib import Path

from config.settings import Settings
from config.wiring import Installation
from incidents.errors import DueNoticeError

AGENCY = "kingston-csd"
DISTRICT = """\
# Made up for the demo; the policy is the real 8635.
name: Kingston City School District
code: KINGSTON
kind: school_district
policy: kingston-8635
address: [1 Example Street, "Kingston, NY 12401"]
phone: 845-555-0100
email: privacy@kingston.example
website: www.kingston.example
people:
  - id: dpo
    name: Dana Poole
    role: dpo
    title: Data Protection Officer
    email: dpo@kingston.example
    phone: 845-555-0101
  - id: superintendent
    name: Sam Reyes
    role: superintendent
    title: Superintendent of Schools
    email: superintendent@kingston.example
  - id: board
    name: Blair Novak
    role: board
    title: Clerk of the Board
    email: board@kingston.example
checkpoint_addresses: [counsel@kingston.example]
# In the demo a made-up colleague whose first language is Spanish has read the Spanish texts.
accept_shipped_translations: true
"""
#: What the DPO types on the first morning, from the contractor's letter.
INCIDENT = """\
version: 1
title: Roster export left on an open share
agency: kingston-csd
attributed_to: contractor
contract: codehs-liverpool
moments:
  occurrence_start: 2026-03-01
  occurrence_end: 2026-03-03
  contractor_discovery: 2026-03-05T16:00-05:00
  receipt: 2026-03-16T09:30-04:00
facts:
  student_data: true
  appr_data: false
  private_information: []
  encrypted: false
  medium: computerized
  custody: owned
affected:
  - {group: students, residence: NY, count: 4800, with_private_information: 0}
"""
_MARK = "this-is-a-demo"


class NotADemoError(DueNoticeError):
    """The folder holds something that is not a demo; it is left alone."""


def prepare(home: Path) -> Installation:
    """Give the demo's installation, its folder made if it was not there.

    A folder with a demo in it is gone on with; raise NotADemoError where the
    folder holds anything else.
    """
    mark = home / _MARK
    if home.exists() and any(home.iterdir()) and not mark.exists():
        raise NotADemoError(
            f"{home} holds something that is not a demo; name an empty folder with --home."
        )
    (home / "districts").mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.touch()
    for path, text in (
        (home / "districts" / f"{AGENCY}.yaml", DISTRICT),
        (home / "roster.yaml", INCIDENT),
    ):
        if not path.exists():
            path.write_text(text, "utf-8")
    return Installation(Settings(home=home, database_url=f"sqlite:///{home / 'duenotice.db'}"))
