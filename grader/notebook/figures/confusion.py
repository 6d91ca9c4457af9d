"""The confusion matrix: how often each label was read as each class, and the pictures behind one of its numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from grader.core.palette import RED
from grader.notebook.figures.controls import Slider
from grader.notebook.figures.readings import Readings, picture_on, present
from grader.notebook.figures.scene import Scene, State, Told

SHOWN = 6  # pictures beside the matrix
TOLD = 3  # of the most frequent mistakes


def matrix_of(readings: Readings) -> NDArray[np.int64]:
    """Return how many pictures of each label (row) were read as each class (column)."""
    counts = np.zeros((readings.classes, readings.classes), dtype=np.int64)
    np.add.at(counts, (readings.labels, readings.answers), 1)
    return counts


def mistakes_of(readings: Readings) -> list[tuple[int, int, int]]:
    """Return each kind of mistake as label, answer and how often, the most frequent first."""
    counts = matrix_of(readings)
    np.fill_diagonal(counts, 0)
    order = np.argsort(-counts, axis=None, kind="stable")
    places = (np.unravel_index(place, counts.shape) for place in order)
    return [(int(label), int(answer), int(counts[label, answer])) for label, answer in places if counts[label, answer]]


class Confusion(Scene):
    """State: the label and the answer of the number whose pictures are shown."""

    size = (7.8, 4.2)
    photo = True

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self.counts = matrix_of(readings)
        self._mistakes = mistakes_of(readings)
        label, answer = self._mistakes[0][:2] if self._mistakes else (0, 0)
        last = readings.classes - 1
        self.controls = (Slider("label", "label", 0, last, 1, label), Slider("answer", "read as", 0, last, 1, answer))

    def chosen(self, state: State) -> NDArray[np.int64]:
        """Return the places of the pictures that the chosen number counts."""
        read = self.readings
        return np.flatnonzero((read.labels == state["label"]) & (read.answers == state["answer"]))

    def tell(self, state: State) -> Told:
        label, answer = state["label"], state["answer"]
        most = ", ".join(f"{a} as {b} ({count} times)" for a, b, count in self._mistakes[:TOLD])
        says = (
            f"Label {label}, read as {answer}: {self.counts[label, answer]} of {self.counts[label].sum()} pictures. "
            f"The most frequent mistakes: {most or 'none'}."
        )
        alt = (
            f"Left: a table of {len(self.counts)} rows, the labels, and {len(self.counts)} columns, the answers; each "
            "cell holds a number of pictures, and its tint is darker for larger numbers. Right answers are on the "
            "diagonal. A frame marks one cell. Right: up to six pictures that this cell counts. "
            f"{says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        count, shape = len(self.counts), self.readings.images.shape[1:]
        axes = figure.add_axes((0.07, 0.12, 0.45, 0.82))
        off = self.counts - np.diag(np.diag(self.counts))
        axes.imshow(off, cmap="Oranges", vmin=0, vmax=max(2 * off.max(), 1))
        for label, answer in np.ndindex(count, count):
            if self.counts[label, answer]:
                weight = "bold" if label == answer else "normal"
                axes.text(
                    answer, label, str(self.counts[label, answer]), ha="center", va="center", fontsize=8, weight=weight
                )
        axes.set(xlabel="read as", ylabel="label", xticks=range(count), yticks=range(count))
        axes.tick_params(length=0, labelsize=9)
        self._frame = Rectangle((0, 0), 1, 1, fill=False, edgecolor=RED, linewidth=2.5)
        axes.add_patch(self._frame)
        self._title = figure.text(0.77, 0.93, "", ha="center", fontsize=10)
        self._pictures = [
            picture_on(figure.add_axes((0.57 + 0.14 * (place % 3), 0.5 - 0.42 * (place // 3), 0.12, 0.38)), shape)
            for place in range(SHOWN)
        ]
        return [self._frame, self._title, *self._pictures]

    def paint(self, state: State) -> None:
        places = self.chosen(state)
        self._frame.set_xy((state["answer"] - 0.5, state["label"] - 0.5))
        shown = "no such picture" if len(places) == 0 else f"label {state['label']}, read as {state['answer']}"
        self._title.set_text(shown)
        for column, picture in enumerate(self._pictures):
            picture.set_visible(column < len(places))
            if column < len(places):
                picture.set_data(self.readings.images[places[column]])


def confusion(model: Any, images: Any, labels: Any, **settings: Any) -> None:
    """Show the confusion matrix of `model` on pictures with labels."""
    present(Confusion, model, images, labels, **settings)
