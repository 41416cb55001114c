"""``respond``: one flow a case, one task a step, safe to run twice.

It runs when a case changes and when one of its clocks turns. Each task brings
its step's duties, clocks, reminders and drafts to where the facts say they
should be; the last one marks what was seen. Only the case number reaches
Prefect: what the page shows is read from the store and holds no person.
"""

from __future__ import annotations

from contextvars import ContextVar

from prefect import flow, get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact

from flows.clockwork import at_work, installation, now
from flows.failures import only_kind_and_place
from flows.timeline import timeline
from incidents.law.rule import Step
from incidents.services.answer_case import answer_closure, answer_step
from incidents.services.view_case import CaseView

#: How many entries the case had when its answer began.
_begun_at: ContextVar[int | None] = ContextVar("begun_at", default=None)


@flow(name="respond", flow_run_name="{case}", persist_result=False, log_prints=False)
async def respond(case: str) -> None:
    """Answer every step of one case, in the order of a case."""
    with only_kind_and_place():
        _begun_at.set(await at_work(_size, case))
    await contractor(case)
    await district_dpo(case)
    await state_cpo(case)
    await affected_people(case)
    await state_agencies(case)
    await consumer_reporting_agencies(case)
    await closure(case)


@task(name="contractor", task_run_name="{case} contractor", persist_result=False)
async def contractor(case: str) -> None:
    """Answer the step of the contractor: told in time, what its notice lacks."""
    await _step(case, Step.CONTRACTOR)


@task(name="district-dpo", task_run_name="{case} district-dpo", persist_result=False)
async def district_dpo(case: str) -> None:
    """Answer the step inside the district: report, complaints, records."""
    await _step(case, Step.DISTRICT_DPO)


@task(name="state-cpo", task_run_name="{case} state-cpo", persist_result=False)
async def state_cpo(case: str) -> None:
    """Answer the step of the State's Chief Privacy Officer."""
    await _step(case, Step.STATE_CPO)


@task(name="affected-people", task_run_name="{case} affected-people", persist_result=False)
async def affected_people(case: str) -> None:
    """Answer the step of those who have to be told."""
    await _step(case, Step.AFFECTED_PEOPLE)


@task(name="state-agencies", task_run_name="{case} state-agencies", persist_result=False)
async def state_agencies(case: str) -> None:
    """Answer the step of the other State agencies."""
    await _step(case, Step.STATE_AGENCIES)


@task(
    name="consumer-reporting-agencies",
    task_run_name="{case} consumer-reporting-agencies",
    persist_result=False,
)
async def consumer_reporting_agencies(case: str) -> None:
    """Answer the step of the consumer reporting agencies."""
    await _step(case, Step.CONSUMER_REPORTING_AGENCIES)


@task(name="closure", task_run_name="{case} closure", persist_result=False)
async def closure(case: str) -> None:
    """Mark what was answered, and show the timeline on the case's page."""
    with only_kind_and_place():
        view = await at_work(_closed, case)
    await acreate_markdown_artifact(
        key=f"case-{case.lower()}",
        markdown=timeline(view),
        description=f"Where every duty of {case} stands",
    )


async def _step(case: str, step: Step) -> None:
    with only_kind_and_place():
        not_drafted = await at_work(_answered, case, step)
    for notice in not_drafted:
        get_run_logger().warning(
            "%s: %s cannot be drafted yet; `duenotice draft` says why.", case, notice
        )


def _answered(case: str, step: Step) -> tuple[str, ...]:
    home = installation()
    with home.work_now("respond") as work:
        return answer_step(work, home.practice, case, step).not_drafted


def _closed(case: str) -> CaseView:
    home = installation()
    with home.work_now("respond") as work:
        return answer_closure(work, home.practice, case, _begun_at.get())


def _size(case: str) -> int:
    with installation().reading(now()) as work:
        return work.cases.get(case).size
