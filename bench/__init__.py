"""What this machine does a second, each figure beside a bare one.

``python -m bench`` runs all but the long ones, or those that are named. About a
case are ``plans``, ``notices``, ``ledger``, ``store``, ``reminders`` and ``flows``; about
telling thousands ``rosters``, ``people_store``, ``resolving``, ``letters`` and
``sending``, and ``million`` goes with a million of them from the list to the release.
``kills`` and ``sending_kills`` measure nothing: they kill what runs, and count
what was lost.
"""
