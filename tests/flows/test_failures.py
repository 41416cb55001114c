"""What Prefect and logs get to know of an error."""

from __future__ import annotations

import pytest

from flows.failures import FlowFailedError, kind_and_place, only_kind_and_place


def _fail_with_words():
    raise ValueError("the text of a person")


def test_an_error_leaves_without_its_text():
    with pytest.raises(FlowFailedError) as raised, only_kind_and_place():
        _fail_with_words()
    assert str(raised.value).startswith("ValueError at test_failures.py:")
    assert "person" not in str(raised.value)
    assert raised.value.__suppress_context__
    assert raised.value.__cause__ is None


def test_an_error_without_text_passes_as_it_is():
    inner = FlowFailedError("KeyError at record.py:7")
    with pytest.raises(FlowFailedError) as raised, only_kind_and_place():
        raise inner
    assert raised.value is inner
    assert kind_and_place(inner) == "KeyError at record.py:7"


def test_being_cancelled_is_no_failure():
    with pytest.raises(KeyboardInterrupt), only_kind_and_place():
        raise KeyboardInterrupt
