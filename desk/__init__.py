"""The doors: the command line today, the web desk later.

- ``cli``       the table of commands, each loaded only when it is called
- ``commands``  one command a file, found by ``lazy_commands``
- ``casework``  what they share: the installation, the options, the seal
- ``changes``   what a change came to: recorded, announced, moved
- ``history``   each entry of a case in words, with ``telling_history`` of telling people
- ``case_page`` and ``case_json``: a case for people, and for programs
- ``next_steps`` what to do next with a case, ready to be copied
- ``instants``  the clock of the machine, and the moments that a person types
- ``tables``    plans as people read them; ``languages`` the names of their codes
- ``preflight_page`` what a sending would be; ``progress_page`` how far it has come
- ``draft_files`` drafts in each of their forms; ``printing``, ``batch_numbers``,
  ``call_scripts`` and ``money`` serve the commands on letters and calls
- ``rule_words`` rules in words; ``reference`` writes the rule book page with them
- ``demo``      a whole case in minutes

Only here and in the flows is the clock of the machine read; everything below
is told what time it is.
"""

from __future__ import annotations
