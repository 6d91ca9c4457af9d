"""The decision boundary as epochs pass, over matches that can be edited, with the hidden units drawn as their lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from grader.core.palette import BLUE, GREY, ORANGE, RED
from grader.notebook.figures import soccer
from grader.notebook.figures.controls import Button, Choice, Player, Slider, Switch
from grader.notebook.figures.descent import Numbers
from grader.notebook.figures.plane import GOALS, Plane, tints
from grader.notebook.figures.scene import Scene, State, Told, panel, present_or_say

EPOCHS = 50
RATE = 0.1
NOT_A_MODEL = "This figure needs a network of lesson 2: Linear(2, 10), ReLU, Linear(10, 1), Sigmoid."
Match = tuple[float, float, int]


class Boundary(Scene):
    """State: epoch, chosen match and its numbers; the table of matches, and the run on the table it was trained on."""

    size = (9.0, 3.9)
    row_sizes = (3, 3, 3)  # the run; the match, in two rows

    def __init__(self, start: Numbers, matches: Sequence[Sequence[float]]) -> None:
        self.start = start
        self.matches = tuple((float(row[0]), float(row[1]), int(row[2])) for row in matches)
        first = self.matches[0]
        named = tuple((f"{i + 1}: [{row[0]:g}, {row[1]:g}]", i) for i, row in enumerate(self.matches))
        self.controls = (
            Slider("epoch", "epoch", 0, EPOCHS, 1, 0, still=EPOCHS),
            Player("epoch", "epoch", 0.15),
            Switch("units", "show hidden units", value=False, still=True),
            Choice("match", "match to edit", named, 0),
            Slider("scored", "goals scored", 0.0, GOALS, 0.1, first[0], ".1f"),
            Slider("conceded", "goals conceded", 0.0, GOALS, 0.1, first[1], ".1f"),
            Switch("win", "it is a win", bool(first[2])),
            Button("train", "Train again", "Train a network from the same start on the matches as they are now"),
            Button("undo", "Undo edits", "All matches as they were, trained again"),
        )

    def _train(self, matches: Sequence[Match]) -> soccer.Run:
        return soccer.train(self.start, matches, soccer.adam(RATE), EPOCHS)

    def initial(self) -> State:
        return super().initial() | {"matches": self.matches, "trained": self.matches, "run": self._train(self.matches)}

    def act(self, name: str, state: State) -> State:
        chosen = state["match"]
        if name == "undo":
            return self.initial() | {"epoch": EPOCHS, "match": chosen} | _numbers(self.matches[chosen])
        if name == "match":
            return _numbers(state["matches"][chosen])
        if name in {"scored", "conceded", "win"}:
            edited = (state["scored"], state["conceded"], int(state["win"]))
            return {"matches": (*state["matches"][:chosen], edited, *state["matches"][chosen + 1 :])}
        if name == "train":
            return {"run": self._train(state["matches"]), "trained": state["matches"], "epoch": EPOCHS}
        return {}

    def tell(self, state: State) -> Told:
        run, epoch = state["run"], state["epoch"]
        count = len(state["matches"])
        edits = sum(now != then for now, then in zip(state["matches"], state["trained"], strict=True))
        says = (
            f"After {epoch} of {EPOCHS} epochs: {run.right[epoch]} of {count} matches right, accuracy "
            f"{run.right[epoch] / count:.2f}, loss {run.losses[epoch]:.4f}."
        )
        match = state["matches"][state["match"]]
        chance = float(soccer.probabilities(run.parameters[epoch], np.array([match[:2]]))[0])
        says += f" Match {state['match'] + 1}, [{match[0]:g}, {match[1]:g}]: probability of a win {chance:.2f}."
        if edits:
            says += f" Edited since this training: {edits}; press Train again."
        full = _right_from(run, count)
        later = (
            "" if full is None else f" All are right from epoch {full} on, where the loss is {run.losses[full]:.2g}."
        )
        net = soccer.layers(run.parameters[epoch])
        units = (
            f" {soccer.HIDDEN} thin lines show where each hidden unit's ReLU switches on: solid for the "
            f"{int((net.output_weights > 0).sum())} with a positive weight in the output, dashed for the others; the "
            "thicker, the larger that weight."
            if state["units"]
            else ""
        )
        alt = (
            "Left: the plane of matches, goals scored on the horizontal axis, goals conceded on the vertical axis; "
            "blue dots are wins, red crosses are not; the tint is the predicted probability, from orange (0) over "
            f"no tint (0.5) to blue (1); a thick line is the decision boundary.{units} Middle: the network, 2 inputs, "
            f"{soccer.HIDDEN} hidden units, 1 output; a line for each weight, blue if positive, red and dashed if "
            "negative, thicker if larger; the hidden units that are on for the chosen match, "
            f"{int(_on(net, match).sum())} of {soccer.HIDDEN}, are filled. Right: loss and accuracy by epoch; "
            f"the loss falls smoothly, from {run.losses[0]:.2g} to {run.losses[-1]:.2g}, accuracy moves in "
            f"steps.{later} {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        field = panel(figure, (0.055, 0.24, 0.3, 0.7), xlabel="goals scored", ylabel="goals conceded")
        self._plane = Plane(field, hidden_units=True)
        _explain_the_tint(figure)
        self._network = Drawn(panel(figure, (0.385, 0.1, 0.28, 0.86)))
        upper = panel(figure, (0.73, 0.58, 0.255, 0.36), ylabel="loss", xlim=(0, EPOCHS), ylim=(0, 1.2), xticklabels=())
        lower = panel(
            figure, (0.73, 0.14, 0.255, 0.36), xlabel="epoch", ylabel="accuracy", xlim=(0, EPOCHS), ylim=(0, 1.1)
        )
        self._curves, self._now = [], []
        for axes, colour, style in ((upper, BLUE, "default"), (lower, ORANGE, "steps-mid")):
            (curve,) = axes.plot([], [], color=colour, linewidth=2, drawstyle=style)
            (now,) = axes.plot([], [], "o", color=colour, markeredgecolor="black", markersize=8, clip_on=False)
            self._curves.append(curve)
            self._now += [axes.axvline(0, color=GREY, linewidth=0.8), now]
        return [*self._plane.artists, *self._network.artists, *self._curves, *self._now]

    def paint(self, state: State) -> None:
        run, epoch = state["run"], state["epoch"]
        self._plane.show_matches(state["matches"], state["match"])
        self._plane.show_judgement(run.parameters[epoch])
        self._plane.show_hidden_units(run.parameters[epoch], visible=state["units"])
        self._network.show(run.parameters[epoch], state["matches"][state["match"]])
        fractions = run.right / len(state["matches"])
        for which, track in enumerate((run.losses, fractions)):
            self._curves[which].set_data(range(len(track)), track)
            self._now[2 * which].set_xdata([epoch, epoch])
            self._now[2 * which + 1].set_data([epoch], [track[epoch]])


def _on(net: soccer.Layers, match: Match) -> Numbers:
    """Return which hidden units hand on more than 0 for this match."""
    return net.hidden_weights @ np.array(match[:2]) + net.hidden_biases > 0


def _explain_the_tint(figure: Figure) -> None:
    """Draw a strip from one tint to the other, with the probabilities that they stand for."""
    axes = figure.add_axes((0.095, 0.065, 0.22, 0.035), yticks=())
    axes.imshow(np.linspace(0, 1, 64)[None, :], aspect="auto", extent=(0, 1, 0, 1), cmap=tints(), vmin=0, vmax=1)
    axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"], fontsize=9)
    axes.tick_params(length=0, pad=1)
    axes.text(-0.04, 0.5, "win:", ha="right", va="center", transform=axes.transAxes, fontsize=9)


class Drawn:
    """The network as circles and lines; `artists` are those that move."""

    INPUTS = ((0.0, 6.7), (0.0, 2.3))
    UNITS = tuple((1.0, 9.0 - unit) for unit in range(soccer.HIDDEN))
    OUTPUT = (2.0, 4.5)

    def __init__(self, axes: Axes) -> None:
        axes.set(xlim=(-0.45, 2.5), ylim=(-1.2, 10.4))
        axes.set_axis_off()
        ends = [(unit, given) for unit in self.UNITS for given in self.INPUTS]
        ends += [(unit, self.OUTPUT) for unit in self.UNITS]
        self._lines = axes.add_collection(LineCollection(ends, zorder=1))
        node: dict[str, Any] = {"marker": "o", "edgecolors": GREY, "zorder": 3}
        inputs = axes.scatter([x for x, _ in self.INPUTS], [y for _, y in self.INPUTS], s=330, color="white", **node)
        self._units = axes.scatter([x for x, _ in self.UNITS], [y for _, y in self.UNITS], s=130, **node)
        output = axes.scatter(*self.OUTPUT, s=430, color="white", **node)
        paper = {"facecolor": axes.get_facecolor(), "edgecolor": "none", "pad": 1.5}
        on_lines: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 9, "zorder": 5, "bbox": paper}
        named = zip(("scored", "conceded"), self.INPUTS, strict=True)
        names = [axes.text(x, y - 1.1, name, **on_lines) for name, (x, y) in named]
        axes.text(1.0, 10.1, "10 hidden units", ha="center", va="center", fontsize=9)
        names.append(axes.text(2.0, 2.9, "probability\nof a win", **on_lines))
        axes.text(1.0, -0.9, "blue +   red dashed −   filled: on", ha="center", va="center", fontsize=9, color=GREY)
        places = (*self.INPUTS, self.OUTPUT)
        self._numbers = [axes.text(x, y, "", ha="center", va="center", fontsize=9, zorder=4) for x, y in places]
        # Circles and names do not move, but have to be drawn over the lines, which do.
        self.artists: list[Artist] = [self._lines, inputs, self._units, output, *names, *self._numbers]

    def show(self, parameters: Numbers, match: Match) -> None:
        """Draw the weights of `parameters`, and what the network makes of one match."""
        net = soccer.layers(parameters)
        weights = np.concatenate([net.hidden_weights.reshape(-1), net.output_weights])
        self._lines.set_color([BLUE if weight > 0 else RED for weight in weights])
        self._lines.set_linestyle(["-" if weight > 0 else "--" for weight in weights])
        self._lines.set_linewidth(0.2 + 2.8 * np.abs(weights) / max(float(np.abs(weights).max()), 1e-9))
        self._units.set_facecolor([ORANGE if on else "white" for on in _on(net, match)])
        chance = float(soccer.probabilities(parameters, np.array([match[:2]]))[0])
        for text, word in zip(self._numbers, (f"{match[0]:g}", f"{match[1]:g}", f"{chance:.2f}"), strict=True):
            text.set_text(word)


def _numbers(match: Match) -> State:
    return {"scored": match[0], "conceded": match[1], "win": bool(match[2])}


def _right_from(run: soccer.Run, count: int) -> int | None:
    """Return the first epoch from which on all matches are right, if there is one."""
    wrong = [epoch for epoch, right in enumerate(run.right) if right < count]
    first = wrong[-1] + 1 if wrong else 0
    return first if first < len(run.right) else None


def boundary(model: object, matches: Sequence[Sequence[float]], **settings: Any) -> None:
    """Show how a network that starts as `model` learns the matches, rows of [scored, conceded, win].

    The figure trains a copy: `model` stays as it is.
    """
    start = soccer.parameters_of(model)
    present_or_say(None if start is None else Boundary(start, matches), NOT_A_MODEL, **settings)
