"""The texts of a substitute notice are written once it was chosen, and not before."""

from __future__ import annotations

import pytest

from config.wiring import FileLawBook
from incidents.case.telling_events import SubstituteChosen
from incidents.services.draft_notice import draft_what_is_due
from incidents.services.follow_up import change_case
from notices.drafter import CatalogueDrafter
from tests.support.caseworker import Caseworker, practice, roster
from tests.support.whole_case import home_with_district, law_of

DUTY = "ny.stl208.residents"
TEXTS = (
    "substitute-showing",
    "substitute-email",
    "substitute-website-posting",
    "substitute-media-release",
)
LATER = "2026-03-20T10:00-04:00"


@pytest.fixture
def law(tmp_path_factory: pytest.TempPathFactory) -> FileLawBook:
    """Give the law with a district that has an address of its own."""
    return law_of(home_with_district(tmp_path_factory.mktemp("home")))


def test_the_choice_has_every_part_and_the_showing_written(
    dpo: Caseworker, law: FileLawBook
) -> None:
    everybody = [
        {"group": "students", "residence": "NY", "count": 9, "with_private_information": 9}
    ]
    dpo.opens(facts={**roster()["facts"], "private_information": ["ssn"]}, affected=everybody)
    drafter = CatalogueDrafter()
    assert not set(TEXTS) & set(drafter.serving(dpo.sees(LATER), 1))

    chosen = SubstituteChosen(
        wave=1, duty=DUTY, ground="no_contact", showing={"without_address": 2}, by="dpo"
    )
    dpo.at(LATER, lambda work: change_case(work, law, dpo.number, [chosen]))
    dpo.at(
        LATER,
        lambda work: draft_what_is_due(work, practice(law), dpo.number, frozenset(TEXTS)),
    )

    view = dpo.sees(LATER)
    assert set(TEXTS) <= set(drafter.serving(view, 1))
    assert set(TEXTS) <= set(drafter.written_for(view.plans[1].duty(DUTY)))
    drafted = [(each.notice, each.language) for each in dpo.case().drafts.values()]
    assert sorted(drafted) == sorted((each, "en") for each in TEXTS)
