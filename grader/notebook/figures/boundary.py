"""The decision boundary as epochs pass, over matches that can be edited, with the hidden units drawn as their lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.core.palette import BLUE, GREY, ORANGE
from grader.notebook.figures import soccer
from grader.notebook.figures.controls import Button, Choice, Player, Slider, Switch
from grader.notebook.figures.plane import GOALS, Plane
from grader.notebook.figures.scene import Scene, State, Told, panel

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

    from grader.notebook.figures.soccer import Numbers

EPOCHS = 50
RATE = 0.1
NOT_A_MODEL = "This figure needs a network of lesson 2: Linear(2, 10), ReLU, Linear(10, 1), Sigmoid."
Match = tuple[float, float, int]


class Boundary(Scene):
    """State: epoch, chosen match and its numbers; the table of matches, and the run on the table it was trained on."""

    size = (7.4, 3.6)

    def __init__(self, start: Numbers, matches: Sequence[Sequence[float]]) -> None:
        self.start = start
        self.matches = tuple((float(row[0]), float(row[1]), int(row[2])) for row in matches)
        first = self.matches[0]
        named = tuple((f"{i + 1}: [{row[0]:g}, {row[1]:g}]", i) for i, row in enumerate(self.matches))
        self.controls = (
            Slider("epoch", "epoch", 0, EPOCHS, 1, 0),
            Player("epoch", "epoch", 0.15),
            Choice("match", "match to edit", named, 0),
            Slider("scored", "goals scored", 0.0, GOALS, 0.1, first[0], ".1f"),
            Slider("conceded", "goals conceded", 0.0, GOALS, 0.1, first[1], ".1f"),
            Switch("win", "it is a win", bool(first[2])),
            Button("train", "Train again", "Train a network from the same start on the matches as they are now"),
            Button("undo", "Undo edits", "All matches as they were, trained again"),
            Switch("units", "show hidden units", value=False),
        )

    def _train(self, matches: Sequence[Match]) -> soccer.Run:
        return soccer.train(self.start, matches, soccer.adam(RATE), EPOCHS)

    def initial(self) -> State:
        return super().initial() | {"matches": self.matches, "trained": self.matches, "run": self._train(self.matches)}

    def still(self) -> State:
        return self.initial() | {"epoch": EPOCHS, "units": True, "match": None}

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
        if edits:
            says += f" Edited since this training: {edits}; press Train again."
        full = _right_from(run, count)
        later = (
            "" if full is None else f" All are right from epoch {full} on, where the loss is {run.losses[full]:.2g}."
        )
        net = soccer.layers(run.parameters[epoch])
        units = (
            f" {soccer.HIDDEN} thin lines show where each hidden unit begins to count: solid for the "
            f"{int((net.output_weights > 0).sum())} that speak for a win, dashed for the others."
            if state["units"]
            else ""
        )
        alt = (
            "Left: the plane of matches, goals scored to the right, goals conceded upwards; blue dots are wins, red "
            f"crosses are not; the tint is the network's judgement, a black line its decision boundary.{units} Right: "
            f"loss and accuracy by epoch; the loss falls smoothly, from {run.losses[0]:.2g} to {run.losses[-1]:.2g}, "
            f"accuracy moves in steps.{later} {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        field = panel(figure, (0.07, 0.14, 0.41, 0.82), xlabel="goals scored", ylabel="goals conceded")
        self._plane = Plane(field, hidden_units=True)
        upper = panel(figure, (0.6, 0.58, 0.38, 0.34), ylabel="loss", xlim=(0, EPOCHS), ylim=(0, 1.2), xticklabels=())
        lower = panel(
            figure, (0.6, 0.14, 0.38, 0.34), xlabel="epoch", ylabel="accuracy", xlim=(0, EPOCHS), ylim=(0, 1.1)
        )
        self._curves, self._now = [], []
        for axes, colour, style in ((upper, BLUE, "default"), (lower, ORANGE, "steps-mid")):
            (curve,) = axes.plot([], [], color=colour, linewidth=2, drawstyle=style)
            (now,) = axes.plot([], [], "o", color=colour, markeredgecolor="black", markersize=8, clip_on=False)
            self._curves.append(curve)
            self._now += [axes.axvline(0, color=GREY, linewidth=0.8), now]
        return [*self._plane.artists, *self._curves, *self._now]

    def paint(self, state: State) -> None:
        run, epoch = state["run"], state["epoch"]
        self._plane.show_matches(state["matches"], state["match"])
        self._plane.show_judgement(run.parameters[epoch])
        self._plane.show_hidden_units(run.parameters[epoch], visible=state["units"])
        shares = run.right / len(state["matches"])
        for which, track in enumerate((run.losses, shares)):
            self._curves[which].set_data(range(len(track)), track)
            self._now[2 * which].set_xdata([epoch, epoch])
            self._now[2 * which + 1].set_data([epoch], [track[epoch]])


def _numbers(match: Match) -> State:
    return {"scored": match[0], "conceded": match[1], "win": bool(match[2])}


def _right_from(run: soccer.Run, count: int) -> int | None:
    """Return the first epoch from which on all matches are right, if there is one."""
    wrong = [epoch for epoch, right in enumerate(run.right) if right < count]
    first = wrong[-1] + 1 if wrong else 0
    return first if first < len(run.right) else None


def boundary(model: object, matches: Sequence[Sequence[float]]) -> None:
    """Show how a network that starts as `model` learns the matches, rows of [scored, conceded, win].

    The figure trains a copy: `model` stays as it is.
    """
    start = soccer.parameters_of(model)
    if start is None:
        print(NOT_A_MODEL)
        return
    Boundary(start, matches).present()
