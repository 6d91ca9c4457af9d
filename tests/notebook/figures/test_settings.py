"""A figure set by arguments, for those who have no sliders: which values it takes, and what it says to others."""

from __future__ import annotations

import re

import pytest

from grader.notebook.figures.controls import Button, Choice, LogSlider, Number, Slider, Switch, describe
from tests.notebook.figures.scenes import NAMES, scene

WHOLE = Slider("frame", "recorded step", 0, 100, 1, 0)
FRACTION = Slider("a", "a, the slope", -1.0, 5.0, 0.05, 0.5)
RATE = LogSlider("rate", "learning rate", -4, -1, 0.05, 0.01)
KM = Number("km", "kilometres", 0.0, 12.0, 0.5, 8.0)
MATCH = Choice("match", "match", (("match 1", 0), ("match 2", 1)), 0)
WIN = Switch("win", "won", value=True)
TAKE = Button("take", "Take the step", "one step")


CONTROLS = (WHOLE, FRACTION, RATE, KM, MATCH, WIN, TAKE)


def after(**settings: object):
    figure = scene("be_the_optimizer")
    return figure.after(settings)


@pytest.mark.parametrize("name", NAMES)
def test_every_control_of_every_figure_can_be_set(name):
    figure = scene(name)
    for control in figure._settable():
        assert describe(control).startswith(control.name)
        if isinstance(control, Button):
            figure.tell(figure.after({control.name: 1}))
        else:
            state = figure.after({control.name: control.value})
            assert state[control.name] == control.value
            figure.tell(state)


def test_a_button_is_pressed_as_often_as_one_says():
    assert len(after(take=3)["trail"]) == 3
    assert after(take=0)["trail"] == after()["trail"]


def test_settings_are_used_in_their_order():
    assert after(a=2.0, b=1.0, take=1)["trail"] != after(take=1, a=2.0, b=1.0)["trail"]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"c": 1}, "this figure has no control 'c'. It has: a, b, take"),
        ({"a": 6}, "this figure has no a = 6. Its values are: a from -1 to 5"),
        ({"a": "2"}, "this figure has no a = '2'"),
        ({"a": True}, "this figure has no a = True"),
        ({"a": float("nan")}, "this figure has no a = nan"),
        ({"take": -1}, "take = -1 is not a number of presses from 0 to 10000"),
        ({"take": 1.5}, "take = 1.5 is not a number of presses"),
    ],
)
def test_what_cannot_be_set_is_told(settings, says):
    with pytest.raises(ValueError, match=f"^{re.escape(says)}"):
        after(**settings)


def test_a_choice_is_named_by_its_words_or_its_value():
    figure = scene("boundary")
    choice = next(control for control in figure.controls if isinstance(control, Choice))
    words, value = choice.options[-1]
    assert figure.after({choice.name: words})[choice.name] == figure.after({choice.name: value})[choice.name] == value


def test_controls_describe_their_values():
    assert [describe(control) for control in CONTROLS] == [
        "frame from 0 to 100", "a from -1 to 5", "rate from 0.0001 to 0.1", "km from 0 to 12",
        "match 'match 1', 'match 2'", "win True or False", "take for the number of presses",
    ]  # fmt: skip
