"""Telling the people: from an imported list to a row of proof for each person.

One verb a file, as in ``incidents.services``. A case that tells its people goes
through these in order: ``import_roster``, ``resolve_recipients``,
``prepare_sending``, ``release_sending``; then ``send_sending`` by e-mail,
``print_batch`` for letters and the sheets of calls; then what came back is read,
and who is still untold is counted.

Whom to tell: ``resolve_recipients``, with ``told_already`` for those who stay as
they are and ``told_of_less`` for those whose letter could not say all that is known
now; ``compare_counts`` holds the lists against what the case says.
``correct_person`` and ``readdress`` where an address was found,
``excuse_recipient`` where none was. Before anything is approved ``preflight`` says
what a sending would be, by ``means`` (a day's bounds and prices), ``substitute``
(substitute notice, where its test is met) and ``mail_domain``.

A sending: ``sending_list`` is what its release binds to, ``letters`` asks for the
text to each recipient; ``stop_sending`` stops it, ``holds_of`` finds the hold that
does, and ``brakes`` too many bounces.

By e-mail: ``mailing`` holds what it takes, and ``post`` is asked to mail it.
``send_sending`` sends ``send_batch`` after batch; ``write_email`` and ``headers``
make the messages, ``message_ids`` name each. ``tries`` says what an answer means
and when to try again, ``reconcile_deliveries`` what became of those whose worker
is gone, ``resend_delivery`` is a person's choice to send once more. ``read_bounces``
reads each ``bounce``.

On paper and by telephone: ``printing`` (the press and its folder),
``print_batch``, ``mail_batch`` (handed to the post), ``return_letters``,
``log_call``, ``record_spending``; ``list_for_service`` where a district sends by a
service of its own.

What became of a delivery goes through ``settle_deliveries``: row, ledger, and
where its way failed ``fall_back``, which opens the next one.
"""
