"""What Prefect stores of our flows: case numbers, and nothing a person wrote.

Parameters stand in Prefect's database as plain text, results in its files,
run names in its events; so each of the three is held to ids.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import string

import pytest
from prefect import Flow, Task, flow, task

import flows

#: What a flow or a task may be told: which case, agency or step it is about.
IDS = {"case", "agency"}


def wrong_with(one: Flow | Task) -> list[str]:
    """Give each way in which a flow or a task could tell Prefect too much."""
    parameters = inspect.signature(one.fn, eval_str=True).parameters
    run_name = getattr(one, "flow_run_name", None) or getattr(one, "task_run_name", None)
    faults = [f"parameter {name} is no id" for name in parameters if name not in IDS]
    faults += [f"{p.name} is no str" for p in parameters.values() if p.annotation is not str]
    if one.persist_result is not False:
        faults.append("persist_result is not False")
    if one.log_prints:
        faults.append("what is printed would be stored")
    if not inspect.iscoroutinefunction(one.fn):
        faults.append("is not async, which costs a second a run")
    return faults + _wrong_with_name(run_name, one)


def _wrong_with_name(run_name, one: Flow | Task) -> list[str]:
    if run_name is None:
        return []
    if not isinstance(run_name, str):
        return ["its run name is made by a function"]
    parts = list(string.Formatter().parse(run_name))
    fields = {field for _, field, _, _ in parts if field is not None}
    words = "".join(literal for literal, _, _, _ in parts).strip()
    return [
        *(f"its run name shows {field}" for field in sorted(fields - IDS)),
        *([] if words in ("", one.name) else [f"its run name says {words!r}"]),
    ]


OURS = [
    pytest.param(one, id=f"{module.name}.{name}")
    for module in pkgutil.iter_modules(flows.__path__, "flows.")
    for name, one in vars(importlib.import_module(module.name)).items()
    if isinstance(one, Flow | Task)
]


@pytest.mark.parametrize("one", OURS)
def test_flows_and_tasks_tell_prefect_ids_alone(one):
    assert wrong_with(one) == []


def test_a_flow_that_tells_too_much_is_found_out():
    @flow(flow_run_name="{letter} today", log_prints=True)
    def telling(letter: str, count: int):
        """Take what a person wrote."""

    assert wrong_with(telling) == [
        "parameter letter is no id",
        "parameter count is no id",
        "count is no str",
        "persist_result is not False",
        "what is printed would be stored",
        "is not async, which costs a second a run",
        "its run name shows letter",
        "its run name says 'today'",
    ]


def test_a_task_named_by_a_function_is_found_out():
    @task(task_run_name=lambda: "made up", persist_result=False)
    async def made_up(case: str):
        """Take a case."""

    assert wrong_with(made_up) == ["its run name is made by a function"]
