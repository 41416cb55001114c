"""What the law asks: rules, conditions, clocks and the plan they give.

Read in this order:

- ``citation``       where a provision stands, and whether a person has read it
- ``calendars``      which days are business days, and how to count them
- ``circumstances``  what is known of an incident, with ``moment_names``,
  ``contract`` and ``policy``
- ``conditions``     yes, no, or not yet known; ``exposure`` has those on
  private information and on how many New Yorkers it concerns
- ``clock``          from a moment to two dates: the target and the limit
- ``holds``          what replaces a clock
- ``rule``           one duty with its versions
- ``course``         the way of one duty's clock: its start, its clock, its holds
- ``planned``        one duty planned, which gives a ``duty``: a line of a plan
- ``plan``           every duty of the rule book; ``advice`` adds the sentences
  that belong to no duty, ``wording`` keeps all of them in one style

Nothing here reads a file, a database or the time of day, and no number of the
law stands here: they come from the rule packs.
"""

from __future__ import annotations
