"""The words: every notice, from its template to text, HTML and tagged PDF.

A notice is a folder of ``templates/``: ``meta.yaml`` says which rules it
serves, for whom, and which fields show each required element;
``letter.xml.j2`` holds its words once, for all forms of output.

- ``elements``    what the law says a notice must contain
- ``fieldbook``   the names a template may use, and their kinds
- ``fields``      ``NoticeFields``: the checked values, or ``unknown``
- ``from_case``   the fields taken from a case, with ``official_facts`` for the letters
  to officials and contractors, ``sent_facts``: what went out, and ``wordings``:
  what a person wrote for them
- ``catalogue``   all templates; which of them serves which rule
- ``drafts``      ``draft()``: a filled notice and its digest
- ``drafter``     the same for the services: which notices, for whom
- ``findings``    what a draft has, lacks and carries in vain
- ``letter_pdf``  ``pdf()``: the tagged PDF of a draft; ``word_file`` and
  ``email_file`` give it to a lawyer's pen and to a mail program
- ``letters``     an approved text as each recipient gets it: ``merging`` fills its
  ``slots``, ``addressees`` names whom it goes to, ``window`` fits the address,
  ``letter_batch`` prints many
- ``language``    the words of a language; ``translations`` says which texts may go
  out, by the ``reviews`` of a district, and ``listing`` lists them
- ``own_words``   a district's own letterhead and wording; ``prose`` what was
  recorded in another language, ``taglines`` a line for other readers
- ``reading``     the reading grade of a text, ``reading_spanish`` its ease in Spanish;
  ``subjects`` the subject of its e-mail

The others are the way from the one to the other. ``located`` reads YAML with
its lines, ``template`` one folder, ``offices`` the numbers that notices print;
``grammar`` and ``tags`` say what a template may be made of, ``inspection`` looks
at it as a whole, ``checking`` and ``characters`` say which values may stand
where, ``wording`` puts values into words, ``filling`` fills the template in its
strict ``environment``, ``markup`` reads it into a ``document``, ``plain_text``
and ``html_page`` write that down, ``glyphs`` knows what the font can print.

On paper: ``presses`` make letters and the ``call_sheet`` with their
``manifests``, and ``print_folder`` holds them until they are recorded.

Beside the notices: ``couriers`` carry messages, ``export`` writes the record of
a case as files, and ``calendar_file`` its deadlines for a calendar.
"""

from __future__ import annotations
