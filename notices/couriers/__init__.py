"""The ways on which messages leave: files, a mail server, alert channels.

- ``outbox``    each message an .eml file, where no mail server is set
- ``smtp``      through a mail server; ``receipts`` keeps what was being sent
- ``bulk_smtp`` thousands of e-mails on several connections, made by ``mail_bytes``;
  ``bulk_receipts`` keeps each step of them, ``bulk_results`` groups what became
  of them, and ``mail_journal`` asks the server's own log
- ``smtp_answers`` what both of these know of a server's answers
- ``bounces``   reads what came back, out of the ``bounce_boxes``
- ``chat``      Teams, Slack, telephones and the like, by Apprise
- ``memory``    keeps what it is given, for tests and trials
- ``mail``      a message as e-mail; ``files`` writes it whole or not at all
- ``checkpoint_mail``  carries signed checkpoints by the same couriers
- ``domain_records``  looks up SPF, DKIM and DMARC of a sender's domain

What a courier promises is written in ``incidents.services.couriers``.
"""

from __future__ import annotations
