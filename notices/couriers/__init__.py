"""The ways on which messages leave: files, a mail server, alert channels.

What a courier promises is written in ``incidents.services.couriers``.
"""

from __future__ import annotations
