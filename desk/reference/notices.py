"""The notice catalogue of the manual, written from the templates themselves.

``notice_catalogue_page`` gives the page as it has to be now; ``docs/generate.py``
writes it, and ``make check`` fails while the one in ``docs/reference`` is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from config.rulepacks import load_rule_book
from desk.reference.markdown import bullets, code, table
from desk.rule_words import listed
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.rule import Rule, RuleBook
from incidents.law.wording import spoken
from incidents.moments import Zone
from notices.catalogue import Catalogue, catalogue
from notices.drafter import CatalogueDrafter
from notices.fieldbook import FIELDS
from notices.template import ElementNeed, Provision, Template

_HEAD = """\
<!-- Written by `make docs` from notices/templates and config/rules; changes belong there. -->
# The notice catalogue

Every notice there is: whom it is for, which duty calls for it, what the law wants in it and which
fields show that. `duenotice draft CASE NOTICE` writes any of them. Those that a duty calls for are
drafted by themselves as soon as the duty has arisen, or once the case has what they are about.

A required element that is *needed* refuses the approval while nobody knows it. One that goes *if
known* is said to be unknown. Words for a field come from the case itself, or from
`duenotice record CASE wording FIELD WORDS`. [Change a notice](../how-to/change-a-notice.md) says
how the words are changed. Nothing here is filed with a state by itself.

What families, students, teachers, callers and the public read is there in Spanish too. Letters to
the State, to contractors, to lawyers and to the board are in English only, by decision:
[how the notices are written](../explanation/how-the-notices-are-written.md) says why.
"""


def notice_catalogue_page() -> str:
    """Give the page as it has to be now."""
    return page_of(catalogue(), load_rule_book())


def page_of(known: Catalogue, book: RuleBook) -> str:
    """Give the page of a catalogue, with the rules that call for its notices."""
    calling = _calling(book)
    templates = known.templates.values()
    return "\n".join(
        (_HEAD, _glance(templates, calling), *(_notice(each, calling) for each in templates))
    )


def _calling(book: RuleBook) -> Mapping[str, list[Rule]]:
    """Give for each notice the rules whose duties call for it."""
    calling: dict[str, list[Rule]] = {}
    for rule in book.rules:
        for notice in CatalogueDrafter().written_for(_planned(rule)):
            calling.setdefault(notice, []).append(rule)
    return calling


def _planned(rule: Rule) -> PlannedDuty:
    zone = Zone("America/New_York")
    return PlannedDuty(rule=rule, version=None, state=DutyState.NOT_STARTED, zone=zone)


def _glance(templates: Iterable[Template], calling: Mapping[str, list[Rule]]) -> str:
    rows = [
        (
            f"[{code(each.id)}](#{each.id})",
            each.title,
            each.audience,
            ", ".join(_languages(each)),
            "a duty" if each.id in calling else "its name alone",
        )
        for each in templates
    ]
    return f"## At a glance\n\n{table(('notice', 'what it is', 'for', 'in', 'drafted by'), rows)}"


def _notice(template: Template, calling: Mapping[str, list[Rule]]) -> str:
    languages = ", ".join(_languages(template))
    facts = [
        f"**For**: {template.audience}; {listed(tuple(template.recipients))}",
        f"**Form**: {template.form}, version {template.version}, in {languages}",
        *(f"**Goes by** {spoken(name)}: {how}" for name, how in template.methods.items()),
        _called_for(template, calling),
    ]
    provisions = [_provision(each) for each in template.provisions]
    elements = "\n".join(provisions) or "No duty asks for it.\n"
    return f"## {template.id}\n\n{template.title}.\n\n{bullets(facts)}\n{elements}"


def _called_for(template: Template, calling: Mapping[str, list[Rule]]) -> str:
    rules = calling.get(template.id, [])
    if not rules:
        return "**Drafted** by its name only"
    once = " and ".join(FIELDS[each].meaning for each in template.once)
    condition = f", once the case has this: {once}" if once else ""
    return f"**Drafted by itself** for {', '.join(code(each.id) for each in rules)}{condition}"


def _languages(template: Template) -> list[str]:
    return [template.language, *sorted(template.translations)]


def _provision(provision: Provision) -> str:
    head = f"**{provision.citation}** ({code(provision.rule)})"
    if not provision.needs:
        return f"{head} lists nothing that this notice must say.\n"
    rows = [
        (each.element.words, _fields(each), "needed" if each.always else "if known")
        for each in provision.needs
    ]
    return f"{head}:\n\n{table(('required element', 'fields', 'need'), rows)}"


def _fields(need: ElementNeed) -> str:
    return ", ".join(" or ".join(map(code, group)) for group in need.fields)
