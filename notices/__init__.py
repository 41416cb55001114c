"""The words: every notice, from its template to text, HTML and tagged PDF.

A notice is a folder of ``templates/``: ``meta.yaml`` says which rules it
serves, for whom, and which fields show each required element;
``letter.xml.j2`` holds its words once, for all forms of output.

====================  ====================================================
``elements``          what the law says a notice must contain
``fieldbook``         the names a template may use, and their kinds
``fields``            ``NoticeFields``: the checked values, or ``Unknown``
``catalogue``         all templates; which of them serves which rule
``drafts``            ``draft()``: a filled notice and its digest
``findings``          what a draft has, lacks and carries in vain
``letter_pdf``        ``pdf()``: the tagged PDF of a draft
``reading``           the reading grade of a text
====================  ====================================================

The others are the way from the one to the other: ``grammar`` and ``tags``
say what a template may be made of, ``inspection`` looks at it as a whole,
``wording`` puts values into words, ``filling`` fills the template,
``markup`` reads it into a ``document``, ``plain_text`` and ``html_page``
write that down, ``glyphs`` knows what the font can print.
"""
