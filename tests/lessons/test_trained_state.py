"""Each wrong answer loses points on the solution's own trained state, not only on a network that it left untrained.

A value that is right by luck, such as an accuracy of 1 that was typed in, shows itself only where everything else is
right: so the whole solution runs first, and then the one wrong cell. A training is left out: after the solution the
network has been trained, whatever is run. An exercise that nothing of this could change is in test_answers.py alone.
"""

from __future__ import annotations

import pytest

from grader.lessons import MODULES
from tests.support.answers import answers, may_differ_on_the_trained_state, pass_on_the_trained_state

NEED_ANOTHER_CELL = {
    # The class cannot be made, so the optimizer gets the solution's network.
    "01_linear_regression": {"missing-name-no-super-init: optimizer"},
    # The training loop keeps the wrong state, and here no training runs.
    "04_capstone": {"not-best-state: stopping", "state-not-saved-too-early: saved_state"},
    # The class of the solution has the methods that this answer forgets to attach.
    "06_backward_by_hand": {"missing-name-not-attached: power_and_relu"},
}
"""Cells that are right by themselves: the mistake is in another cell of the same answer."""


@pytest.mark.parametrize("lesson", sorted(MODULES))
def test_a_wrong_cell_does_not_pass_where_all_else_is_the_solution(lesson: str) -> None:
    chosen = [
        (answer, name)
        for answer in answers(lesson)
        for name, (_, codes) in answer.expected.items()
        if codes and name in answer.cells and name != "training" and may_differ_on_the_trained_state(answer, name)
    ]
    assert len(chosen) >= 10
    assert set(pass_on_the_trained_state(lesson, chosen)) == NEED_ANOTHER_CELL.get(lesson, set())
