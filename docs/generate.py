"""Writes the pages that are made from the code, or says which are stale.

A page here has one truth, in the code; a stale copy is a failure of `make check`.
To add a page, add its path and the function that gives its text.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: Each generated file and the function that gives its whole text.
PAGES: Mapping[str, str] = {
    "prefect.yaml": "flows.deployments:prefect_yaml",
    "docs/pictures/case.svg": "picture:case_svg",
    "docs/reference/commands.md": "commands_page:commands_page",
    "docs/reference/notice-catalogue.md": "desk.reference.notices:notice_catalogue_page",
    "docs/reference/rule-book.md": "desk.reference:rule_book_page",
}


def main(*, check: bool) -> int:
    """Give 1 if a page is stale and only checked, else write the pages and give 0."""
    stale = [page for page in PAGES if text_of(page) != _kept(ROOT / page)]
    for page in stale:
        if not check:
            (ROOT / page).write_text(text_of(page), encoding="utf-8")
        sys.stdout.write(f"{page} {'is stale: run `make docs`' if check else 'is written'}\n")
    return 1 if check and stale else 0


def text_of(page: str) -> str:
    """Give the text that a page should have now."""
    text: str = pkgutil.resolve_name(PAGES[page])()
    return text


def _kept(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    raise SystemExit(main(check="--check" in sys.argv[1:]))
