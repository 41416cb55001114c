"""Nothing in the project tells of one machine, one registry or unfinished work."""

from __future__ import annotations

import re

from tests.architecture.sources import ROOT, kept_files

#: Written with brackets, so that this file does not find itself.
FORBIDDEN = {
    "a person's folder on one machine": r"(?<![\w.])/(?:home|root|Users)/\w",
    "a package registry": r"py[p]i\.org|python[h]osted\.org|npm[j]s\.(?:org|com)|deb\.debia[n]\.",
    "unfinished work": r"\b(?:TOD[O]|FIXM[E]|XX[X])\b|raise NotImplemente[d]Error",
    "a test that does not run": r"(?:pytest|mark)\.(?:ski[p]|xfai[l])|importorski[p]",
}
TEXT = {"", ".py", ".md", ".toml", ".yaml", ".yml", ".lock", ".j2", ".typ", ".txt", ".json"}


def test_no_kept_file_says_what_does_not_belong_here():
    found = [
        f"{path.relative_to(ROOT)}: {meaning}"
        for path in kept_files()
        if path.suffix in TEXT
        for meaning, pattern in FORBIDDEN.items()
        if re.search(pattern, path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not found, "\n".join(found)
