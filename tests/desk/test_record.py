"""``record``: what was learned, and what it moves."""

from __future__ import annotations

from tests.support.desk import CASE, Desk


def test_a_moment_is_said_back_with_the_clock_it_starts(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-17T15:00-04:00")

    told = desk.says("record", CASE, "moment", "report", "2026-03-17T14:20-04:00")

    assert told.splitlines() == [
        "Recorded: the report of a breach by somebody else: Tuesday, March 17, 2026, 2:20 p.m.",
        (
            "A duty arose: Report the discovery to the State's Chief Privacy Officer "
            "(ny.8nycrr121.cpo-after-discovery): running, lawful until Friday, March 27, 2026."
        ),
    ]


def test_a_moment_typed_by_mistake_is_taken_back(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-17T15:00-04:00").says("record", CASE, "moment", "report", "2026-03-17")

    told = desk.says("record", CASE, "moment", "report", "unknown", "--source", "the wrong case")

    assert "before: Tuesday, March 17, 2026; source: the wrong case." in told
    assert "fell away and stays on the record: ny.8nycrr121.cpo-after-discovery" in told


def test_a_moment_that_lies_ahead_is_kept_with_a_warning(desk: Desk) -> None:
    desk.opens()
    answer = desk.runs("record", CASE, "moment", "report", "2027-03-17")

    assert answer.status == 0
    assert answer.err.startswith("Warning: the report of a breach by somebody else (Wednesday, ")


def test_a_promised_day_lies_ahead_and_needs_no_warning(desk: Desk) -> None:
    desk.opens()
    desk.says("record", CASE, "moment", "complaint_receipt", "2026-03-16")

    answer = desk.runs("record", CASE, "moment", "complaint_extended_to", "2026-06-30")

    assert (answer.status, answer.err) == (0, "")


def test_a_corrected_fact_shows_what_was_known_before(desk: Desk) -> None:
    desk.opens()
    told = desk.says(
        "record", CASE, "fact", "private_information", "ssn, medical", "--source", "2nd letter"
    )

    assert told.splitlines()[0] == (
        "Recorded: private information: ssn; medical; before: none; source: 2nd letter."
    )


def test_a_fact_can_turn_out_not_to_be_known(desk: Desk) -> None:
    desk.opens()
    told = desk.says("record", CASE, "fact", "encrypted", "unknown", "--source", "a doubt")

    assert told == "Recorded: encrypted: not known; before: no; source: a doubt.\n"


def test_only_the_group_that_was_counted_is_said_back(desk: Desk) -> None:
    desk.opens()
    told = desk.says("record", CASE, "affected", "teachers", "--residence", "ny", "--count", 12)

    assert told == (
        "Recorded: affected: teachers of NY: 12 (with private information: not known).\n"
    )


def test_a_recount_says_the_numbers_of_the_law_it_crosses(desk: Desk) -> None:
    desk.opens()
    desk.says("record", CASE, "fact", "private_information", "ssn", "--source", "2nd letter")

    told = desk.says(
        *("record", CASE, "affected", "students", "--residence", "NY", "--count", 5200),
        *("--with-private-information", 5001, "--source", "recount"),
    )

    assert "5,001 is more than 5,000: the consumer reporting agencies have to be told." in told
    assert "(ny.stl208.consumer-reporting-agencies): no fixed date." in told


def test_a_cost_over_the_number_of_the_law_is_announced(desk: Desk) -> None:
    desk.opens()
    told = desk.says("record", CASE, "cost", 250_001, "--source", "mail house")

    assert told.splitlines() == [
        "Recorded: the notices will cost about $250,001; source: mail house.",
        (
            "250,001 is more than 250,000: substitute notice may be given, if it is shown to the "
            "Attorney General."
        ),
    ]


def test_words_for_the_notices_are_kept_by_their_field(desk: Desk) -> None:
    desk.opens()
    told = desk.says("record", CASE, "wording", "data_types", "names", "grades")

    assert told == "Words for the notices recorded: data_types.\n"
    assert desk.tells("show", CASE)[0]["waves"][0]["wording"] == {"data_types": ["names", "grades"]}


def test_a_wave_is_named_where_there_is_more_than_one(desk: Desk) -> None:
    desk.opens()
    desk.says("open", "incident.yaml", "--into", CASE)

    told = desk.says("record", CASE, "moment", "report", "2026-03-16", "--wave", 2)

    assert "\nWave 2: A duty arose: Report the discovery" in told
