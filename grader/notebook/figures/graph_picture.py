"""An expression drawn as a graph: boxes with values and slopes, arrows to the right, and arrows back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from grader.core.palette import BLUE, GREY, RED
from grader.notebook.figures.expressions import Graph
from grader.notebook.figures.scene import draw_box

WIDE, HIGH = 1.05, 0.82  # of a box, in inches: the axes are drawn in inches
FAINT = "#C9CED3"
FILLED, EMPTY = "#EAF3FA", "#FFFFFF"
BESIDE = 0.09  # inches from the middle between two boxes up to the arrow back, and down to the one there
AWAY = 0.16  # inches from an arrow to its label
Edge = tuple[str, str]
"""A node, and the parent that it was computed from."""


class GraphPicture:
    """The artists of one graph. `places` are the middles of the boxes, in inches."""

    def __init__(self, axes: Axes, graph: Graph, places: Mapping[str, tuple[float, float]]) -> None:
        axes.set_axis_off()
        self.graph, self.places = graph, places
        self._boxes, self._names, self._values, self._slopes = {}, {}, {}, {}
        self._there, self._back, self._amounts = {}, {}, {}
        for node in graph.nodes:
            x, y = places[node.name]
            colour = EMPTY if node.parents else FILLED
            self._boxes[node.name] = draw_box(
                axes, (x - WIDE / 2, y - HIGH / 2), (WIDE, HIGH), facecolor=colour, linewidth=1.8
            )
            axes.text(x, y + HIGH / 2 + 0.12, node.how, ha="center", va="center", fontsize=9, color=GREY)
            self._names[node.name] = self._write(axes, (x, y + 0.24), "black", weight="bold")
            self._names[node.name].set_text(node.name)
            self._values[node.name] = self._write(axes, (x, y), BLUE)
            self._slopes[node.name] = self._write(axes, (x, y - 0.25), RED)
            for parent in node.parents:
                ends = self._ends(parent, node.name)
                beside = np.array((0.0, BESIDE))
                look: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": 13, "shrinkA": 0, "shrinkB": 0}
                edge = (node.name, parent)
                there, back = (ends[0] - beside, ends[1] - beside), (ends[1] + beside, ends[0] + beside)
                self._there[edge] = axes.add_patch(FancyArrowPatch(*there, color=BLUE, linewidth=1.6, **look))
                self._back[edge] = axes.add_patch(
                    FancyArrowPatch(*back, color=RED, linewidth=1.6, linestyle="--", **look)
                )
                right, up = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
                middle = (ends[0] + ends[1]) / 2 + beside + AWAY * np.array((-up, right))  # to the left of the arrow
                self._amounts[edge] = self._write(axes, tuple(middle), RED, fontsize=9)

    @property
    def artists(self) -> list[Artist]:
        """Everything that `paint` changes, and the names of the nodes, which have to be drawn after their boxes."""
        every = (self._boxes, self._there, self._back, self._names, self._values, self._slopes, self._amounts)
        return [artist for group in every for artist in group.values()]

    def paint(
        self,
        values: Mapping[str, str],
        slopes: Mapping[str, str],
        amounts: Mapping[Edge, str],
        now: frozenset[str] = frozenset(),
        lost: frozenset[str] = frozenset(),
    ) -> None:
        """Show these texts; what is missing is left empty, and arrows of `amounts` alone run back.

        Boxes of `now` get a thick frame. Those of `lost` and the arrows to them are grey.
        """
        for name, box in self._boxes.items():
            box.set_edgecolor(FAINT if name in lost else GREY)
            box.set_linewidth(3.2 if name in now else 1.6)
            self._values[name].set_text(values.get(name, ""))
            self._slopes[name].set_text(slopes.get(name, ""))
        for edge in self._there:
            node, _ = edge
            faint = node in lost
            self._there[edge].set_color(FAINT if faint or node not in values else BLUE)
            self._there[edge].set_linestyle(":" if faint else "-")
            self._back[edge].set_visible(edge in amounts)
            self._amounts[edge].set_text(amounts.get(edge, ""))

    def _ends(self, start: str, end: str) -> tuple[np.ndarray, np.ndarray]:
        """Return where an arrow leaves the box `start` on its right and meets the box `end` on its left."""
        tail, head = np.array(self.places[start], dtype=float), np.array(self.places[end], dtype=float)
        slant = 0.22 * np.sign(tail[1] - head[1]) * (abs(tail[1] - head[1]) > HIGH / 4)
        half = np.array((WIDE / 2, 0.0))
        return tail + half, head - half + np.array((0.0, slant))

    @staticmethod
    def _write(axes: Axes, at: tuple[float, float], colour: str, **style: Any) -> Text:
        usual: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 10, "color": colour}
        return axes.text(at[0], at[1], "", **usual | style)


def written(number: float) -> str:
    """Return a number in few digits."""
    return f"{number + 0.0:.4g}"
