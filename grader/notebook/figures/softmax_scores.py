"""Softmax: three scores, the probabilities that they stand for, and what cross-entropy makes of them."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREY, ORANGE, PURPLE
from grader.notebook.figures.controls import Choice, Slider
from grader.notebook.figures.descent import Numbers
from grader.notebook.figures.scene import Scene, State, Told, panel

CLASSES = ("0", "6", "8")
MAX_SCORE = 4.0


def softmax(scores: Numbers) -> Numbers:
    """Return the probabilities along the last axis. The largest score is subtracted first, so that nothing overflows.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html.
    """
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def loss(scores: Numbers, label: int) -> float:
    """Return the cross-entropy of one row of scores."""
    return float(-np.log(softmax(scores)[label]))


def gradient(scores: Numbers, label: int) -> Numbers:
    """Return the gradient of the cross-entropy with respect to the scores: the probabilities minus the target."""
    return softmax(scores) - np.eye(len(scores))[label]


class SoftmaxScores(Scene):
    """State: three scores, and which class is the label."""

    size = (7.8, 2.9)
    controls = (
        *(
            Slider(f"score {name}", f"score of {name}", -MAX_SCORE, MAX_SCORE, 0.1, value, ".1f")
            for name, value in zip(CLASSES, (2.0, 1.0, 0.0), strict=True)
        ),
        Choice("label", "label", tuple((name, place) for place, name in enumerate(CLASSES)), 2),
    )

    def tell(self, state: State) -> Told:
        scores, label = _scores(state), state["label"]
        chances, slopes = softmax(scores), gradient(scores, label)
        says = (
            f"Scores {_row(scores, '.1f')}: probabilities {_row(chances, '.3f')}. The label is {CLASSES[label]}, so "
            f"the loss is -ln {chances[label]:.3f} = {loss(scores, label):.3f}, and the gradient is "
            f"{_row(slopes, '.3f')}."
        )
        alt = (
            "Three bar charts with a bar for each of the classes 0, 6 and 8. Left: the scores, from -4 to 4. Middle: "
            "the probabilities, which add up to 1. Right: the gradient of the loss with respect to each score, "
            f"negative for the label and positive for the others. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        panels = (
            ("scores", (-MAX_SCORE - 0.4, MAX_SCORE + 0.4), (-4, -2, 0, 2, 4), BLUE, ".1f"),
            ("probabilities", (0, 1.15), (0, 0.5, 1), ORANGE, ".3f"),
            ("gradient", (-1.15, 1.15), (-1, 0, 1), PURPLE, ".3f"),
        )
        self._bars, self._numbers, self._formats = [], [], [entry[-1] for entry in panels]
        for number, (title, limits, ticks, colour, _) in enumerate(panels):
            axes = panel(
                figure, (0.05 + 0.33 * number, 0.19, 0.27, 0.64), title=title, ylim=limits, yticks=ticks,
                xlim=(-0.6, 2.6), xticks=(),
            )  # fmt: skip
            axes.axhline(0, color=GREY, linewidth=0.8)
            axes.spines["bottom"].set_visible(False)
            for place, name in enumerate(CLASSES):
                axes.text(place, -0.08, name, transform=axes.get_xaxis_transform(), ha="center", va="top")
            self._bars.append(axes.bar(range(len(CLASSES)), 0, width=0.7, color=colour))
            self._numbers.append([axes.text(place, 0, "", ha="center", fontsize=9) for place in range(len(CLASSES))])
        self._loss = figure.text(0.985, 0.03, "", ha="right", va="bottom", fontsize=10)
        return [*(bar for bars in self._bars for bar in bars), *(n for row in self._numbers for n in row), self._loss]

    def paint(self, state: State) -> None:
        scores, label = _scores(state), state["label"]
        rows = (scores, softmax(scores), gradient(scores, label))
        for bars, numbers, shown, values in zip(self._bars, self._numbers, self._formats, rows, strict=True):
            for bar, number, value in zip(bars, numbers, values, strict=True):
                bar.set_height(value)
                number.set(y=value, va="bottom" if value >= 0 else "top", text=format(value, shown))
        self._loss.set_text(f"label {CLASSES[label]}: loss {loss(scores, label):.3f}")


def _scores(state: State) -> Numbers:
    return np.array([state[f"score {name}"] for name in CLASSES])


def _row(numbers: Numbers, shown: str) -> str:
    return ", ".join(format(number, shown) for number in numbers)


softmax_scores = SoftmaxScores.show
