"""The doors: the command line today, the web desk later.

Only here and in the flows is the clock of the machine read; everything below
is told what time it is.
"""

from __future__ import annotations
