"""What a template may be made of; everything else is refused with its line.

Templates get placeholders, choices and loops over lists, and no more: no
calls, no arithmetic, no assignment, no inheritance. Together with plain values
this leaves nothing to escape from; the sandbox stands behind it. The words
that a district writes itself pass through the same check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import jinja2
from jinja2 import nodes

from incidents.errors import InputRefusedError
from notices.environment import environment
from notices.fieldbook import FIELDS
from notices.offices import OFFICE_PARTS, offices
from notices.tags import PLACEHOLDER, tag_mistakes
from notices.wording import MOMENT_PARTS, PRIVATE_PARTS

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
    mistake: str | None = None
    match node:
        case nodes.Name():
            mistake = _name_mistake(node.name, loop_names)
        case nodes.Getattr():
            mistake = _part_mistake(node)
        case nodes.Filter() | nodes.Test():
            mistake = _tool_mistake(node)
        case nodes.For():
            mistake = _loop_mistake(node, depth)
        case nodes.Include():
            mistake = _include_mistake(node, depth)
        case _ if not isinstance(node, _ALLOWED):
            kind = type(node).__name__
            mistake = f"{kind} is not allowed; use placeholders, if, for and include only."
    if mistake:
        yield node.lineno, mistake


def _name_mistake(name: str, loop_names: frozenset[str]) -> str | None:
    if _name_is_known(name, loop_names):
        return None
    return f"{name!r} is not a field; see the list in notices/fieldbook.py."


def _part_mistake(node: nodes.Getattr) -> str | None:
    if _part_is_known(node):
        return None
    return f"{node.attr!r} is not a part of a field; print the field itself."


def _tool_mistake(node: nodes.Filter | nodes.Test) -> str | None:
    if isinstance(node, nodes.Filter) and node.name not in environment().filters:
        return f"{node.name!r} is not a filter; use {' or '.join(environment().filters)}."
    if isinstance(node, nodes.Test) and node.name not in environment().tests:
        return f"{node.name!r} is not a test; write `is known`."
    if node.args or node.kwargs:
        return f"{node.name!r} takes nothing in parentheses; take that out."
    return None


def _loop_mistake(node: nodes.For, depth: int) -> str | None:
    if depth >= LOOP_LIMIT:
        return f"loops stand more than {LOOP_LIMIT} deep; take the innermost out."
    if not _target_is_new(node.target):
        return "a loop needs one new name; call its entry line, item or row."
    return "a loop may not call itself; write it out." if node.recursive else None


def _include_mistake(node: nodes.Include, depth: int) -> str | None:
    if depth:
        return "an include may not stand in a loop; take it out of the loop."
    if _include_is_plain(node):
        return None
    return 'an include names one part in quotes, such as "parts/questions.xml.j2".'


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
    """Give the markup alone: a mark for each placeholder, spaces for the rest."""
    tokens = environment().lex(source)
    return "".join(value if kind == "data" else _blank(kind, value) for _, kind, value in tokens)


def _blank(kind: str, value: str) -> str:
    spaces = re.sub(r"[^\n]", " ", value)
    return PLACEHOLDER + spaces[1:] if kind == "variable_begin" else spaces
