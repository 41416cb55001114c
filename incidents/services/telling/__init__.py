"""Telling the people: from an imported list to a row of proof for each person.

One verb a file, as in ``incidents.services``. A case that tells its people goes
through these in order: ``import_roster``, ``resolve_recipients``,
``prepare_sending``, ``release_sending``; then ``send_batch`` by e-mail,
``print_batch`` for letters and the sheets of calls; then what came back is read,
and who is still untold is counted.

Whom to tell: ``resolve_recipients``, with ``told_already`` for those who stay as
they are; ``correct_person`` and ``readdress`` where an address was found,
``excuse_recipient`` where none was. Before anything is approved ``preflight`` says
what a sending would be, by ``means`` (a day's bounds and prices), ``substitute``
(substitute notice, where its test is met) and ``mail_domain``.

On paper and by telephone: ``printing`` (the press and its folder),
``print_batch``, ``mail_batch`` (handed to the post), ``return_letters``,
``log_call``, ``record_spending``; ``list_for_service`` where a district sends by a
service of its own. Where a way failed ``fall_back`` opens the next
one; ``message_ids`` name each delivery.
"""
