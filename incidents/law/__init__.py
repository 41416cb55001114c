"""What the law asks: rules, conditions, clocks and the plan they give.

Read in this order: :mod:`citation` (where a thing stands), :mod:`calendars`
(which days count), :mod:`circumstances` (what is known of an incident),
:mod:`conditions` (yes, no, or not yet known), :mod:`clock` (from a moment to
two dates), :mod:`holds` (what replaces a clock), :mod:`rule` (one duty with
its versions), :mod:`duty` (one line of a plan) and :mod:`plan`, which puts
them together. Nothing here reads a file, a database or the time of day, and
no number of the law stands here: they come from the rule packs.
"""

from __future__ import annotations
