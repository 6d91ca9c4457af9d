"""Cells that run twice or out of order, in a real kernel: what the check says. docs/rerunning.md tells learners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.classroom import LINE, SOCCER
from tests.support.session import session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.session import Session

MADE = ("data", "model", "criterion", "optimizer")
TRAINED = (*MADE, "training")
GOES_ON = """long_net = net
for _ in range(2000):
    loss = criterion(long_net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()"""


@pytest.fixture(scope="module")
def line() -> Iterator[Session]:
    with session(LINE, JPY_SESSION_NAME="") as begun:
        yield begun


@pytest.fixture(scope="module")
def soccer() -> Iterator[Session]:
    with session(SOCCER, JPY_SESSION_NAME="") as begun:
        begun.run("given_matches", "given_season", "given_new_model")
        yield begun


def only_check(lesson: str, step: str) -> tuple[tuple[str, ...], str]:
    with session(lesson, JPY_SESSION_NAME="") as begun:
        verdict = begun.run(step)
    assert verdict.points == 0
    return verdict.codes, verdict.findings[0].message


class TestLine:
    @pytest.mark.parametrize("exercise", ["data", "model", "criterion", "loss_by_hand", "optimizer"])
    def test_an_exercise_twice_passes(self, line: Session, exercise: str):
        assert line.run(*MADE, exercise, exercise, f"test_{exercise}").passed

    @pytest.mark.parametrize("exercise", ["parameters", "convergence", "repair", "transfer"])
    def test_a_later_exercise_twice_passes(self, line: Session, exercise: str):
        assert line.run(*TRAINED, exercise, exercise, f"test_{exercise}").passed

    def test_a_run_on_a_trained_net_passes_and_is_told(self, line: Session):
        assert line.run(*TRAINED, "test_training").passed
        assert "Note" not in line.shown[0]["text/plain"]
        assert line.run("training", "test_training").passed
        assert "Note: the last run went on with a net that was trained before" in line.shown[0]["text/plain"]
        assert "went on with a net" in line.shown[0]["text/html"]

    def test_a_new_start_is_not_told(self, line: Session):
        assert line.run(*TRAINED, "training", *TRAINED, "test_training").passed
        assert "Note" not in line.shown[0]["text/plain"]

    @pytest.mark.parametrize("again", ["data", "criterion", "optimizer", "setup"])
    def test_what_is_made_anew_after_training_takes_nothing(self, line: Session, again: str):
        assert line.run(*TRAINED, again, "test_training").passed

    def test_an_optimizer_made_anew_trains_on(self, line: Session):
        assert line.run(*TRAINED, "optimizer", "training", "test_training").passed

    def test_a_net_made_anew_leaves_the_optimizer_behind(self, line: Session):
        assert line.run(*MADE, "model", "test_optimizer").codes == ("optimizer-other-model",)
        assert line.run("training", "test_training").codes[0] == "optimizer-other-model"

    def test_a_net_made_anew_after_training_is_named(self, line: Session):
        (finding,) = line.run(*TRAINED, "parameters", "model", "test_training").findings
        assert finding.code == "no-step"
        assert finding.message == (
            "`net` was never called, so the numbers in `losses` are not its losses. "
            "Did you re-create `net` after the loop?"
        )
        (finding,) = line.run("test_parameters").findings
        assert finding.message.endswith(
            " No optimizer has taken a step on `net`. Did you re-create it after its training?"
        )

    def test_parameters_of_an_earlier_run_are_named(self, line: Session):
        (finding,) = line.run(*TRAINED, "parameters", "training", "test_parameters").findings
        assert finding.code == "wrong-values"
        assert finding.message.endswith(" `net` was trained again after these numbers were read.")

    def test_a_long_net_that_is_the_net_is_not_fresh(self, line: Session):
        assert line.run(*TRAINED, GOES_ON, "test_convergence").codes == ("model-not-fresh",)

    def test_a_check_alone_after_a_restart_names_what_is_missing(self):
        assert only_check(LINE, "test_training") == (("missing-name",), "`net` does not exist.")


class TestSoccer:
    @pytest.mark.parametrize("exercise", ["data", "model", "criterion", "bce_by_hand", "optimizer"])
    def test_an_exercise_twice_passes(self, soccer: Session, exercise: str):
        assert soccer.run(*MADE, exercise, exercise, f"test_{exercise}").passed

    @pytest.mark.parametrize("exercise", ["accuracy", "win_probability", "repair", "transfer"])
    def test_a_later_exercise_twice_passes(self, soccer: Session, exercise: str):
        assert soccer.run(*TRAINED, exercise, exercise, f"test_{exercise}").passed

    def test_a_run_on_a_trained_model_passes_and_is_told(self, soccer: Session):
        assert soccer.run(*TRAINED, "training", "test_training").passed
        assert "Note: the last run went on with a model that was trained before" in soccer.shown[0]["text/plain"]

    @pytest.mark.parametrize("again", ["data", "criterion", "optimizer", "setup"])
    def test_what_is_made_anew_after_training_takes_nothing(self, soccer: Session, again: str):
        assert soccer.run(*TRAINED, again, "test_training").passed

    def test_a_model_made_anew_leaves_the_optimizer_behind(self, soccer: Session):
        assert soccer.run(*MADE, "model", "test_optimizer").codes == ("optimizer-other-model",)
        assert soccer.run("training", "test_training").codes[0] == "optimizer-other-model"

    def test_a_model_made_anew_after_training_is_named(self, soccer: Session):
        (finding,) = soccer.run(*TRAINED, "accuracy", "model", "test_accuracy").findings
        assert finding.message.endswith(
            " No optimizer has taken a step on `model`. Did you re-create it after its training?"
        )
        assert soccer.run("test_training").codes == ("no-step",)

    def test_a_check_alone_after_a_restart_names_what_is_missing(self):
        assert only_check(SOCCER, "test_accuracy") == (("missing-name",), "`accuracy` and `model` do not exist.")
