"""Prefect, and only here: short flows that bring each case to where its facts say.

- ``settings``     where Prefect keeps its files, and the environment it runs in
- ``server``       Prefect's own server as a child process, on loopback only
- ``server_child`` what that child process runs
- ``deployments``  which flows are served, how often, and ``prefect.yaml`` made from it
- ``beats``        flows that the serving process itself calls, again and again
- ``ring``         server, deployments and beats, running together until asked to stop
- ``serve``        the door to all of it; imports Prefect only when called

A flow is a way in, never the record: it is safe to run twice, late or not at
all, and what it needs to know it reads from the store.
"""
