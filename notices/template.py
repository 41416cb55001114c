"""One template: what it is for, whom it suits, what it must contain."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from notices.elements import Element
from notices.fieldbook import FIELDS
from notices.located import Located

#: How a document is laid out; a letter has its address in an envelope's window, and
#: the HTML of a posting says from where to where it is copied into a website.
FORMS = ("letter", "memo", "sheet", "posting")
#: Who reads it; what families read is held to eighth grade or lower.
AUDIENCES = ("families", "officials")
#: The ways in which a notice may go.
METHODS = (
    "written",
    "first_class_mail",
    "registered_or_certified_mail",
    "personal_delivery",
    "email",
    "electronic_with_consent",
    "telephone",
    "email_where_known",
    "website_posting",
    "statewide_media",
    "state_form",
)
#: Whether an unknown value may stand, said in words, where the element is due.
NEEDS = ("always", "if known")


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementNeed:
    """One element that a provision asks for, and the fields that show it.

    Each entry of ``fields`` is a group of which one field is enough.
    """

    element: Element
    fields: tuple[tuple[str, ...], ...]
    always: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A rule that the notice serves, by its id, and what it must then say."""

    rule: str
    citation: str
    needs: tuple[ElementNeed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A notice before it is filled: its folder's ``meta.yaml`` and source.

    ``methods`` says for each way of sending what it takes; ``recipients``
    gives the words that differ from one kind of recipient to the next.
    """

    id: str
    version: int
    title: str
    form: str
    audience: str
    language: str
    recipients: Mapping[str, Mapping[str, str]]
    methods: Mapping[str, str]
    provisions: tuple[Provision, ...]
    source: str = field(repr=False)
    file: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """Give the ids of the rules that the notice serves."""
        return tuple(provision.rule for provision in self.provisions)

    def source_digest(self, parts: Mapping[str, str]) -> str:
        """Give the SHA-256 over the source and the parts it may include."""
        sha = hashlib.sha256(self.source.encode())
        for name in sorted(parts):
            sha.update(b"\0" + name.encode() + b"\0" + parts[name].encode())
        return sha.hexdigest()


def template_from(id_: str, meta: Located, source: str, file: str) -> Template:
    """Give the template of a folder; raise BrokenFileError with the line."""
    keys = meta.mapping(
        (
            "version",
            "title",
            "form",
            "audience",
            "language",
            "recipients",
            "methods",
            "provisions",
        )
    )
    return Template(
        id=id_,
        version=keys["version"].number(),
        title=keys["title"].text(),
        form=keys["form"].text(FORMS),
        audience=keys["audience"].text(AUDIENCES),
        language=keys["language"].text(),
        recipients=_recipients(keys["recipients"]),
        methods=_methods(keys["methods"]),
        provisions=tuple(_provision(entry) for entry in keys["provisions"].items()),
        source=source,
        file=file,
    )


def _recipients(node: Located) -> Mapping[str, Mapping[str, str]]:
    kinds = {kind: _person(words) for kind, words in node.entries().items()}
    if not kinds:
        raise node.refuse("names nobody; name at least one kind of recipient.")
    first = next(iter(kinds.values())).keys()
    for kind, words in kinds.items():
        if words.keys() != first:
            raise node.entries()[kind].refuse(f"needs the words {', '.join(first)}, and no others.")
    return kinds


def _person(node: Located) -> Mapping[str, str]:
    return {name: words.text() for name, words in node.entries().items()}


def _methods(node: Located) -> Mapping[str, str]:
    methods = node.entries()
    for name, entry in methods.items():
        if name not in METHODS:
            raise entry.refuse(f"{name!r} is not a method; write one of {', '.join(METHODS)}.")
    return {name: entry.text() for name, entry in methods.items()}


def _provision(node: Located) -> Provision:
    keys = node.mapping(("rule", "citation", "elements"))
    return Provision(
        rule=keys["rule"].text(),
        citation=keys["citation"].text(),
        needs=tuple(_need(name, entry) for name, entry in keys["elements"].entries().items()),
    )


def _need(name: str, node: Located) -> ElementNeed:
    if name not in set(Element):
        raise node.refuse(f"{name!r} is not a required element; see notices/elements.py.")
    keys = node.mapping(("fields", "need"))
    return ElementNeed(
        element=Element(name),
        fields=tuple(_group(entry) for entry in keys["fields"].items()),
        always=keys["need"].text(NEEDS) == "always",
    )


def _group(node: Located) -> tuple[str, ...]:
    names = tuple(name.strip() for name in node.text().split("|"))
    for name in names:
        if name not in FIELDS:
            raise node.refuse(f"{name!r} is not a field; see the list in notices/fieldbook.py.")
    return names
