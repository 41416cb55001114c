"""The whole case as it is exported, closed and still open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from incidents.services.export_case import CaseRecord, read_record
from incidents.store import open_engine, sqlite_url
from tests.support.sealed import NUMBER, Sealed


@pytest.fixture(scope="session")
def closed(made_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> CaseRecord:
    """Give the record of the whole case after its closing."""
    return lived(made_sqlite, tmp_path_factory.mktemp("closed"), closed=True)


@pytest.fixture(scope="session")
def still_open(made_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> CaseRecord:
    """Give the record of a case in its first weeks, with a hold that is open."""
    return lived(made_sqlite, tmp_path_factory.mktemp("open"), closed=False)


def lived(template: Path, folder: Path, *, closed: bool) -> CaseRecord:
    """Live through the case, seal it and read it."""
    shutil.copy(template, folder / "duenotice.db")
    engine = open_engine(sqlite_url(folder / "duenotice.db"))
    sealed = Sealed(engine, folder / "home")
    sealed.lives_a_little()
    if closed:
        sealed.case.goes_on()
        sealed.case.closes()
    else:
        sealed.case.is_held_for_now()
    row = sealed.seal()
    with sealed.reading() as work:
        record = read_record(work, sealed.case.law, sealed.seals, NUMBER, row.size)
    engine.dispose()
    return record
