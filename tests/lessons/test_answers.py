"""Every sample answer gets its points and its codes; right ones get all, wrong ones are named.

All of them run before the first test, in as many processes as there are free cores. One line at the end says how
accurate the judges are. Only the exercises that an answer's cells can change are judged; with GRADER_EVERY_EXERCISE=1
all of them are.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch

from grader import lessons
from grader.devtools import recorded_messages as messages
from grader.devtools.sample_answers import Answer
from grader.lessons import MODULES
from tests.conftest import summarise
from tests.support.answers import ROOT, answers, run
from tests.support.possible_codes import OF_EVERY_EXERCISE, possible_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.core.verdict import Verdict

FOLDER = ROOT / "tests" / "messages"
ANSWERS = [answer for lesson in MODULES for answer in answers(lesson)]
# tests/grading has these, and tests/judges evidence that was forged
NEED_A_KERNEL = {"timed-out", "kernel-died", "cell-missing", "check-failed", "evidence-malformed"}
# Codes that a shared judge holds, and that no answer of the lesson can get. A lesson without an entry has none.
CANNOT_OCCUR = {
    # The network is one linear layer without a mode, and its output is not a probability.
    "01_linear_regression": {"sigmoid-missing", "sigmoid-twice", "dead-network", "eval-mode-in-training"},
    # Its data, its networks of one layer and its loops are given. A run above its loss is too slow or too short.
    "03_debugging_clinic": {
        "wrong-shape", "wrong-dtype", "wrong-module", "sigmoid-missing", "sigmoid-twice", "dead-network",
        "not-converged", "scale-differs", "backward-twice", "rows-left-out", "optimizer-made-anew",
        "eval-mode-in-training",
    },
    "05_batch_by_batch": {"sigmoid-twice"},  # its networks give scores, and no sigmoid is near
}  # fmt: skip


def _identity(answer: Answer) -> str:
    return f"{answer.lesson}-{answer.name}"


def _processes() -> int:
    """Return how many processes run answers: this worker's part of the cores, if pytest-xdist runs several workers."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return max(1, (os.cpu_count() or 1) // workers)


def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def verdicts(request: pytest.FixtureRequest) -> Iterator[dict[str, dict[str, Verdict]]]:
    callspecs = [getattr(item, "callspec", None) for item in request.session.items]
    params = [c.params.get("answer") for c in callspecs if c]
    chosen = {_identity(answer): answer for answer in params if isinstance(answer, Answer)}
    ordered = [chosen[identity] for identity in sorted(chosen)]
    run_one = functools.partial(run, every_exercise=bool(os.environ.get("GRADER_EVERY_EXERCISE")))
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_processes(), spawn, _one_thread) as pool:
        found = dict(zip(map(_identity, ordered), pool.map(run_one, ordered, chunksize=4), strict=True))
    yield found
    right = [a for a in ordered if a.is_right]
    wrong = [a for a in ordered if not a.is_right]
    accepted = sum(all(v.passed for v in found[_identity(a)].values()) for a in right)
    caught = sum(not all(v.passed for v in found[_identity(a)].values()) for a in wrong)
    named = sum(all(found[_identity(a)][name].codes == codes for name, (_, codes) in a.expected.items()) for a in wrong)
    line = (
        f"accuracy: {accepted} of {len(right)} right accepted, {caught} of {len(wrong)} wrong caught, "
        f"{named} of {len(wrong)} wrong named with the right codes"
    )
    summarise(request.config, line)


@pytest.mark.parametrize("answer", ANSWERS, ids=_identity)
def test_an_answer_gets_its_points_and_codes(answer: Answer, verdicts: dict[str, dict[str, Verdict]]) -> None:
    got = {name: (verdict.points, verdict.codes) for name, verdict in verdicts[_identity(answer)].items()}
    assert got == answer.expected


@pytest.mark.parametrize("lesson", MODULES)
def test_every_answer_is_told_what_was_recorded(
    lesson: str, verdicts: dict[str, dict[str, Verdict]], pytestconfig: pytest.Config
) -> None:
    place = FOLDER / f"{lesson}.txt"
    of_lesson = {_identity(answer): answer.name for answer in ANSWERS if answer.lesson == lesson}
    told = {of_lesson[key]: messages.lines(of_lesson[key], each) for key, each in verdicts.items() if key in of_lesson}
    if pytestconfig.getoption("update_messages"):
        messages.record(place, told, of_lesson.values())
    known = messages.recorded(place)
    assert not messages.differences(told, known), f"if that is meant: grader try {lesson} --write"
    assert set(known) <= set(of_lesson.values())  # no line of an answer that is gone


@pytest.mark.quick
@pytest.mark.parametrize("lesson", MODULES)
def test_every_code_that_can_occur_has_a_wrong_answer(lesson: str) -> None:
    exercises = lessons.find(lesson).exercises
    possible = {name: possible_codes(exercise) for name, exercise in exercises.items()}
    shown = {code for a in ANSWERS if a.lesson == lesson for _, codes in a.expected.values() for code in codes}
    known = set().union(*possible.values()) - NEED_A_KERNEL - CANNOT_OCCUR.get(lesson, set())
    assert [
        f"add tests/submissions/{lesson}/wrong/{code}-WHAT.py: no answer gets {code}, which the judge of "
        f"{' or '.join(name for name, codes in possible.items() if code in codes)} can give; if none of them ever "
        f"does here, add it to CANNOT_OCCUR in {Path(__file__).name}"
        for code in sorted(known - shown)
    ] == []
    assert shown <= known | OF_EVERY_EXERCISE


@pytest.mark.quick
@pytest.mark.parametrize("lesson", MODULES)
def test_every_exercise_has_a_right_answer_that_is_not_the_solution(lesson: str) -> None:
    replaced = {name for a in ANSWERS if a.lesson == lesson and a.is_right for name in a.cells}
    assert [
        f"add tests/submissions/{lesson}/right/WHAT.py with a cell `# %% {name}`: no right answer solves {name}"
        for name in lessons.find(lesson).exercises
        if name not in replaced
    ] == []


@pytest.mark.quick
def test_every_wrong_answer_is_named_after_a_code_that_it_gets() -> None:
    codes = {
        _identity(answer): (answer.name, {code for _, codes in answer.expected.values() for code in codes})
        for answer in ANSWERS
        if not answer.is_right
    }
    assert {
        identity: sorted(of_answer)
        for identity, (name, of_answer) in codes.items()
        if not any(f"{name}-".startswith(f"{code}-") for code in of_answer)
    } == {}
