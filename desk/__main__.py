"""Lets ``python -m desk`` stand for ``duenotice``."""

from __future__ import annotations

from desk.cli import main

if __name__ == "__main__":
    main()
