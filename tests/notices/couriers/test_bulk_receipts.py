"""What the receipts of a worker say after it is gone, on this machine and on others."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.services.couriers import CourierDownError, Whereabouts
from notices.couriers import bulk_receipts
from notices.couriers.bulk_receipts import BulkReceipts

UNKNOWN, STAYED, WENT_OUT = Whereabouts.UNKNOWN, Whereabouts.STAYED, Whereabouts.WENT_OUT


@pytest.fixture
def dead(tmp_path: Path) -> BulkReceipts:
    """Give a worker that died with one message in each state."""
    worker = BulkReceipts(tmp_path)
    worker.open()
    for name in ("begun@k", "taken@k", "refused@k", "again@k"):
        worker.begin(name)
    worker.finish("taken@k")
    worker.cancel("refused@k")
    worker.cancel("again@k")
    worker.begin("again@k")
    return worker


def found(reader: BulkReceipts, worker: str) -> dict[str, Whereabouts]:
    names = ("begun@k", "taken@k", "refused@k", "again@k", "never@k")
    return {name: reader.whereabouts(worker, name) for name in names}


def test_whoever_comes_next_knows_what_was_done(tmp_path: Path, dead: BulkReceipts) -> None:
    assert found(BulkReceipts(tmp_path), dead.worker) == {
        "begun@k": UNKNOWN,
        "taken@k": WENT_OUT,
        "refused@k": STAYED,
        "again@k": UNKNOWN,
        "never@k": STAYED,
    }


def test_after_the_machine_was_off_a_missing_line_says_nothing(
    tmp_path: Path, dead: BulkReceipts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_receipts, "_machine", lambda: "another start")

    assert found(BulkReceipts(tmp_path), dead.worker)["never@k"] is UNKNOWN
    assert found(BulkReceipts(tmp_path), dead.worker)["taken@k"] is WENT_OUT


def test_on_another_machine_nothing_is_known(tmp_path: Path, dead: BulkReceipts) -> None:
    elsewhere = BulkReceipts(tmp_path / "elsewhere")

    assert set(found(elsewhere, dead.worker).values()) == {UNKNOWN}


def test_one_that_never_began_handed_nothing_over(tmp_path: Path) -> None:
    idle = BulkReceipts(tmp_path)

    assert set(found(BulkReceipts(tmp_path), idle.worker).values()) == {STAYED}


def test_receipts_go_once_the_record_knows(tmp_path: Path, dead: BulkReceipts) -> None:
    heir = BulkReceipts(tmp_path)
    heir.forget(dead.worker, ["begun@k", "taken@k"])
    assert heir.whereabouts(dead.worker, "begun@k") is STAYED
    assert len(list(tmp_path.glob("*.log"))) == 1

    heir.forget(dead.worker, ["again@k"])
    assert list(tmp_path.glob("*.log")) == []


def test_a_worker_keeps_what_is_open_over_its_runs(tmp_path: Path) -> None:
    worker = BulkReceipts(tmp_path)
    worker.open()
    worker.begin("open@k")
    worker.begin("known@k")
    worker.finish("known@k")
    worker.forget(worker.worker, ["known@k"])
    worker.close()
    worker.open()

    assert worker.whereabouts(worker.worker, "open@k") is UNKNOWN

    worker.forget(worker.worker, ["open@k"])
    worker.close()
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_two_that_begin_together_name_the_folder_alike(tmp_path: Path) -> None:
    first, second = BulkReceipts(tmp_path), BulkReceipts(tmp_path)

    assert first.worker != second.worker
    assert first.worker.partition(".")[0] == second.worker.partition(".")[0]


def test_without_its_receipts_nothing_is_sent(tmp_path: Path) -> None:
    worker = BulkReceipts(tmp_path / "folder")
    for each in (tmp_path / "folder").iterdir():
        each.unlink()
    (tmp_path / "folder").rmdir()
    (tmp_path / "folder").write_text("a file")

    with pytest.raises(CourierDownError, match="without its receipts nothing is sent"):
        worker.open()
