"""What earlier cells left behind, in a real kernel: an error that is kept, names that stand for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.classroom import LINE
from tests.support.session import session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.session import Session


@pytest.fixture(scope="module")
def lesson() -> Iterator[Session]:
    with session(LINE) as begun:
        yield begun


def test_a_syntax_error_is_told_after_other_cells_have_run(lesson: Session) -> None:
    verdict = lesson.run("x_data = torch.tensor([[1.0]\ny_data = 2", "print(torch.__version__)", "test_data")
    assert verdict.codes == ("missing-name",)
    assert "The cell above stopped with" in verdict.findings[0].message
    assert "SyntaxError" in verdict.findings[0].message


def test_an_earlier_object_is_judged_and_the_error_is_told(lesson: Session) -> None:
    verdict = lesson.run("x_data = torch.ones(3)\ny_data = x_data", "x_data = torch.tensr(1)", "1 + 1", "test_data")
    assert verdict.codes[0] == "wrong-shape"
    assert "AttributeError: module 'torch' has no attribute 'tensr'" in verdict.findings[0].message


def test_a_byte_order_mark_does_no_harm(lesson: Session) -> None:
    assert lesson.run("\ufeff" + lesson.source("data"), "test_data").passed


def test_a_name_that_was_given_away_is_named(lesson: Session) -> None:
    lesson.run("model", "criterion", "optim = optim.SGD(net.parameters(), lr=0.1)")
    verdict = lesson.run("optimizer", "test_optimizer")
    assert "`optim` is now an optimizer of class SGD and no longer the module torch.optim." in str(verdict)
    assert "a name different from `optim`" in verdict.findings[0].hint
    verdict = lesson.run("from torch import optim", "optimizer", "test_optimizer")
    assert verdict.passed


def test_a_criterion_that_is_a_loss_by_now_is_named(lesson: Session) -> None:
    lesson.run("data", "model", "criterion", "optimizer", "criterion = criterion(net(x_data), y_data)")
    verdict = lesson.run("long_net = LinearRegression_i1_o1()\ncriterion(long_net(x_data), y_data)", "test_convergence")
    assert "`criterion` is now a tensor of shape ()." in str(verdict)
    assert "Run the cell of exercise `criterion` again" in verdict.findings[0].hint
