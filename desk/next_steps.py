"""What to do next with a case: two or three commands, ready to be copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from desk.tables import urgent_first
from incidents.case.ladder import CONTRACTOR
from incidents.law.duty import PlannedDuty
from incidents.services.drafter import Drafter
from incidents.services.view_case import CaseView

#: The question behind each fact that may decide something.
_QUESTIONS = {
    "facts.student_data": "whether student data was exposed",
    "facts.appr_data": "whether review data of teachers or principals was exposed",
    "facts.private_information": "which private information was exposed, or that none was",
    "facts.encrypted": "whether the data was encrypted",
    "facts.key_acquired": "whether the key was acquired too",
    "facts.medium": "whether the records were computerized or physical",
    "facts.custody": "whether the agency owned, licensed or maintained the records",
    "attributed_to": "whether it is the contractor's breach or the agency's",
    "contract": "which contract there is with the contractor",
}
_AFFECTED = "affected"


def next_steps(view: CaseView, wave: int, drafter: Drafter) -> list[tuple[str, str]]:
    """Give what to do next, each as a sentence and the command for it."""
    steps = [_find_out(view, wave), *_act(view, wave, drafter)]
    found = [step for step in steps if step is not None]
    learned = "Record what becomes known.", f"duenotice record {view.case.number} --help"
    return found or [learned]


def _find_out(view: CaseView, wave: int) -> tuple[str, str] | None:
    """Give the question that most undecided duties wait for."""
    asked = Counter(need for duty in view.plans[wave].duties for need in duty.needs)
    if not asked:
        return None
    need = min(asked, key=lambda each: (-asked[each], _place(each)))
    waiting = "one duty waits" if asked[need] == 1 else f"{asked[need]} duties wait"
    question = _QUESTIONS.get(need) or _who(view, wave, need)
    return f"Find out {question}: {waiting} for it.", _recording(view, wave, need)


def _place(need: str) -> int:
    """Give the place of a question among those of one weight; numbers come last."""
    return [*_QUESTIONS, need].index(need)


def _recording(view: CaseView, wave: int, need: str) -> str:
    """Give the command for an answer; what stands in capitals is not accepted as it is."""
    command, among = f"duenotice record {view.case.number}", _among(wave)
    if need.startswith(_AFFECTED):
        counts = "--residence STATE --count NUMBER --with-private-information NUMBER"
        group = _group(view, wave, need).get("group", "GROUP")
        return f"{command} affected {group} {counts}{among}"
    return f"{command} fact {need.removeprefix('facts.')} VALUE{among}"


def _who(view: CaseView, wave: int, need: str) -> str:
    """Give the question behind a path such as ``affected[0].residence``."""
    group = _group(view, wave, need)
    if not group:
        return "who is affected"
    named = str(group["group"]).replace("_", " ")
    if need.endswith("residence"):
        return f"where the {named} of unknown residence live"
    return f"for how many {named} private information was exposed"


def _group(view: CaseView, wave: int, need: str) -> Mapping[str, Any]:
    groups = view.case.wave(wave).get(_AFFECTED) or []
    place = need.partition("[")[2].partition("]")[0]
    found: Mapping[str, Any] = groups[int(place)] if place else {}
    return found


def _among(wave: int) -> str:
    return f" --wave {wave}" if wave > 1 else ""


def _act(view: CaseView, wave: int, drafter: Drafter) -> list[tuple[str, str]]:
    """Give how to write the notice of the most urgent duty, and how to record it."""
    ours = [each for each in urgent_first(view.plans[wave]) if _is_ours(each)]
    if not ours:
        return []
    duty, number, among = ours[0], view.case.number, _among(wave)
    serving = [each for each in drafter.serving(view, wave) if each in drafter.written_for(duty)]
    steps = [
        (
            f"For “{duty.rule.title}”, write the notice.",
            f"duenotice draft {number} {each} --out letters{among}",
        )
        for each in serving[:1]
    ]
    filing = f"duenotice file {number} {duty.id} --at DATE --evidence FILE{among}"
    return [*steps, (f"Once “{duty.rule.title}” is done, record it with its proof.", filing)]


def _is_ours(duty: PlannedDuty) -> bool:
    return duty.state.is_open and duty.rule.holder != CONTRACTOR
