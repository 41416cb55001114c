"""The policy packs: what an agency's own policy adds, and where it says so."""

from __future__ import annotations

from collections.abc import Mapping

from desk.reference.markdown import bullets, cited, code, table
from incidents.law.exposure import PRIVATE_ELEMENTS
from incidents.law.policy import Policy

_SIGNS = """\
Signs that information was acquired, to be answered before anybody determines that it was not:"""


def policies_section(policies: Mapping[str, Policy]) -> str:
    """Give every policy that comes with the program."""
    return "## The policies\n\n" + "\n".join(_policy(policies[each]) for each in sorted(policies))


def _policy(policy: Policy) -> str:
    counted = "; ".join(PRIVATE_ELEMENTS[each] for each in sorted(policy.elements))
    asks = [f"{each.replace('_', ' ')} ({at.section})" for each, at in policy.provisions.items()]
    facts = (
        f"**Adopted** {policy.adopted.words()}; it binds from that day",
        f"**Source**: {cited(policy.citation)}",
        f"**Asks for**: {'; '.join(asks)}",
        f"**Counts as private information**: {counted}",
    )
    sections = table(
        ("duty", "section"), [(code(duty), at.section) for duty, at in policy.sections.items()]
    )
    parts = [f"### {policy.id}\n\n{policy.title}.\n\n{bullets(facts)}", sections]
    if policy.signs_of_acquisition:
        asked = bullets(each.ask for each in policy.signs_of_acquisition)
        parts.append(f"{_SIGNS}\n\n{asked}")
    if policy.advisories:
        parts.append(f"Without a clock:\n\n{bullets(policy.advisories)}")
    return "\n".join(parts)
