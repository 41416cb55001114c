"""What the law wants in a notice refuses the approval while nobody knows it."""

from __future__ import annotations

import pytest

from notices.catalogue import catalogue
from notices.drafts import draft
from notices.fields import NoticeFields
from notices.filling import NoticeNotFilledError
from notices.findings import ElementState
from notices.template import ElementNeed
from notices.unknown import Unknown
from tests.notices import samples
from tests.notices.official_samples import OFFICIAL

_NEEDED = [
    (template.id, provision.rule, need)
    for template in catalogue().templates.values()
    for provision in template.provisions
    for need in provision.needs
    if need.always and need.fields
]
_KNOWN = samples.private(**OFFICIAL)


def _recipient(notice: str) -> str:
    return next(iter(catalogue().template(notice).recipients))


def _state(notice: str, rule: str, need: ElementNeed, fields: NoticeFields) -> ElementState:
    found = draft(notice, _recipient(notice), fields).findings.elements
    return next(each.state for each in found if (each.rule, each.element) == (rule, need.element))


@pytest.mark.parametrize(("notice", "rule", "need"), _NEEDED)
def test_what_is_known_stands_in_no_ones_way(notice: str, rule: str, need: ElementNeed) -> None:
    assert _state(notice, rule, need, _KNOWN) is ElementState.PRESENT


@pytest.mark.parametrize(("notice", "rule", "need"), _NEEDED)
def test_what_nobody_knows_refuses_the_approval(notice: str, rule: str, need: ElementNeed) -> None:
    asked = {name: Unknown("nobody knows") for group in need.fields for name in group}
    try:
        state = _state(notice, rule, need, _KNOWN.plus(**asked))
    except NoticeNotFilledError:
        return  # the text cannot even be written without it

    assert state.refuses_approval
