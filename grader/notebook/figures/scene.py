"""A figure that can be changed: its state, its controls, its words and its artists, with no widget in sight."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from math import log10
from typing import Any, ClassVar, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from grader.notebook.figures.controls import Button, Control, Player, Settable, describe, presses, value_of
from grader.notebook.figures.show import show
from grader.notebook.frontend import Medium, here, medium

State = dict[str, Any]
DARK_ORANGE = "#8A5F00"  # the palette's orange is too light for text on white


class Told(NamedTuple):
    """A figure in words: the alternative text of its picture, and the line below it."""

    alt: str
    says: str


class Scene(ABC):
    """One figure. The state is a plain dictionary; it holds the value of every control, under the control's name."""

    size: ClassVar[tuple[float, float]] = (7, 3)  # inches
    photo: ClassVar[bool] = False  # whether it shows photographs, whose colours a dark theme must not change
    controls: tuple[Control, ...]
    row_sizes: ClassVar[tuple[int, ...]] = ()  # how many controls each row has; if empty, they follow one another

    def initial(self) -> State:
        """Return the state that the figure opens with."""
        return {c.name: c.value for c in self.controls if not isinstance(c, (Button, Player))}

    def still(self) -> State:
        """Return the state that the one picture shows if no control works."""
        others = {c.name: c.still for c in self.controls if not isinstance(c, (Button, Player)) and c.still is not None}
        return self.initial() | others

    def act(self, name: str, state: State) -> State:
        """Return what else changes after the control `name` was used; `state` holds its new value already."""
        return {}

    @abstractmethod
    def tell(self, state: State) -> Told:
        """Return the figure in words, without drawing it."""

    @abstractmethod
    def open(self, figure: Figure) -> list[Artist]:
        """Make the artists, once; return those that `paint` moves. Axes, ticks and the rest stand still."""

    @abstractmethod
    def paint(self, state: State) -> None:
        """Move the artists to where `state` wants them."""

    def draw(self, state: State) -> tuple[Figure, list[Artist]]:
        """Return a new picture of `state`, and the artists in it that move."""
        figure = Figure(figsize=self.size, facecolor="white")
        return figure, self.draw_on(figure, state)

    def draw_on(self, figure: Figure, state: State) -> list[Artist]:
        """Draw `state` on an empty figure, and return the artists that move."""
        moving = self.open(figure)
        self.paint(state)
        return moving

    @classmethod
    def show(cls, **settings: Any) -> None:
        """Make the figure and show it, as `present` does."""
        cls().present(**settings)

    def present(self, **settings: Any) -> None:
        """Show the figure: with its controls if they work here, else as one picture or in words.

        `settings` are values of controls by their names, and for a button how often it is pressed: without sliders one
        goes through a figure with them. Raises ValueError if the figure lacks a control or its value.
        """
        state = self.after(settings) if settings else None
        if medium() is Medium.LIVE:
            from grader.notebook.figures.live import Live  # noqa: PLC0415 - one picture needs no widgets

            Live(self, state).show()
            return
        seen = self.still() if state is None else state
        show(self.size, lambda figure: self.draw_on(figure, seen), *self.tell(seen), photo=self.photo)
        front_end = here()
        if front_end.can_answer and not front_end.has_widgets:
            print(f"To see it otherwise, call it with other values: {'; '.join(map(describe, self._settable()))}.")

    def after(self, settings: Mapping[str, Any]) -> State:
        """Return the state in which the figure is after its controls were used as `settings` say, in that order."""
        state = self.initial()
        controls = {control.name: control for control in self._settable()}
        for name, given in settings.items():
            if name not in controls:
                raise ValueError(f"this figure has no control {name!r}. It has: {', '.join(controls)}")
            control = controls[name]
            if isinstance(control, Button):
                for _ in range(presses(control, given)):
                    state |= self.act(name, state)
            else:
                state[name] = value_of(control, given)
                state |= self.act(name, state)
        return state

    def _settable(self) -> list[Settable]:
        return [control for control in self.controls if not isinstance(control, Player)]


def present_or_say(scene: Scene | None, otherwise: str, **settings: Any) -> None:
    """Show a scene; print `otherwise` if the learner's objects allow none."""
    if scene is None:
        print(otherwise)
    else:
        scene.present(**settings)


def panel(figure: Figure, box: tuple[float, float, float, float], **settings: Any) -> Axes:
    """Return axes at `box`: left, bottom, width, height as fractions of the figure. Settings are those of Axes.set."""
    axes = figure.add_axes(box)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set(**settings)
    return axes


def in_inches(figure: Figure) -> Axes:
    """Return axes over the whole figure that show no line of their own, and whose units are inches."""
    width, height = figure.get_size_inches()
    axes = panel(figure, (0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    return axes


def draw_box(
    axes: Axes, corner: tuple[float, float], size: tuple[float, float], rounding: float = 0.1, **style: Any
) -> FancyBboxPatch:
    """Draw a rectangle with round corners; `corner` is the lower left one."""
    box = FancyBboxPatch(corner, *size, boxstyle=f"round,pad=0,rounding_size={rounding}", **style)
    axes.add_patch(box)
    return box


def name_line(axes: Axes, at: tuple[float, float, float], name: str, marker: str, colour: str) -> None:
    """Write a line's name beside its marker. `at`: the marker, the name and their height, as fractions of the axes."""
    axes.plot([at[0]], [at[2]], marker, color=colour, transform=axes.transAxes)
    axes.text(at[1], at[2], name, transform=axes.transAxes, va="center", fontsize=9)


def make_logarithmic(axes: Axes, ticks: tuple[float, ...]) -> None:
    """Give `axes` a logarithmic y axis with plain numbers; setting powers in mathematical type costs more time."""
    axes.set_yscale("log")
    axes.minorticks_off()
    axes.set_yticks(ticks, [f"{tick:g}" if tick < 1e5 else f"1e{round(log10(tick))}" for tick in ticks])
