"""What the product does, one verb a file, over ports and without a database.

A service takes a :class:`~incidents.services.ports.UnitOfWork`, reads the case
as its log of events tells it, decides, and appends what happened.

What services ask of the world: ``ports`` (the store) and its ``rows``, ``lawbook`` (the law),
``drafter`` (the words), ``couriers`` (messages), ``seals`` (keys and shelf);
``practice`` holds law, drafter and ladder together.

What a person does: ``open_case``, ``record_fact``, ``hold_notification``,
``determine``, ``record_filing``, ``draft_notice``, ``approve_notice``,
``close_case``; ``people`` knows who may. Each change ends in ``follow_up``,
which brings duties and thresholds to where the record says, or in ``note_quietly``
where nothing has to be answered for. ``view_case`` shows a case now or in the
past, ``list_cases`` all of them, ``answer_case`` answers one step by step.
``chunks`` takes long lists some at a time.

Reminders: ``channels`` (whom, by which way), ``plan_reminders`` and
``refresh_reminders`` (the rows), ``send_due`` (the sweep) with
``claim_reminder``, ``settle_reminder`` and ``sweeping``, ``reminder_text``
(the words), ``heartbeat`` (when the last sweep ran).

Proof: ``seal_ledger``, ``mail_checkpoints``, and ``verify_ledger`` with
``agency_record``, ``handed_in``, ``kept_files`` and ``ledger_faults``.
``field_keys`` is who has the keys of sealed names, ``rotate_field_key`` seals
them all anew.

Telling the people: ``telling``, with ``progress`` (who is missing); the store
is asked through ``people_ports`` and answers with ``people_rows``.

Export: ``export_case``, ``registers`` and ``telling_registers``, ``standings``.
"""

from __future__ import annotations
