"""Reads lists of affected persons as student information systems write them.

CSV and XLSX, with whatever delimiter, encoding and column names they come; a
first look before anything is taken, and memory bounded however long they are.

A file is opened by ``opening``, which surveys its bytes (``survey``) and finds
out how it is written: ``text_tables`` reads CSV, ``workbooks`` reads XLSX once
``archives`` and ``sheets`` have found that it is safe to unpack. ``columns``
matches headings to fields by ``headings`` and what was remembered for the
district in ``matchings``. ``persons`` reads one of the ``rows`` as a person, with
their ``contacts``, ``names``, ``addresses`` and ``exposures``; ``cells`` reads one
value, ``words`` knows groups, languages and states, and ``cleaning`` takes away
what no page can show. ``merging`` makes one person of several rows,
``first_look`` says what would be taken and ``tally`` counts it. ``problems`` block a
list, ``remarks`` do not.
"""
