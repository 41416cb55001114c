"""A whole case in minutes: the clock is moved, everything else is real.

``world`` is the made-up district and its folder, ``families`` the students on the
contractor's list and who is told for them. ``scenes`` says what happens on which
day: ``acts`` are one unit of work each, ``before_release`` and ``after_release`` hold
the errands of telling the people, which are ``running`` until nothing is left, and
``mail_server`` takes their e-mails on this computer. ``stage`` runs the scenes and may
be stopped and run again at any point, and ``ending`` exports, verifies and says
where things lie.
"""

from __future__ import annotations
