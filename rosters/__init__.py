"""Reads lists of affected persons as student information systems write them.

CSV and XLSX, with whatever delimiter, encoding and column names they come; a
first look before anything is taken, and memory bounded however long they are.

A file is opened by ``opening``, which surveys its bytes (``survey``) and finds
out how it is written: ``text_tables`` reads CSV, ``workbooks`` reads XLSX once
``archives`` and ``sheets`` have found that it is safe to unpack. ``columns``
matches headings to fields by ``headings`` and what was remembered for the
district in ``matchings``; ``words`` knows groups, languages, states. ``cells``
reads one value, ``cleaning`` what no page can show, ``addresses`` and ``exposures``
what takes several, ``persons`` a row, ``merging`` the rows of one person, and
``first_look`` says what would be taken. ``problems`` are what is wrong, each with
its row and column.
"""
