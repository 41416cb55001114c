"""What a template may be made of; everything else is refused with its line.

Templates get placeholders, choices and loops over lists, and no more: no
calls, no arithmetic, no assignment, no inheritance. Together with plain values
this leaves nothing to escape from; the sandbox stands behind it. The words
that a district writes itself pass through the same check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from incidents.errors import InputRefusedError
from notices.fieldbook import FIELDS
from notices.offices import OFFICE_PARTS, offices
from notices.tags import tag_mistakes
from notices.wording import MOMENT_PARTS, PRIVATE_PARTS, dotted, series

#: The largest template, in characters.
SOURCE_LIMIT = 64 * 1024
#: How deep loops may stand inside each other.
LOOP_LIMIT = 2
#: Names a template may print beside the fields.
CONTEXT_NAMES = frozenset({"recipient", "person", "said", "why", "offices"})

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.If,
    nodes.CondExpr,
    nodes.For,
    nodes.Test,
    nodes.Filter,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Include,
)
_COLUMNS = frozenset(column for field in FIELDS.values() for column in field.columns)
_ANY_NAME = re.compile(r"[a-z_]+")


class TemplateRefusedError(InputRefusedError):
    """A template that may not be used, each mistake with file, line and advice."""


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
    """Give the strict environment in which every template is read and filled."""
    strict = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=_printable,
        optimized=False,
    )
    strict.globals.clear()
    strict.filters = {"series": series, "dotted": dotted}
    strict.tests = {"known": _is_known}
    return strict


def _is_known(value: object) -> bool:
    return not isinstance(value, jinja2.Undefined)


def _printable(value: Any) -> Any:
    if isinstance(value, bool | list | dict) or value is None:
        raise jinja2.TemplateRuntimeError(f"a {type(value).__name__} cannot be printed")
    return f"{value:,}" if isinstance(value, int) else value


def check(source: str, file: str) -> list[str]:
    """Give every mistake in a template's source, with file, line and advice."""
    if len(source) > SOURCE_LIMIT:
        return [f"{file}:1: has {len(source):,} characters; shorten it to {SOURCE_LIMIT:,}."]
    try:
        tree = environment().parse(source)
    except jinja2.TemplateSyntaxError as wrong:
        return [f"{file}:{wrong.lineno}: {wrong.message}; correct the placeholder or the tag."]
    found = [*_node_mistakes(tree, frozenset(), 0), *tag_mistakes(_blanked(source))]
    return [f"{file}:{line}: {problem}" for line, problem in sorted(found)]


def names_used(tree: nodes.Template) -> set[str]:
    """Give the fields that a parsed template uses, its parts not included."""
    printed = {node.name for node in tree.find_all(nodes.Name)}
    return (printed | _parts_of(tree, "said") | _parts_of(tree, "why")) & FIELDS.keys()


def parts_included(tree: nodes.Template) -> Iterator[str]:
    """Give the names of the parts that a parsed template includes."""
    for node in tree.find_all(nodes.Include):
        yield str(node.template.as_const())


def offices_used(tree: nodes.Template) -> set[str]:
    """Give the ids of the offices that a parsed template prints."""
    return _parts_of(tree, "offices")


def _parts_of(tree: nodes.Template, name: str) -> set[str]:
    return {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == name
    }


def _node_mistakes(
    node: nodes.Node, loop_names: frozenset[str], depth: int
) -> Iterator[tuple[int, str]]:
    yield from _mistakes_of(node, loop_names, depth)
    if isinstance(node, nodes.For):
        if isinstance(node.target, nodes.Name):
            loop_names |= {node.target.name}
        depth += 1
    for child in node.iter_child_nodes():
        yield from _node_mistakes(child, loop_names, depth)


def _mistakes_of(
    node: nodes.Node, loop_names: frozenset[str], depth: int
) -> Iterator[tuple[int, str]]:
    line = node.lineno
    if not isinstance(node, _ALLOWED):
        kind = type(node).__name__
        yield line, f"{kind} is not allowed; use placeholders, if, for and include only."
    elif isinstance(node, nodes.Name) and not _name_is_known(node.name, loop_names):
        yield line, f"{node.name!r} is not a field; see the list in notices/fieldbook.py."
    elif isinstance(node, nodes.Getattr) and not _part_is_known(node):
        yield line, f"{node.attr!r} is not a part of a field; print the field itself."
    elif isinstance(node, nodes.For) and depth >= LOOP_LIMIT:
        yield line, f"loops stand more than {LOOP_LIMIT} deep; take the innermost out."
    elif isinstance(node, nodes.For) and not _target_is_new(node.target):
        yield line, "a loop needs one new name; call its entry line, item or row."
    elif isinstance(node, nodes.For) and node.recursive:
        yield line, "a loop may not call itself; write it out."
    elif isinstance(node, nodes.Include) and not _include_is_plain(node):
        yield line, 'an include names one part in quotes, such as "parts/questions.xml.j2".'


def _name_is_known(name: str, loop_names: frozenset[str]) -> bool:
    return name in FIELDS or name in CONTEXT_NAMES or name in loop_names


def _part_is_known(node: nodes.Getattr) -> bool:
    if isinstance(node.node, nodes.Name):
        match node.node.name:
            case "offices":
                return node.attr in offices()
            case "why" | "said":
                return node.attr in FIELDS
            case "person":
                return bool(_ANY_NAME.fullmatch(node.attr)) and not node.attr.startswith("_")
    return node.attr in {*MOMENT_PARTS, *PRIVATE_PARTS, *OFFICE_PARTS, *_COLUMNS}


def _target_is_new(target: nodes.Node) -> bool:
    return isinstance(target, nodes.Name) and not _name_is_known(target.name, frozenset())


def _include_is_plain(node: nodes.Include) -> bool:
    return (
        isinstance(node.template, nodes.Const)
        and isinstance(node.template.value, str)
        and node.template.value.startswith("parts/")
        and not node.ignore_missing
    )


def _blanked(source: str) -> str:
    """Give the markup alone, each Jinja part as spaces, lines kept."""
    return "".join(
        value if kind == "data" else re.sub(r"[^\n]", " ", value)
        for _, kind, value in environment().lex(source)
    )
