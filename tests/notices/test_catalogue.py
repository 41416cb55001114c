"""Which notices there are, whom they serve and what the rules ask of them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from config.rulepacks import load_rule_book
from notices.catalogue import catalogue
from notices.elements import Element
from notices.inspection import inspect

_SERVED = {
    "ny.8nycrr121.contractor-notice": {
        "contractor-acknowledgement",
        "contractor-lateness-letter",
        "contractor-follow-up",
    },
    "contract.notice": {
        "contractor-acknowledgement",
        "contractor-lateness-letter",
        "contractor-follow-up",
        "certificate-of-destruction",
    },
    "ny.gbl899aa.owner-notice": {"contractor-acknowledgement", "contractor-lateness-letter"},
    "ny.8nycrr121.reimbursement": {"reimbursement-claim"},
    "policy.internal-report": {"internal-report", "board-memo"},
    "ny.8nycrr121.cpo-after-receipt": {"nysed-report-sheet"},
    "ny.8nycrr121.cpo-after-discovery": {"nysed-report-sheet"},
    "ny.8nycrr121.individuals": {
        "family-notice",
        "family-and-resident-notice",
        "telephone-script",
        "telephone-script-private-information",
    },
    "ny.stl208.residents": {
        "resident-notice",
        "family-and-resident-notice",
        "substitute-email",
        "substitute-website-posting",
        "substitute-media-release",
        "telephone-script-private-information",
        "substitute-showing",
    },
    "ny.8nycrr121.complaint-acknowledgement": {"complaint-acknowledgement"},
    "ny.8nycrr121.complaint-findings": {"complaint-findings", "complaint-extension"},
    "ny.stl208.owner": {"owner-notice"},
    "ny.stl208.attorney-general": {"attorney-general-packet", "state-agencies-supplement"},
    "ny.stl208.department-of-state": {"department-of-state-packet", "state-agencies-supplement"},
    "ny.stl208.its": {"its-packet", "its-consultation", "state-agencies-supplement"},
    "ny.stl208.exemption-to-ag": {"exemption-letter", "exemption-determination"},
    "ny.stl208.hhs-to-ag": {"hhs-to-attorney-general"},
    "ny.gml995b.incident": {"dhses-incident-sheet"},
    "ny.gml995c.payment": {"dhses-payment-sheet"},
    "ny.gml995c.explanation": {"dhses-explanation-sheet"},
    "ny.stl208.consumer-reporting-agencies": {"consumer-reporting-agencies-notice"},
}
#: Elements that a contractor owes us; our answer to it owes none of them.
_OWED_TO_US = {"ny.8nycrr121.contractor-notice", "contract.notice", "ny.gbl899aa.owner-notice"}
#: Notices that stand beside the one that fulfils the duty, and need not say all that it says.
_BESIDE = {
    "substitute-showing",
    "complaint-extension",
    "its-consultation",
    "state-agencies-supplement",
}


def test_every_shipped_template_passes_its_inspection() -> None:
    inspect(catalogue())


@pytest.mark.parametrize(("rule", "notices"), _SERVED.items())
def test_each_rule_finds_its_notices(rule: str, notices: set[str]) -> None:
    assert {template.id for template in catalogue().serving(rule)} == notices


def test_a_rule_without_a_notice_finds_none() -> None:
    assert catalogue().serving("us.ferpa.disclosure-record") == ()


def test_no_template_serves_a_rule_that_does_not_exist() -> None:
    served = {rule for template in catalogue().templates.values() for rule in template.rules}

    assert served <= set(load_rule_book().ids)
    assert served == set(_SERVED)


def test_a_notice_asks_for_all_that_its_rule_asks_for() -> None:
    for rule in load_rule_book().rules:
        for template in catalogue().serving(rule.id):
            needs = next(each.needs for each in template.provisions if each.rule == rule.id)
            asked = {element for version in rule.versions for element in version.elements}
            if rule.id not in _OWED_TO_US and template.id not in _BESIDE:
                assert asked <= {need.element.value for need in needs}, (template.id, rule.id)


def test_every_notice_that_a_rule_names_exists() -> None:
    named = {notice for rule in load_rule_book().rules for notice in rule.notices}

    assert named <= set(catalogue().templates)


def test_every_element_has_its_words() -> None:
    assert all(element.words for element in Element)


def test_a_change_of_a_part_changes_the_source_of_each_notice() -> None:
    template = catalogue().template("family-notice")
    parts = dict(catalogue().parts)
    before = template.source_digest(parts)
    parts["parts/questions.xml.j2"] += " "

    assert template.source_digest(parts) != before


def test_listing_the_notices_loads_neither_jinja_nor_typst() -> None:
    program = (
        "import sys; from notices.catalogue import catalogue; from notices.fields import "
        "NoticeFields; assert catalogue().templates; "
        "print([name for name in ('jinja2', 'typst', 'prefect') if name in sys.modules])"
    )

    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"
