"""What somebody who owns the database can do to it, and how it is found.

The triggers and foreign keys are put aside for each attack, on SQLite and on
PostgreSQL. What the database alone cannot show is shown by what lies outside.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from incidents.ledger.checkpoint import Checkpoint, sign
from incidents.ledger.findings import Verdict
from incidents.services.verify_ledger import CannotVerifyError
from tests.support.intruder import Intruder, Row, changed, rechained
from tests.support.sealed import AGENCY, NUMBER, Sealed

#: The first entry after the first sealing.
FIRST_AFTER = 8
Attack = Callable[[list[Row]], list[Row]]


@pytest.fixture
def sealed(engine: Engine, tmp_path: Path) -> Sealed:
    """Give a case that was sealed twice, on each database."""
    sealed = Sealed(engine, tmp_path / "home")
    sealed.lives_a_little()
    return sealed


@pytest.fixture
def intruder(sealed: Sealed) -> Intruder:
    """Give somebody who can write anything into the database."""
    return Intruder(sealed.engine)


def faults(sealed: Sealed, case: str | None = None) -> list[tuple[str, int | None, Verdict]]:
    """Give log, entry and outcome of each fault."""
    return [(each.log, each.entry, each.verdict) for each in sealed.verify(case).faults]


def sentences(sealed: Sealed) -> str:
    """Give all that is said about the faults."""
    return " ".join(each.sentence for each in sealed.verify().faults)


def test_an_untouched_record_is_intact_and_vouched_for(sealed: Sealed) -> None:
    found = sealed.verify()

    assert found.verdict is Verdict.INTACT
    assert [check.log for check in found.logs] == [AGENCY, NUMBER]
    for check in found.logs:
        assert check.entries == check.vouched == check.vouched_outside


def test_one_case_is_verified_with_its_agency(sealed: Sealed) -> None:
    sealed.case.opens("2026-04-02T10:00-04:00")
    found = sealed.verify(NUMBER)

    assert found.verdict is Verdict.INTACT
    assert [check.log for check in found.logs] == [AGENCY, NUMBER]


def test_an_edited_entry_is_named(sealed: Sealed, intruder: Intruder) -> None:
    rows = intruder.rows(NUMBER)
    rows[10] = changed(rows[10], actor="somebody-else")
    intruder.put(NUMBER, rows)

    assert faults(sealed) == [(NUMBER, 10, Verdict.ALTERED)]
    first = sealed.verify().first_wrong
    assert first is not None
    assert first.entry == 10


def test_a_deleted_entry_is_named(sealed: Sealed, intruder: Intruder) -> None:
    rows = intruder.rows(NUMBER)
    intruder.put(NUMBER, [*rows[:9], *rows[10:]])

    assert faults(sealed) == [(NUMBER, 9, Verdict.ALTERED)]


def test_an_inserted_entry_is_named(sealed: Sealed, intruder: Intruder) -> None:
    rows = intruder.rows(NUMBER)
    more = changed(rows[8], seq=9, actor="somebody-else")
    intruder.put(NUMBER, [*rows[:9], more, *rows[9:]])

    assert faults(sealed)[0][:2] in {(NUMBER, 8), (NUMBER, 9)}
    assert sealed.verify().verdict is Verdict.ALTERED


def test_swapped_entries_are_named(sealed: Sealed, intruder: Intruder) -> None:
    rows = intruder.rows(NUMBER)
    rows[9], rows[11] = rows[11], rows[9]
    intruder.put(NUMBER, rows)

    assert faults(sealed)[0] == (NUMBER, 9, Verdict.ALTERED)


def test_a_back_dated_entry_is_named(sealed: Sealed, intruder: Intruder) -> None:
    rows = intruder.rows(NUMBER)
    rows[12] = changed(rows[12], at="2026-03-16T09:00:00.000000Z")
    intruder.put(NUMBER, rechained(rows))

    assert faults(sealed)[0] == (NUMBER, 12, Verdict.ALTERED)
    assert "is dated 2026-03-16T09:00:00" in sentences(sealed)


def test_a_log_cut_off_at_its_end_is_found(sealed: Sealed, intruder: Intruder) -> None:
    rows = intruder.rows(NUMBER)
    intruder.put(NUMBER, rows[:-3])

    assert faults(sealed) == [(NUMBER, len(rows) - 3, Verdict.INCOMPLETE)]


def test_a_cut_is_found_outside_where_the_database_forgot_it(
    sealed: Sealed, intruder: Intruder
) -> None:
    rows = intruder.rows(NUMBER)
    intruder.put(NUMBER, rows[:-3])
    intruder.run("DELETE FROM checkpoints WHERE log = ? AND size > 8", NUMBER)

    assert faults(sealed)[0] == (NUMBER, len(rows) - 3, Verdict.INCOMPLETE)


def rebuilt(rows: list[Row]) -> list[Row]:
    """Write a whole log anew, with one entry saying something else."""
    other = rows[10].body.replace(b"2nd export", b"3rd export")
    assert other != rows[10].body
    return rechained([*rows[:10], changed(rows[10], body=other), *rows[11:]])


def test_a_log_rebuilt_whole_is_found_through_the_file_outside(
    sealed: Sealed, intruder: Intruder
) -> None:
    intruder.put(NUMBER, rebuilt(intruder.rows(NUMBER)))
    intruder.run("DELETE FROM checkpoints WHERE log = ?", NUMBER)
    intruder.put(AGENCY, intruder.rows(AGENCY)[:1])
    shutil.rmtree(sealed.home / "checkpoints" / AGENCY)
    intruder.run("DELETE FROM checkpoints WHERE log = ?", AGENCY)

    assert faults(sealed)[0] == (NUMBER, FIRST_AFTER, Verdict.ALTERED)
    assert "written anew" in sentences(sealed)


def test_a_rebuilt_log_is_found_by_what_its_agency_sealed(
    sealed: Sealed, intruder: Intruder
) -> None:
    intruder.put(NUMBER, rebuilt(intruder.rows(NUMBER)))
    intruder.run("DELETE FROM checkpoints WHERE log = ?", NUMBER)
    shutil.rmtree(sealed.home / "checkpoints" / NUMBER)

    assert faults(sealed)[0] == (NUMBER, FIRST_AFTER, Verdict.ALTERED)


def test_a_record_rebuilt_everywhere_here_is_found_by_a_message_kept_elsewhere(
    sealed: Sealed, intruder: Intruder
) -> None:
    kept = sealed.notes()
    intruder.put(NUMBER, rebuilt(intruder.rows(NUMBER)))
    intruder.run("DELETE FROM checkpoints")
    intruder.put(AGENCY, intruder.rows(AGENCY)[:1])
    shutil.rmtree(sealed.home / "checkpoints")
    sealed.seal_all()

    # Nothing in this house contradicts itself any more.
    assert sealed.verify().verdict is Verdict.INTACT
    found = sealed.verify(handed_in=kept)
    assert found.verdict is Verdict.ALTERED
    assert found.faults[0].entry == FIRST_AFTER


def test_a_changed_content_is_named(sealed: Sealed, intruder: Intruder) -> None:
    body = intruder.rows(NUMBER)[10].body.replace(b"2nd export", b"3rd export")
    intruder.run("UPDATE contents SET body = ? WHERE log = ? AND seq = 10", body, NUMBER)

    assert faults(sealed) == [(NUMBER, 10, Verdict.ALTERED)]


def test_a_content_taken_out_is_named(sealed: Sealed, intruder: Intruder) -> None:
    intruder.run("DELETE FROM contents WHERE log = ? AND seq = 9", NUMBER)

    assert faults(sealed) == [(NUMBER, 9, Verdict.INCOMPLETE)]


def test_a_checkpoint_taken_out_is_missed(sealed: Sealed, intruder: Intruder) -> None:
    intruder.run("DELETE FROM checkpoints WHERE log = ? AND size = 8", NUMBER)

    assert faults(sealed) == [(NUMBER, None, Verdict.INCOMPLETE)]
    assert "taken out of the database: 1" in sentences(sealed)


def test_a_forged_checkpoint_is_found(sealed: Sealed, intruder: Intruder) -> None:
    note = sealed.notes()[0].replace("\n8\n", "\n7\n")
    intruder.run("UPDATE checkpoints SET note = ? WHERE log = ? AND size = 8", note, NUMBER)

    assert (NUMBER, None, Verdict.ALTERED) in faults(sealed)


def test_a_checkpoint_of_another_key_is_found(sealed: Sealed, intruder: Intruder) -> None:
    root = Checkpoint.parse(sealed.notes()[0].partition("\n\n")[0] + "\n").root
    stranger = sealed.keys.ensure("stranger")
    note = sign(Checkpoint(log=NUMBER, size=8, root=root), stranger)
    intruder.run("UPDATE checkpoints SET note = ? WHERE log = ? AND size = 8", note, NUMBER)

    assert "is not signed by duenotice/kingston-csd" in sentences(sealed)
    assert sealed.verify().verdict is Verdict.ALTERED


def test_a_key_made_anew_does_not_pass_for_the_old_one(sealed: Sealed) -> None:
    shutil.rmtree(sealed.home / "keys")
    sealed.keys.ensure(AGENCY)

    assert sealed.verify().verdict is Verdict.ALTERED


def test_without_the_public_key_nothing_can_be_said(sealed: Sealed) -> None:
    shutil.rmtree(sealed.home / "keys")

    with pytest.raises(CannotVerifyError, match=r"put kingston-csd\.pub back"):
        sealed.verify()


def test_the_public_key_alone_is_enough_to_verify(sealed: Sealed) -> None:
    (sealed.home / "keys" / f"{AGENCY}.key").unlink()

    assert sealed.verify().verdict is Verdict.INTACT


def test_changed_evidence_is_found_at_the_entry_that_names_it(
    sealed: Sealed, intruder: Intruder
) -> None:
    intruder.run("UPDATE files SET content = ?", b"something else")
    ((log, entry, verdict),) = faults(sealed)

    assert (log, verdict) == (NUMBER, Verdict.ALTERED)
    assert b"evidence/" in intruder.rows(NUMBER)[entry or 0].body


def test_evidence_taken_out_is_missed(sealed: Sealed, intruder: Intruder) -> None:
    intruder.run("DELETE FROM files")

    assert "is gone" in sentences(sealed)
    assert sealed.verify().verdict is Verdict.INCOMPLETE


def test_a_notice_changed_after_its_approval_is_found(sealed: Sealed, intruder: Intruder) -> None:
    sealed.case.is_held()
    sealed.case.writes()
    intruder.run("UPDATE notices SET text = ?", "Nothing happened.")
    ((log, _, verdict),) = faults(sealed)

    assert (log, verdict) == (NUMBER, Verdict.ALTERED)
    assert ".txt is not the one" in sentences(sealed)


TABLES = ("reminders", "duties", "notices", "cases", "entries", "contents", "checkpoints")


def take_out_the_case(intruder: Intruder) -> None:
    """Remove every row of the case."""
    columns = {"cases": "number", "entries": "log", "contents": "log", "checkpoints": "log"}
    for table in TABLES:
        column = columns.get(table, "case_number")
        intruder.run(f"DELETE FROM {table} WHERE {column} = ?", NUMBER)  # noqa: S608
    intruder.run("DELETE FROM logs WHERE id = ?", NUMBER)


def test_a_case_taken_out_whole_is_missed_by_its_agency(sealed: Sealed, intruder: Intruder) -> None:
    take_out_the_case(intruder)
    shutil.rmtree(sealed.home / "checkpoints" / NUMBER)

    assert faults(sealed) == [(AGENCY, 0, Verdict.INCOMPLETE)]
    assert "entry 0 of kingston-csd records its opening" in sentences(sealed)


def test_an_agency_taken_out_whole_is_missed_by_the_shelf(
    sealed: Sealed, intruder: Intruder
) -> None:
    take_out_the_case(intruder)
    for table in ("entries", "contents", "checkpoints"):
        intruder.run(f"DELETE FROM {table} WHERE log = ?", AGENCY)  # noqa: S608
    intruder.run("DELETE FROM logs")

    assert faults(sealed) == [(NUMBER, 0, Verdict.INCOMPLETE), (AGENCY, 0, Verdict.INCOMPLETE)]


def test_a_case_slipped_in_is_not_known_to_its_agency(sealed: Sealed, intruder: Intruder) -> None:
    sealed.case.opens("2026-04-02T10:00-04:00")
    intruder.put(AGENCY, intruder.rows(AGENCY)[:-1])

    assert faults(sealed) == [("KINGSTON-2026-002", 0, Verdict.ALTERED)]


def test_a_case_listed_as_closed_that_is_not_is_found(sealed: Sealed, intruder: Intruder) -> None:
    intruder.run("UPDATE cases SET closed_at = opened_at")

    assert faults(sealed) == [(NUMBER, None, Verdict.ALTERED)]
    assert "listed as closed; by its log it is open" in sentences(sealed)


def test_a_case_taken_off_the_list_is_missed(sealed: Sealed, intruder: Intruder) -> None:
    intruder.run("DELETE FROM cases")

    assert faults(sealed) == [(NUMBER, None, Verdict.INCOMPLETE)]


def test_an_end_that_is_listed_wrongly_is_found(sealed: Sealed, intruder: Intruder) -> None:
    intruder.run("UPDATE logs SET head = ? WHERE id = ?", bytes(32), NUMBER)
    assert faults(sealed) == [(NUMBER, None, Verdict.ALTERED)]

    intruder.run("UPDATE logs SET size = size + 1 WHERE id = ?", NUMBER)
    ((_, entry, verdict),) = faults(sealed)
    assert (entry, verdict) == (len(intruder.rows(NUMBER)), Verdict.INCOMPLETE)


def test_a_checkpoint_of_no_log_here_is_a_missing_log(sealed: Sealed) -> None:
    note = sealed.notes()[0].replace(NUMBER, "KINGSTON-2026-009")
    found = sealed.verify(handed_in=[note])

    assert [(each.log, each.verdict) for each in found.faults] == [
        ("KINGSTON-2026-009", Verdict.INCOMPLETE)
    ]


def test_a_checkpoint_of_another_case_says_nothing_of_this_one(sealed: Sealed) -> None:
    note = sealed.notes()[0].replace(NUMBER, "KINGSTON-2026-009")

    with pytest.raises(CannotVerifyError, match="is of KINGSTON-2026-009 and not of"):
        sealed.verify(NUMBER, handed_in=[note])


def test_a_fault_in_the_agencys_log_does_not_blame_its_cases(
    sealed: Sealed, intruder: Intruder
) -> None:
    rows = intruder.rows(AGENCY)
    rows[1] = changed(rows[1], actor="somebody-else")
    intruder.put(AGENCY, rows)

    assert faults(sealed) == [(AGENCY, 1, Verdict.ALTERED)]
