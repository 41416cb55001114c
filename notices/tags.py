"""Whether the tags of a template are those of a notice, with their lines."""

from __future__ import annotations

import re
from xml.parsers import expat

from notices.elements import Element
from notices.markup import CHILDREN, LABELLED, TEXT_TAGS

#: Stands in the markup where a placeholder was.
PLACEHOLDER = "\ue000"


def tag_mistakes(markup: str) -> list[tuple[int, str]]:
    """Give the line and the advice of every mistake in a template's markup.

    The markup is the template with its Jinja parts blanked out and a mark
    where each placeholder was: branches stand one after the other, so each
    must close what it opens.
    """
    if declared := re.search("<[!?]", markup):
        line = markup[: declared.start()].count("\n") + 1
        return [(line, "declarations and XML comments are not allowed; write {# a comment #}.")]
    return _TagReader().mistakes(markup)


class _TagReader:
    """Reads the tags of one template and keeps what is wrong with them."""

    def __init__(self) -> None:
        self._found: list[tuple[int, str]] = []
        self._open = ["notice"]
        self._expat = expat.ParserCreate()
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._characters

    def mistakes(self, markup: str) -> list[tuple[int, str]]:
        try:
            self._expat.Parse(f"<notice>{markup}</notice>", True)  # noqa: FBT003  expat's own
        except expat.ExpatError as wrong:
            reason = expat.ErrorString(wrong.code)
            self._found.append((wrong.lineno, f"{reason}; close each tag in its own branch."))
        return self._found

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        parent = self._open[-1]
        self._open.append(tag)
        if len(self._open) == 2 and tag == "notice":  # noqa: PLR2004  the root itself
            return
        if tag not in CHILDREN and tag not in TEXT_TAGS:
            self._add(f"<{tag}> is not a tag of a notice; see notices/markup.py.")
        elif tag not in CHILDREN.get(parent, frozenset()):
            self._add(f"<{tag}> may not stand inside <{parent}>; see notices/markup.py.")
        self._check_attributes(tag, attributes)

    def _check_attributes(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in LABELLED and "label" not in attributes:
            self._add(f'<{tag}> needs a label; write <{tag} label="…">.')
        for name in attributes.keys() - ({"label"} if tag in LABELLED else set()) - {"element"}:
            self._add(f"<{tag}> has no attribute {name!r}; take it out.")
        for name in attributes.get("element", "").split():
            if name not in set(Element):
                self._add(f"{name!r} is not a required element; see notices/elements.py.")

    def _end(self, tag: str) -> None:
        del tag
        self._open.pop()

    def _characters(self, text: str) -> None:
        if text.strip() and self._open[-1] not in TEXT_TAGS:
            if PLACEHOLDER in text:
                self._add("a placeholder stands outside a paragraph; put it in <p> or <item>.")
                return
            shown = text.strip()[:30]
            self._add(f"the text {shown!r} stands outside a paragraph; put it in <p> or <item>.")

    def _add(self, problem: str) -> None:
        self._found.append((self._expat.CurrentLineNumber, problem))
