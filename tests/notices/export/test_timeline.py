"""What the drawing shows stands in the right place and in words."""

from __future__ import annotations

from incidents.services.export_case import CaseRecord
from notices.export.timeline import WIDTH, Shape, TimelineRow, timeline_of


def row(record: CaseRecord, label: str, wave: int = 1) -> TimelineRow:
    """Give the row whose label begins so."""
    rows = timeline_of(record, wave).rows
    return next(each for each in rows if each.label.startswith(label))


def test_a_duty_in_time_ends_before_its_limit(closed: CaseRecord) -> None:
    found = row(closed, "Tell the parents")
    (bar,) = found.bars
    places = {mark.shape: mark.at for mark in found.marks}

    assert bar.shape is Shape.CLOCK
    assert bar.start < places[Shape.DONE] < places[Shape.TARGET] < places[Shape.LIMIT] == bar.end
    assert found.note == "due May 18, done May 15"


def test_a_late_duty_has_a_late_stretch_and_its_own_mark(closed: CaseRecord) -> None:
    found = row(closed, "Report the contractor's")
    clock, late = found.bars

    assert (clock.shape, late.shape) == (Shape.CLOCK, Shape.LATE)
    assert late.start == clock.end
    assert Shape.DONE_LATE in {mark.shape for mark in found.marks}
    assert found.note.endswith("(late)")


def test_a_duty_without_a_date_has_no_limit(closed: CaseRecord) -> None:
    found = row(closed, "Report inside the agency")

    assert [bar.shape for bar in found.bars] == [Shape.OPEN]
    assert Shape.LIMIT not in {mark.shape for mark in found.marks}
    assert found.note == "no fixed date, done May 18"


def test_a_hold_is_drawn_from_its_start_to_its_end(closed: CaseRecord) -> None:
    found = row(closed, "Hold: Ulster County Sheriff")

    assert [bar.shape for bar in found.bars] == [Shape.HOLD]
    assert found.note == "from Apr 1 until May 9"


def test_an_open_hold_reaches_to_the_last_entry(still_open: CaseRecord) -> None:
    found = row(still_open, "Hold")

    assert found.note == "from Apr 1 not ended"


def test_every_place_lies_within_the_drawing(closed: CaseRecord) -> None:
    for wave in (1, 2):
        drawn = timeline_of(closed, wave)
        places = [at for at, _ in drawn.ticks]
        for each in drawn.rows:
            places += [mark.at for mark in each.marks]
            places += [end for bar in each.bars for end in (bar.start, bar.end)]
            assert all(bar.start <= bar.end for bar in each.bars)
        assert all(0 <= place <= WIDTH for place in places)
        assert 2 <= len(drawn.ticks) <= 10


def test_what_happened_is_lettered_in_order(closed: CaseRecord) -> None:
    drawn = timeline_of(closed, 1)

    assert [line[:2] for line in drawn.legend] == [
        ("A", "Mar 1"),
        ("B", "Mar 3"),
        ("C", "Mar 5"),
        ("D", "Mar 16"),
    ]
    assert [mark.letter for mark in drawn.rows[0].marks] == ["A", "B", "C", "D"]
    assert [mark.at for mark in drawn.rows[0].marks] == sorted(m.at for m in drawn.rows[0].marks)


def test_the_words_tell_each_row(closed: CaseRecord) -> None:
    words = timeline_of(closed, 1).words

    assert "the contractor's discovery on Mar 5" in words
    assert "Tell the parents, eligible students, teachers and principals: due May 18" in words


def test_the_first_tick_names_the_year(closed: CaseRecord) -> None:
    labels = [label for _, label in timeline_of(closed, 1).ticks]

    assert labels[0].endswith(", 2026")
    assert not any("2026" in label for label in labels[1:])
