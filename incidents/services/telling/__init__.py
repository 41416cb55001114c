"""Telling the people: from an imported list to a row of proof for each person.

One verb a file, as in ``incidents.services``. A case that tells its people goes
through these in order: ``import_roster``, ``resolve_recipients``,
``prepare_sending``, ``release_sending``; then ``send_batch`` by e-mail,
``print_batch`` for letters and ``call_sheet`` for the telephone; then what came
back is read, and ``progress`` says who is still untold.
"""
