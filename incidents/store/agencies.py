"""Whose a case or a log is: rows of a case carry the agency of the case."""

from __future__ import annotations

from incidents.services.ports import UnknownCaseError, UnknownLogError
from incidents.store.transaction import Prepared, Transaction

_OF_CASE = Prepared("SELECT agency FROM cases WHERE number = :number")
_OF_LOG = Prepared("SELECT agency FROM logs WHERE id = :log")


def agency_of(work: Transaction, case: str) -> str:
    """Give the agency of the case, or raise UnknownCaseError."""
    row = work.run(_OF_CASE, number=case).fetchone()
    if row is None:
        raise unknown_case(case)
    return str(row[0])


def agency_of_log(work: Transaction, log: str) -> str:
    """Give the agency of the log, or raise UnknownLogError."""
    row = work.run(_OF_LOG, log=log).fetchone()
    if row is None:
        raise unknown_log(log)
    return str(row[0])


def unknown_case(number: str) -> UnknownCaseError:
    """Give the error for a number that no case has."""
    return UnknownCaseError(
        f"There is no case {number}; duenotice list shows the open ones, and numbers are written "
        "as KINGSTON-2026-001."
    )


def unknown_log(log: str) -> UnknownLogError:
    """Give the error for an id that no log has."""
    return UnknownLogError(
        f"There is no log {log}; give the number of a case such as KINGSTON-2026-001, or the id "
        "of an agency."
    )
