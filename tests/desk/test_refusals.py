"""Each mistake ends in one sentence, and nothing of it is kept."""

from __future__ import annotations

import pytest

from desk.casework import installation
from tests.support.desk import CASE, Desk

DUTY = "ny.8nycrr121.individuals"
FROM = ("--from", "2026-03-16", "--authority", "County Sheriff")

#: Every command that changes a case, in a form that would be kept.
CHANGES = (
    ("open", "incident.yaml"),
    ("open", "incident.yaml", "--into", CASE),
    ("record", CASE, "moment", "report", "2026-03-16"),
    ("record", CASE, "fact", "encrypted", "true", "--source", "a letter"),
    ("record", CASE, "affected", "teachers", "--count", "12"),
    ("record", CASE, "cost", "100"),
    ("record", CASE, "wording", "data_types", "names"),
    ("hold", CASE, "law_enforcement", *FROM),
    ("release", CASE, "1", "--until", "2026-03-16"),
    ("decide", CASE, DUTY, "--required", "--reason", "x"),
    ("decide", CASE, "exemption", "--reason", "x"),
    ("file", CASE, DUTY, "--at", "2026-03-16"),
    ("draft", CASE, "family-notice", "--for", "parent"),
    ("draft", CASE),
    ("close", CASE, "--reason", "x"),
)
ON_A_CASE = tuple(each for each in CHANGES if each != ("open", "incident.yaml"))


def named(arguments: tuple[str, ...]) -> str:
    """Give the words of a command that tell it from the others."""
    return " ".join(each for each in arguments[:4] if each != CASE)


@pytest.fixture
def held(desk: Desk) -> Desk:
    """Give a desk with a case that has an open hold."""
    desk.opens()
    desk.says("hold", CASE, "law_enforcement", *FROM)
    return desk


@pytest.mark.parametrize("change", CHANGES, ids=named)
def test_only_people_of_the_settings_may_change_a_case(held: Desk, change: tuple[str, ...]) -> None:
    assert held.refuses(*change, "--by", "nobody") == (
        "Nobody at Kingston City School District has the id `nobody`; there are dpo, "
        "superintendent: choose one, or add the person to the agency's settings."
    )


def test_an_approval_is_given_by_somebody_of_the_settings(held: Desk) -> None:
    [drafted] = held.tells("draft", CASE, "family-notice", "--for", "parent")

    assert "has the id `nobody`; there are dpo, superintendent" in (
        held.refuses("approve", CASE, drafted["digest"], "--by", "nobody")
    )


