"""The closing export: a case as files that need no program of ours.

- ``bag``      writes a BagIt bag and its .zip, whole or not at all
- ``payload``  says what goes into it, file by file
- ``tables``   the registers as CSV and XLSX; ``cells`` keeps formulas out
- ``report``   what the report says: ``happened``, ``report_duties``, ``report_telling``
  and ``report_record`` give its parts, ``timeline`` where things stand on the
  drawn line
- ``report_pdf``  makes the PDF, of text that is ``printable``
- ``people``   who was told, only where it was asked for; ``evidence_pdf`` makes
  the pages of evidence
"""

from __future__ import annotations
