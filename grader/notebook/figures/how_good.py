"""Where the accuracy of the learner's `predict` lies: between guessing and what nobody can exceed in the long run."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import torch
from matplotlib.figure import Figure
from torch import Tensor

from grader.core.palette import BLUE, GREY, RED, SKY
from grader.notebook.figures.scene import panel
from grader.notebook.figures.show import show
from grader.notebook.recording.recorder import recorder

# docs/calibration.md: the lesson's solution from 250 starts in league 0, and a straight line in the leagues' middle.
SOLUTION = (0.83, 0.91)
STRAIGHT_LINE = 0.73
LIMIT = 0.92
MARKS = ((0.5, "guessing", GREY), (STRAIGHT_LINE, "a straight line", GREY), (LIMIT, "the limit", RED))
NOT_YET = "Nothing to measure yet: this figure needs your `predict`, which returns 0 or 1 for each row, shape (n, 1)."


def how_good(predict: Callable[[Tensor], Any], X_val: Any, y_val: Any) -> None:
    """Show the accuracy of `predict` on the validation rows, and the luck of so few rows, beside other numbers."""
    accuracy = _accuracy(predict, X_val, y_val)
    if accuracy is None:
        print(NOT_YET)
        return
    luck = sqrt(accuracy * (1 - accuracy) / len(y_val))
    says = (
        f"You: {accuracy:.1%} of {len(y_val)} validation matches, give or take {luck:.1%} of luck. "
        f"The limit: {LIMIT:.0%}."
    )

    def draw() -> Figure:
        figure = Figure(figsize=(7.2, 1.9), facecolor="white")
        axes = panel(figure, (0.04, 0.26, 0.92, 0.7), xlim=(0.4, 1.0), ylim=(0, 3.2), yticks=())
        axes.spines["left"].set_visible(False)
        axes.set_xticks([tick / 10 for tick in range(4, 11)], [f"{10 * tick} %" for tick in range(4, 11)])
        axes.set_xlabel("right answers")
        axes.axvspan(*SOLUTION, ymax=0.62, color=SKY, alpha=0.35, lw=0)
        axes.text(sum(SOLUTION) / 2, 1.55, "our solution", ha="center", fontsize=9)
        for place, name, colour in MARKS:
            axes.axvline(place, color=colour, lw=1.5, ls=":" if colour == GREY else "-")
            axes.text(place - 0.005, 2.75, name, color=colour, fontsize=9, ha="right")
        axes.errorbar([accuracy], [0.75], xerr=[luck], fmt="o", color=BLUE, ms=9, capsize=5, lw=2)
        axes.text(accuracy - luck - 0.01, 0.6, "you", color=BLUE, ha="right")
        return figure

    alt = (
        f"A line from 40 % to 100 % right answers. Guessing gets 50 %, a straight line {STRAIGHT_LINE:.0%}, "
        f"our solution {SOLUTION[0]:.0%} to {SOLUTION[1]:.0%}, and nobody more than {LIMIT:.0%} in the long run. "
        f"{says}"
    )
    show(draw, alt, says)


def _accuracy(predict: Any, X_val: Any, y_val: Any) -> float | None:
    try:
        with recorder.aside(), torch.no_grad():
            right = torch.as_tensor(predict(X_val)).reshape(y_val.shape) == y_val
        return float(right.float().mean())
    except Exception:  # noqa: BLE001 - the learner's function is not there yet, or does something else
        return None
