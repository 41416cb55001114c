"""What a district sets, and the wiring.

``tree`` gives a file with its lines and ``reading`` types it; on them stand
``incident_files`` (the public interface), ``rulepacks`` with ``rule_files``,
``law_parts``, ``policies``, ``contract_files`` and ``calendar_files`` (the
law as data), and ``district_files``. ``registry`` holds all of it,
``planning`` makes a plan from it, and ``wiring`` picks the real adapters.
"""

from __future__ import annotations
