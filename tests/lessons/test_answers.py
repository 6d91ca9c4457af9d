"""Every sample answer gets its points and its codes; right ones get all, wrong ones are named.

All of them run before the first test, in as many processes as there are free cores. One line at the end says how
accurate the judges are.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest
import torch

from grader.core.catalogue import CATALOGUE
from grader.devtools.sample_answers import Answer
from grader.lessons import MODULES
from tests.conftest import summarise
from tests.support import messages
from tests.support.answers import answers, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.core.verdict import Verdict

ANSWERS = [answer for lesson in MODULES for answer in answers(lesson)]
# tests/grading has these, and tests/judges evidence that was forged
NEED_A_KERNEL = {"timed-out", "kernel-died", "cell-missing", "check-failed", "evidence-malformed"}
OF_A_DIAGNOSIS = {"unknown-code", "wrong-diagnosis"}
OF_A_DESIGN = {  # of data that are parted, and of predictions for unseen rows
    "leaked-validation", "mixed-rows", "train-mode-left-on", "constant-prediction", "overfitted", "accuracy-too-low",
    "scale-differs", "not-best-state", "state-not-saved", "other-variant", "softmax-in-model", "nll-on-logits",
}  # fmt: skip
# Of loops that learners write from nothing: lesson 3 hands its loops out, and lesson 4 does not judge the mode.
OF_A_LOOP = {"backward-twice", "rows-left-out", "optimizer-made-anew", "eval-mode-in-training"}
CANNOT_OCCUR = {
    "01_linear_regression": {"sigmoid-missing", "sigmoid-twice", "dead-network", "eval-mode-in-training"}
    | OF_A_DIAGNOSIS
    | (OF_A_DESIGN - {"scale-differs"}),
    "02_soccer_winner": {"model-not-fresh"} | OF_A_DIAGNOSIS | (OF_A_DESIGN - {"scale-differs", "train-mode-left-on"}),
    # Its data and network are given, and a run that falls short of its loss is too slow or too short.
    "03_debugging_clinic": {
        "wrong-shape",
        "wrong-dtype",
        "wrong-module",
        "sigmoid-missing",
        "sigmoid-twice",
        "dead-network",
        "not-converged",
    }
    | OF_A_DESIGN
    | OF_A_LOOP,
    "04_capstone": {
        "wrong-optimizer",
        "wrong-learning-rate",
        "loss-too-high",
        "model-not-fresh",
        "eval-mode-in-training",
    }
    | OF_A_DIAGNOSIS,
}


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
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_processes(), spawn, _one_thread) as pool:
        found = dict(zip(map(_identity, ordered), pool.map(run, ordered, chunksize=4), strict=True))
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
    of_lesson = {_identity(answer): answer.name for answer in ANSWERS if answer.lesson == lesson}
    told = {of_lesson[key]: messages.lines(of_lesson[key], each) for key, each in verdicts.items() if key in of_lesson}
    if pytestconfig.getoption("update_messages"):
        messages.record(lesson, told, of_lesson.values())
    known = messages.recorded(lesson)
    assert not messages.differences(told, known)
    assert set(known) <= set(of_lesson.values())  # no line of an answer that is gone


@pytest.mark.quick
@pytest.mark.parametrize("lesson", MODULES)
def test_every_code_that_can_occur_has_a_wrong_answer(lesson: str) -> None:
    shown = {code for a in ANSWERS if a.lesson == lesson for _, codes in a.expected.values() for code in codes}
    assert shown == set(CATALOGUE) - NEED_A_KERNEL - CANNOT_OCCUR[lesson]


@pytest.mark.quick
@pytest.mark.parametrize("lesson", MODULES)
def test_there_are_many_right_answers(lesson: str) -> None:
    assert sum(a.is_right for a in ANSWERS if a.lesson == lesson) >= 20


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
