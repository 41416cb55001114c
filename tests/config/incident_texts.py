"""Incident files as text, right but for one line."""

from __future__ import annotations

import pytest

from config.incident_files import read_file
from incidents.errors import InputRefusedError

#: A file that says everything; each line is one that a test may spoil.
WHOLE = """\
version: 1
title: Roster export left on an open share
agency:
  name: Example School District
  kind: school_district
  policy: kingston-8635
  timezone: America/New_York
attributed_to: contractor
contract:
  contractor: Example Learning Inc
  family: ndpa-v1
  exhibits: [NY]
  governing_law: NY
moments:
  occurrence_start: 2026-03-01
  occurrence_end: 2026-03-03
  contractor_discovery: 2026-03-05T16:00-05:00
  contractor_confirmation: 2026-03-08T09:00-04:00
  receipt: 2026-03-10T10:00-04:00
  discovery: 2026-03-10
  report: 2026-03-10
  complaint_receipt: 2026-03-11
  complaint_extended_to: 2026-06-30
  cyber_incident_belief: 2026-03-10T12:00-04:00
  ransom_payment: 2026-03-12T12:00-04:00
  exemption_determination: 2026-03-19
  hhs_notification: 2026-03-20
holds:
  - kind: law_enforcement
    party: agency
    from: 2026-03-12
    until: 2026-03-20
    authority: Ulster County Sheriff
facts:
  student_data: true
  appr_data: false
  private_information: [ssn]
  encrypted: false
  key_acquired: false
  medium: computerized
  custody: owned
affected:
  - group: students
    residence: NY
    count: 5200
    with_private_information: 10
done:
  ny.8nycrr121.cpo-after-receipt: 2026-03-18T11:00-04:00
decided:
  ny.stl208.residents:
    required: false
    at: 2026-03-19T09:00-04:00
    by: DPO
    reason: Key never left the vault
"""


def spoiled(line: str, by: str) -> str:
    """Give the whole file with one of its lines written otherwise."""
    assert WHOLE.count(f"{line}\n") == 1, line
    return WHOLE.replace(f"{line}\n", f"{by}\n" if by else "")


def line_of(line: str) -> int:
    """Give the number of a line of the whole file."""
    return WHOLE.splitlines().index(line) + 1


def problems_of(text: str | bytes) -> list[str]:
    """Give every sentence with which a file is refused."""
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InputRefusedError) as refused:
        read_file(content)
    return list(refused.value.problems)