def test_the_environment_may_say_who_acts(held: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUENOTICE_BY", "superintendent")
    held.says("record", CASE, "cost", 100)
    monkeypatch.setenv("DUENOTICE_BY", "nobody")

    assert "has the id `nobody`" in held.refuses("record", CASE, "cost", 200)
    assert held.tells("show", CASE)[0]["history"][-1]["by"] == "superintendent"


@pytest.mark.parametrize("change", ON_A_CASE, ids=named)
def test_a_case_that_is_not_there_is_named(held: Desk, change: tuple[str, ...]) -> None:
    asked = ("KINGSTON-2026-099" if each == CASE else each for each in change)

    assert held.refuses(*asked) == (
        "There is no case KINGSTON-2026-099; duenotice list shows the open ones, and numbers are "
        "written as KINGSTON-2026-001."
    )


@pytest.mark.parametrize(
    "change",
    [each for each in ON_A_CASE if each[0] not in ("open", "close") and "cost" not in each],
    ids=named,
)
def test_a_wave_that_is_not_there_is_named(held: Desk, change: tuple[str, ...]) -> None:
    assert held.refuses(*change, "--wave", "7") == (
        f"Case {CASE} has no wave 7; it has 1: choose one of these."
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "kingston-csd"), "There is no case kingston-csd; duenotice list shows the op"),
        (("record", "kingston-csd", "fact", "encrypted", "true"), "There is no case kingston-csd"),
        (("show", "KINGSTON-1"), "There is no case KINGSTON-1; duenotice list shows the open"),
        (("show", CASE, "--why", "ny.cpo"), "There is no duty `ny.cpo`;"),
        (("show", CASE, "--at", "2026-03-16T10:00"), "'2026-03-16T10:00' cannot be read as a mom"),
        (("file", CASE, "ny.cpo", "--at", "2026-03-16"), "There is no duty `ny.cpo`;"),
        (("file", CASE, DUTY, "--at", "16 March"), "'16 March' cannot be read as a moment; give"),
        (("file", CASE, DUTY, "--at", "2026-03-17"), "2026-03-17 lies in the future; record a"),
        (("file", CASE, DUTY), f"Say with --at when {DUTY} was fulfilled: only where"),
        (("file", CASE, "--at", "2026-03-16"), "Missing argument 'DUTY...'. Help: duenotice file"),
        (("decide", CASE, "ny.cpo", "--required", "--reason", "x"), "There is no duty `ny.cpo`;"),
        (("record", CASE, "moment", "report", "2026-02-30"), "2026-02-30 is not on the calendar"),
        (("record", CASE, "moment", "report", "2026-03-16T9:00"), "'2026-03-16T9:00' cannot be"),
        (("record", CASE, "moment", "repot", "2026-03-16"), "'repot' is not one of 'occurrence_st"),
        (("record", CASE, "moment", "receipt", "2026-03-13"), "`moments.receipt` is already reco"),
        (("record", CASE, "moment", "receipt", "2026-03-01"), "which comes first: correct one of"),
        (("record", CASE, "fact", "encrypted", "maybe"), "`facts.encrypted` was given `maybe`;"),
        (("record", CASE, "fact", "medium", "paper"), "`facts.medium` was given `paper`; accept"),
        (("record", CASE, "fact", "contract", "acme"), "there is no `acme` in contracts; there"),
        (
            ("record", CASE, "affected", "students", "--count", "-1"),
            "`affected[1].count` is -1; a count is 0 or more",
        ),
        (
            ("record", CASE, "affected", "teachers", "--residence", "Ohio"),
            "`affected[1].residence` was given `OHIO`; a state is two letters, such as NY.",
        ),
        (
            ("record", CASE, "affected", "students", "--residence", "NY", "--count", "9"),
            "The students of NY are already counted (4,800, with private information 0); to repl",
        ),
        (("record", CASE, "cost", "some"), "'some' is not a valid integer"),
        (("record", CASE, "wording", "story", "x"), "story"),
        (("record", CASE, "nothing"), "No such command 'nothing'."),
        (("hold", CASE, "lawyers", *FROM), "'lawyers' is not one of 'law_enforcement', 'unfix"),
        (
            ("release", CASE, "0", "--until", "2026-03-16"),
            "has these open holds: 1 (law_enforcement); name one of them by its",
        ),
        (("file", CASE, DUTY, "--at", "2026-03-16", "--receipt", " "), "'--receipt': it is blank;"),
        (("file", CASE, DUTY, "--at", "2026-03-16", "--late-reason", ""), "'--late-reason': it is"),
        (
            ("record", CASE, "cost", "9", "--source", "a\x1b[31mb"),
            "After `a` stands a character th",
        ),
        (("record", CASE, "cost", "9", "--source", "\udcff"), "no page can show (U+DCFF); type"),
        (("show", "KINGSTON\udcff"), "After `KINGSTON` stands a character that no page can show"),
        (("opne", "incident.yaml"), "No such command 'opne'."),
        (("list", "--agency", "rome"), "There is no agency `rome`; there are kingston-csd"),
        (("show", CASE, "--wyh", DUTY), "No such option"),
    ],
)
def test_a_mistake_ends_in_one_sentence(
    held: Desk, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in held.refuses(*arguments)


def test_a_home_that_is_no_folder_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.file("a-file", "")
    with monkeypatch.context() as another:
        another.setenv("DUENOTICE_HOME", "a-file/home")
        answer = desk.runs("list")
        installation.cache_clear()

    assert answer.status == 1
    assert answer.err == (
        "a-file/home cannot be used as the home folder (Not a directory); set DUENOTICE_HOME to a "
        "folder that you may write.\n"
    )
