"""Prefect, and only here: short flows that bring each case to where its facts say.

The flows:

- ``watch_clocks``  answers the cases that wait and sends the reminders due
- ``respond``       answers one case, a task a step; ``timeline`` is its page
- ``send_notices``  sends what was released, a task for some thousands
- ``read_bounces``  reads the returned messages
- ``close_case``    what follows a closing: stop, seal, verify
- ``seal_ledger``   signs every log that grew
- ``back_up``       copies the record, restores the copy and verifies it

What runs them:

- ``serve``         the door to all of it; imports Prefect only when called
- ``ring``          server, flows and beats, running until asked to stop
- ``beats``         flows that the serving process itself calls, again and again
- ``runner``        flows that Prefect starts, from its page or by a schedule
- ``server``        Prefect's own server as a child process, on loopback only
- ``server_child``  what that child process runs
- ``settings``      where Prefect keeps its files, and the environment it runs in
- ``deployments``   which flows are served, how often; makes ``prefect.yaml``
- ``rehearsal``     runs flows as of chosen instants, for a drill
- ``clockwork``     the installation and the time, as flows take them
- ``failures``      what may be said of an error where Prefect can read it
- ``patience``      waiting for the minute in which more may go
- ``stopping``      being asked to stop

A flow is a way in, never the record: it is safe to run twice, late or not at
all, and what it needs to know it reads from the store.
"""

from __future__ import annotations
