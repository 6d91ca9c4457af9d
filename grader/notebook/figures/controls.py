"""The controls of a figure as plain data: what can be set, and how it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Slider:
    """A number from `low` to `high`. All four numbers are ints for a slider over whole numbers."""

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float
    shown: str = ".2f"  # how the number beside it is written

    @property
    def whole(self) -> bool:
        return isinstance(self.step, int)


@dataclass(frozen=True)
class LogSlider:
    """A number from 10 ** `low` to 10 ** `high`, in steps of its logarithm."""

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float
    shown: str = ".4f"


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high` that is typed."""

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float


@dataclass(frozen=True)
class Choice:
    """One of several values, each with the words that stand for it."""

    name: str
    label: str
    options: tuple[tuple[str, Any], ...]
    value: Any


@dataclass(frozen=True)
class Switch:
    """Yes or no."""

    name: str
    label: str
    value: bool


@dataclass(frozen=True)
class Button:
    """Something to do; `Scene.act` says what."""

    name: str
    label: str
    tip: str


@dataclass(frozen=True)
class Player:
    """Play and pause, step and reset: moves the whole-number slider called `name`."""

    name: str
    label: str
    seconds: float = 0.25  # between two frames


Control = Slider | LogSlider | Number | Choice | Switch | Button | Player
