"""What happened here: the incident as it was recorded, and the case kept of it.

- ``incident``       what an incident file says, typed and checked
- ``agency``         an educational agency and its people
- ``events``         what can happen to a case: frozen facts in the past tense
- ``case``           the case: a fold over its events, now or at any past instant
- ``telling``        how its people are told, as far as the events say; the events are
  ``telling_events``
- ``agency_events``  what the agency's own log keeps, so that no case can vanish
- ``ladder``         which reminders a duty wants, and when
"""

from __future__ import annotations
