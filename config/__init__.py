"""What a district sets, and the wiring.

- ``tree``       YAML or JSON with its lines; ``reading`` types it and notes
  every mistake
- ``incident_files``  the public interface, with ``incident_parts`` and ``orders``
- ``rulepacks``  the rule book, from ``law_files`` and ``rule_files`` with
  ``law_parts`` and ``conditions``; beside it ``policies``, ``contract_families``,
  ``contract_files`` and ``calendar_files``
- ``district_files``  an agency and its people
- ``registry``   holds all of these; ``planning`` makes a plan from them
- ``settings``   of the installation; ``ladder`` of its reminders, and
  ``sending_settings`` of telling people, which ``means`` gives to the services
- ``keys``, ``checkpoint_shelf``  the signing keys and the shelf, as files that
  ``once`` writes; ``sealing`` puts the two together
- ``field_keys`` the keys that seal names, in a folder apart from the database
- ``mailing``    what sends many e-mails: the server, its limits, its journal
- ``exporting``  writes the export of a case, with ``rule_texts``
- ``wiring``     the composition root: picks the real adapters
"""

from __future__ import annotations
