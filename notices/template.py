"""One template: what it is for, whom it suits, what it must contain."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

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
#: How a template includes a part, as the grammar allows it.
_INCLUDE = re.compile(r"""\{%-?\s*include\s+["'](parts/[^"']+)["']""")
_DIGEST = re.compile(r"[0-9a-f]{64}")
#: Stands in ``of`` until somebody has compared the translation with the English.
_NOT_COMPARED = "not compared"


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
class Translation:
    """The same notice in another language, and the English it was made from.

    ``of`` is the source digest of that English; ``reviewed_by`` names the person
    who has read it for the product, on the day ``reviewed_on``.
    """

    title: str
    recipients: Mapping[str, Mapping[str, str]]
    of: str
    reviewed_by: str | None
    reviewed_on: str | None
    source: str = field(repr=False)
    file: str = ""


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
    translations: Mapping[str, Translation] = field(default_factory=dict)
    #: Fields without which no duty calls for it; it can be drafted by name all the same.
    once: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Give the ids of the rules that the notice serves."""
        return tuple(provision.rule for provision in self.provisions)

    @property
    def includes(self) -> tuple[str, ...]:
        """Give the names of the parts that the source includes, each once."""
        return tuple(dict.fromkeys(_INCLUDE.findall(self.source)))

    def source_digest(self, parts: Mapping[str, str]) -> str:
        """Give the SHA-256 over all its words: source, parts, title, recipients."""
        included = {name: parts.get(name, "") for name in self.includes}
        recipients = {kind: dict(words) for kind, words in self.recipients.items()}
        words = [self.source, included, self.title, recipients]
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()

    def translated(self, language: str) -> Template | None:
        """Give the same notice in a language, or None where there is no such text."""
        if language == self.language:
            return self
        if (other := self.translations.get(language)) is None:
            return None
        return replace(
            self,
            language=language,
            title=other.title,
            recipients=other.recipients,
            source=other.source,
            file=other.file,
        )


def template_from(
    id_: str, meta: Located, source: str, file: str, letters: Mapping[str, str] | None = None
) -> Template:
    """Give the template of a folder; raise BrokenFileError with the line.

    ``letters`` are the sources in other languages, by the language's code.
    """
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
        ),
        ("translations", "once"),
    )
    recipients = _recipients(keys["recipients"])
    return Template(
        id=id_,
        version=keys["version"].number(),
        title=keys["title"].text(),
        form=keys["form"].text(FORMS),
        audience=keys["audience"].text(AUDIENCES),
        language=keys["language"].text(),
        recipients=recipients,
        methods=_methods(keys["methods"]),
        provisions=tuple(_provision(entry) for entry in keys["provisions"].items()),
        source=source,
        file=file,
        translations=_translations(
            keys.get("translations", Located({}, 1, meta.file)), letters or {}, tuple(recipients)
        ),
        once=_once(keys["once"]) if "once" in keys else (),
    )


def _once(node: Located) -> tuple[str, ...]:
    return tuple(name for entry in node.items() for name in _group(entry))


def _translations(
    node: Located, letters: Mapping[str, str], kinds: tuple[str, ...]
) -> Mapping[str, Translation]:
    entries = node.entries()
    for code in letters.keys() - entries.keys():
        raise node.refuse(f"letter.{code}.xml.j2 is there, and translations has no {code!r}.")
    found = {}
    for code, entry in entries.items():
        if code not in letters:
            raise entry.refuse(f"letter.{code}.xml.j2 is not there; add it.")
        found[code] = _translation(code, entry, letters[code], kinds)
    return found


def _translation(code: str, node: Located, source: str, kinds: tuple[str, ...]) -> Translation:
    keys = node.mapping(("title", "recipients", "of", "reviewed"))
    recipients = _recipients(keys["recipients"])
    if set(recipients) != set(kinds):
        raise keys["recipients"].refuse(f"needs the kinds {', '.join(kinds)}, and no others.")
    of = keys["of"].text()
    if of != _NOT_COMPARED and not _DIGEST.fullmatch(of):
        raise keys["of"].refuse(
            f"is {of!r}; write {_NOT_COMPARED}, and its draft then names the digest."
        )
    by, on = _review(keys["reviewed"])
    return Translation(
        title=keys["title"].text(),
        recipients={kind: recipients[kind] for kind in kinds},
        of=of,
        reviewed_by=by,
        reviewed_on=on,
        source=source,
        file=f"{node.file.removesuffix('meta.yaml')}letter.{code}.xml.j2",
    )


def _review(node: Located) -> tuple[str | None, str | None]:
    if node.value is None:
        return None, None
    keys = node.mapping(("by", "on"))
    return keys["by"].text(), str(keys["on"].value)


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
