"""The controls of a figure as plain data: what can be set, and how it is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MAX_PRESSES = 10_000


@dataclass(frozen=True)
class _Valued:
    """What has a value. `still` is another value, for the one picture that is shown if no control works."""

    name: str
    label: str
    still: Any = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Number(_Valued):
    """A number from `low` to `high` that is typed."""

    low: float
    high: float
    step: float
    value: float


@dataclass(frozen=True)
class Slider(Number):
    """A number from `low` to `high`. All four numbers are ints for a slider over whole numbers."""

    shown: str = ".2f"  # how the number beside it is written

    @property
    def is_whole(self) -> bool:
        return isinstance(self.step, int)


@dataclass(frozen=True)
class LogSlider(Number):
    """A number from 10 ** `low` to 10 ** `high`, in steps of its logarithm."""

    shown: str = ".4f"


@dataclass(frozen=True)
class Choice(_Valued):
    """One of several values, each with the words that stand for it."""

    options: tuple[tuple[str, Any], ...]
    value: Any


@dataclass(frozen=True)
class Switch(_Valued):
    """Yes or no."""

    value: bool


@dataclass(frozen=True)
class Button:
    """Something to do; `Scene.act` says what."""

    name: str
    label: str
    tip: str


@dataclass(frozen=True)
class Player:
    """Play and pause, step and reset: moves the whole-number slider, or the choice, called `name`."""

    name: str
    label: str
    seconds: float = 0.25  # between two frames


Settable = Number | Choice | Switch | Button  # code can set these: a Player moves a slider
Control = Settable | Player


def value_of(control: Settable, given: Any) -> Any:
    """Return the value that a control takes when code sets it. Raises ValueError, which says what it can take."""
    if isinstance(control, Switch):
        fits, value = isinstance(given, bool), given
    elif isinstance(control, Choice):
        named = dict(control.options)
        value = named.get(given, given) if isinstance(given, str) else given
        fits = value in named.values()
    elif isinstance(control, Button):
        return presses(control, given)
    else:
        low, high = _range(control)
        fits = isinstance(given, (int, float)) and not isinstance(given, bool) and low <= given <= high
        value = round(given) if fits and isinstance(control, Slider) and control.is_whole else given
    if not fits:
        raise ValueError(f"this figure has no {control.name} = {given!r}. Its values are: {describe(control)}")
    return value


def presses(button: Button, given: Any) -> int:
    """Return how often code presses a button. Raises ValueError if that is not a number from 0 to MAX_PRESSES."""
    if not isinstance(given, int) or not 0 <= given <= MAX_PRESSES:
        raise ValueError(f"{button.name} = {given!r} is not a number of presses from 0 to {MAX_PRESSES}")
    return int(given)


def describe(control: Settable) -> str:
    """Return the name of a control and what it can be set to, as in "a from -1 to 5"."""
    match control:
        case Switch():
            return f"{control.name} True or False"
        case Choice():
            return f"{control.name} {', '.join(repr(name) for name, _ in control.options)}"
        case Button():
            return f"{control.name} for the number of presses"
    low, high = _range(control)
    return f"{control.name} from {low:g} to {high:g}"


def _range(control: Number) -> tuple[float, float]:
    return (10**control.low, 10**control.high) if isinstance(control, LogSlider) else (control.low, control.high)
