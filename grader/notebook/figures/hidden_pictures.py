"""Inside the reader: one picture, the weights of every hidden unit drawn as pictures, and the scores of the classes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from torch import nn

from grader.core.palette import BLUE, GREY, RED
from grader.notebook.figures.controls import Slider
from grader.notebook.figures.descent import Numbers
from grader.notebook.figures.readings import Readings, picture_on, present
from grader.notebook.figures.scene import Scene, State, Told, panel

MAX_UNITS = 32  # that are drawn
COLUMNS = 8
NOT_YET = (
    "Nothing to draw yet: this figure needs your `model`, whose first layer is a Linear layer for rows of 96 numbers."
)


@dataclass(frozen=True)
class FirstLayer:
    """A layer: its weights as pictures (units, height, width), and the sum of each unit by picture (n, units)."""

    weights: Numbers
    sums: Numbers


def first_layer(model: nn.Module, readings: Readings) -> FirstLayer | None:
    """Return the first Linear layer that takes whole pictures; None if there is none."""
    shape = readings.images.shape[1:]
    for module in model.modules():
        if isinstance(module, nn.Linear) and module.in_features == shape[0] * shape[1]:
            weights = module.weight.detach().double().numpy()
            bias = 0.0 if module.bias is None else module.bias.detach().double().numpy()
            rows = readings.images.reshape(len(readings.images), -1)
            return FirstLayer(weights.reshape(-1, *shape), rows @ weights.T + bias)
    return None


class HiddenPictures(Scene):
    """State: the number of the picture that goes in."""

    size = (7.8, 3.6)
    photo = True

    def __init__(self, readings: Readings, layer: FirstLayer) -> None:
        self.readings = readings
        strongest = np.argsort(-layer.sums.std(axis=0), kind="stable")[:MAX_UNITS]
        self.layer = FirstLayer(layer.weights[strongest], layer.sums[:, strongest])
        self._units = layer.weights.shape[0]
        self.controls = (Slider("picture", "picture", 1, len(readings.labels), 1, 1),)

    def tell(self, state: State) -> Told:
        read, place = self.readings, state["picture"] - 1
        sums = self.layer.sums[place]
        drawn = len(sums)
        others = f", of which the {drawn} most active ones are drawn" if self._units > drawn else ""
        says = (
            f"Picture {state['picture']}, label {read.labels[place]}: {int((sums > 0).sum())} of {drawn} hidden units "
            f"are above 0. The model reads {read.answers[place]}, with a probability of "
            f"{read.chances[place].max():.0%}."
        )
        alt = (
            f"Left: a picture of {read.images[place].size} pixels. Middle: the weights of the {self._units} hidden "
            f"units{others}, each drawn as a picture of the same size: blue where a bright pixel raises the unit, red "
            "where it lowers it. A dark frame marks a unit that is above 0 for this picture. Right: the probabilities "
            f"of the {read.classes} classes as bars. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        weights, read = self.layer.weights, self.readings
        tints = LinearSegmentedColormap.from_list("weights", [RED, "white", BLUE])
        rows = ceil(MAX_UNITS / COLUMNS)
        largest = float(np.abs(weights).max()) or 1.0
        figure.text(0.095, 0.94, "picture", ha="center", va="center")
        figure.text(0.46, 0.94, "weights of the hidden units", ha="center", va="center")
        self._picture = picture_on(figure.add_axes((0.02, 0.3, 0.15, 0.5)), read.images.shape[1:])
        self._frames = []
        for unit, picture in enumerate(weights):
            left, bottom = 0.205 + 0.0645 * (unit % COLUMNS), 0.70 - 0.225 * (unit // COLUMNS) * 4 / rows
            axes = figure.add_axes((left, bottom, 0.058, 0.2))
            axes.set(xticks=(), yticks=())
            axes.imshow(picture, cmap=tints, vmin=-largest, vmax=largest, interpolation="nearest")
            for spine in axes.spines.values():
                spine.set_edgecolor("#D0D0D0")
            height, width = picture.shape
            frame = Rectangle((-0.5, -0.5), width, height, fill=False, edgecolor="black", linewidth=3)
            self._frames.append(axes.add_patch(frame))
        axes = panel(
            figure, (0.79, 0.1, 0.18, 0.78), xlim=(0, 1.02), ylim=(read.classes - 0.4, -0.6), xticks=(0, 1),
            yticks=range(read.classes), title="probabilities",
        )  # fmt: skip
        axes.title.set_fontsize(10)
        axes.tick_params(length=0)
        self._bars = axes.barh(range(read.classes), 0, color=GREY)
        return [self._picture, *self._frames, *self._bars]

    def paint(self, state: State) -> None:
        read, place = self.readings, state["picture"] - 1
        self._picture.set_data(read.images[place])
        for frame, value in zip(self._frames, self.layer.sums[place], strict=True):
            frame.set_visible(bool(value > 0))
        for number, (bar, chance) in enumerate(zip(self._bars, read.chances[place], strict=True)):
            bar.set_width(chance)
            bar.set_color(BLUE if number == read.answers[place] else GREY)


def hidden_pictures(model: Any, images: Any, labels: Any, **settings: Any) -> None:
    """Show a picture, the hidden units' weights as pictures, and the probabilities; a slider changes the picture."""

    def scene_of(readings: Readings) -> HiddenPictures | None:
        layer = first_layer(model, readings)
        return None if layer is None else HiddenPictures(readings, layer)

    present(scene_of, model, images, labels, NOT_YET, **settings)
