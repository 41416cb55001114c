"""A whole case in a minute: the clock is moved, everything else is real.

``world`` is the made-up district and its folder, ``scenes`` what happens on
which day, ``stage`` runs them and may be stopped and run again at any point,
and ``ending`` exports, verifies and says where things lie.
"""

from __future__ import annotations
