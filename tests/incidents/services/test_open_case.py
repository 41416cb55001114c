"""A case is opened from an incident file, with every clock it starts."""

from __future__ import annotations

import pytest

from incidents.errors import InputRefusedError
from incidents.services.open_case import open_case
from incidents.services.people import UnknownPersonError
from incidents.services.view_case import NotYetOpenError
from tests.support.caseworker import LAW, Caseworker, roster


def test_a_case_is_numbered_by_code_year_and_count(dpo: Caseworker) -> None:
    first = dpo.opens()
    second = dpo.opens()

    assert first.after.case.number == "KINGSTON-2026-001"
    assert second.after.case.number == "KINGSTON-2026-002"


def test_the_year_is_that_of_the_agency_on_new_years_eve(dpo: Caseworker) -> None:
    opened = dpo.opens("2026-12-31T23:30-05:00")

    assert opened.after.case.number == "KINGSTON-2026-001"


def test_opening_announces_each_duty_that_arose(dpo: Caseworker) -> None:
    opened = dpo.opens()

    assert [each.body()["duty"] for each in opened.announced] == [
        "ny.8nycrr121.contractor-notice",
        "contract.notice",
        "ny.8nycrr121.reimbursement",
        "policy.internal-report",
        "ny.8nycrr121.cpo-after-receipt",
        "ny.8nycrr121.individuals",
        "us.ferpa.disclosure-record",
    ]


def test_the_terms_of_the_rule_are_kept_with_the_duty(dpo: Caseworker) -> None:
    dpo.opens()

    terms = dpo.case().planned[1, "ny.8nycrr121.cpo-after-receipt"]

    assert terms["period"] == "10 calendar days"
    assert terms["in_force"] == "from 2020-01-29"
    assert terms["citations"][0]["section"] == "121.10(b)"


def test_an_agency_without_settings_is_numbered_by_its_name(dpo: Caseworker) -> None:
    opened = dpo.opens(agency={"name": "Example BOCES", "kind": "boces", "policy": None})

    assert opened.after.case.number == "EXAMPLE-2026-001"
    assert opened.after.agency.person("dpo") is not None


def test_a_case_without_a_title_is_refused_and_nothing_is_kept(dpo: Caseworker) -> None:
    with pytest.raises(InputRefusedError, match="`title` is missing"):
        dpo.opens(title=None)

    assert dpo.opens().after.case.number == "KINGSTON-2026-001"


def test_a_second_wave_has_clocks_of_its_own(dpo: Caseworker) -> None:
    dpo.opens()
    later = {"contractor_discovery": "2026-03-05T16:00-05:00", "receipt": "2026-04-20T10:00-04:00"}
    dpo.opens_wave("2026-04-20T11:00-04:00", moments=later)

    first = dpo.duty("2026-04-21T09:00-04:00", "ny.8nycrr121.individuals")
    second = dpo.duty("2026-04-21T09:00-04:00", "ny.8nycrr121.individuals", wave=2)

    # 16 March + 60 days; 20 April + 60 days is Juneteenth, a Friday, so the limit is Monday.
    assert (str(first.target), str(first.limit)) == ("2026-05-15", "2026-05-15")
    assert (str(second.target), str(second.limit)) == ("2026-06-19", "2026-06-22")


def test_a_wave_of_another_contract_is_refused(dpo: Caseworker) -> None:
    dpo.opens()

    with pytest.raises(InputRefusedError, match="`contract` is not that of case"):
        dpo.opens_wave("2026-04-20T11:00-04:00", contract="reachmyteach")


def test_the_document_of_the_file_is_not_changed(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.records("2026-03-17T09:00-04:00", "facts.encrypted", True, "the contractor says so")

    assert roster()["facts"]["encrypted"] is False
    assert dpo.case().wave(1)["facts"]["encrypted"] is True


def test_nobody_opens_a_case_without_a_name_in_the_settings(dpo: Caseworker) -> None:
    with pytest.raises(UnknownPersonError, match="there are dpo, superintendent, board"):
        dpo.at(
            "2026-03-16T10:00-04:00", lambda work: open_case(work, LAW, roster()), actor="nobody"
        )

    assert dpo.opens().after.case.number == "KINGSTON-2026-001"


def test_a_case_is_not_shown_as_of_a_time_before_it(dpo: Caseworker) -> None:
    dpo.opens()

    with pytest.raises(NotYetOpenError, match=r"only on Monday, March 16, 2026, 10:00 a\.m\."):
        dpo.sees("2026-04-01T09:00-04:00", as_of="2026-03-16T09:59-04:00")
