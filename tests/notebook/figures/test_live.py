"""Figures with controls: real widgets, set as a front end sets them, and what picture and words then are."""

from __future__ import annotations

import io
import re
import time
from itertools import combinations

import ipywidgets as widgets
import numpy as np
import pytest
import torch
from matplotlib.text import Text
from PIL import Image

from grader.notebook.figures.be_the_optimizer import BeTheOptimizer
from grader.notebook.figures.controls import Button
from grader.notebook.figures.live import Live
from grader.notebook.figures.show import SHARPNESS
from grader.notebook.recording.recorder import recorder
from tests.notebook.figures.scenes import NAMES, scene, trained_line
from tools.redraws import positions


@pytest.fixture(scope="module", params=NAMES)
def opened(request):
    """A figure whose controls nobody has moved."""
    return Live(scene(request.param))


@pytest.fixture(params=NAMES)
def live(request):
    return Live(scene(request.param))


def open_live(name):
    return Live(scene(name))


def some_positions(widget):
    """Return about five values from one end of a control to the other."""
    values = positions(widget)
    return values[:: max(1, len(values) // 4)]


def alt(live):
    return re.search(r'<img alt="([^"]+)"', live.panel.html)[1]


def says(live):
    return re.search(r'<div role="status" aria-live="polite"[^>]*>(.+)</div>', live.panel.html)[1]


def pixels(png):
    return Image.open(io.BytesIO(png)).convert("RGB")


def labels(figure):
    """Return the texts that are seen in a picture. Ticks outside of their axis are not."""
    axes = [each for each in figure.axes if each.axison and each.get_visible()]
    ticks = [
        (axis, tick) for each in figure.axes for axis in (each.xaxis, each.yaxis) for tick in axis.get_major_ticks()
    ]
    hidden = set()
    for axis, tick in ticks:
        low, high = sorted(axis.get_view_interval())
        if axis.axes not in axes or not low <= tick.get_loc() <= high:
            hidden |= {tick.label1, tick.label2}
    return [
        text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip() and text not in hidden
    ]


def common(one, other):
    """Return the smaller side, in pixels, of what two boxes have in common."""
    return min(min(one.x1, other.x1) - max(one.x0, other.x0), min(one.y1, other.y1) - max(one.y0, other.y0))


class TestEveryFigure:
    def test_opens_with_a_picture_its_alternative_text_and_a_line_with_numbers(self, opened):
        assert pixels(opened.png).size == tuple(round(SHARPNESS * 100 * inches) for inches in opened.scene.size)
        assert len(alt(opened)) > 80
        assert re.search(r"\d", says(opened))

    def test_redraws_the_picture_and_all_words_for_every_control(self, live):
        for name, widget in live.widgets.items():
            seen = set()
            for value in some_positions(widget):
                widget.value = value
                assert live.state[name] == value
                seen.add((live.png, says(live)))
            assert len(seen) > 1, name
            assert says(live) in alt(live) or isinstance(live.scene, BeTheOptimizer)  # it has words of its own

    def test_has_a_description_on_every_control(self, opened):
        for widget in _inside(opened.panel.box):
            if isinstance(widget, (widgets.Button, widgets.IntSlider, widgets.FloatSlider, widgets.SelectionSlider)):
                assert widget.description

    def test_shows_what_a_new_picture_of_the_same_state_shows(self, live):
        for widget in live.widgets.values():
            widget.value = positions(widget)[1]
        shown = np.asarray(pixels(live.png), dtype=int)
        again = io.BytesIO()
        figure, _ = live.scene.draw(live.state)
        figure.savefig(again, dpi=SHARPNESS * 100, facecolor="white")
        different = np.abs(shown - np.asarray(pixels(again.getvalue()), dtype=int)) > 40
        assert different.mean() < 0.02  # what moves lies above what stands still

    def test_no_label_lies_on_another(self, opened):
        for state in (opened.state, opened.scene.still()):
            opened.scene.paint(state)
            boxes = [(text.get_text(), text.get_window_extent()) for text in labels(opened._canvas.figure)]
            assert [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if common(one, other) > 1] == []

    def test_leaves_the_recorder_and_the_random_numbers_alone(self, live):
        before, random = recorder.steps, torch.get_rng_state()
        for widget in live.widgets.values():
            widget.value = positions(widget)[-1]
        for control in live.scene.controls:
            if isinstance(control, Button):
                live.press(control.name)
        assert recorder.steps == before
        assert torch.equal(torch.get_rng_state(), random)


class TestBeTheOptimizer:
    def test_a_and_b_give_the_squared_errors_and_their_sum(self):
        live = open_live("be_the_optimizer")
        live.widgets["a"].value, live.widgets["b"].value = 1.0, 0.0
        assert "loss 4 + 9 + 16 = 29" in says(live)

    def test_the_button_takes_the_step_that_was_announced(self):
        live = open_live("be_the_optimizer")
        announced = re.search(r"the step leads to a = ([\d.]+), b = ([\d.]+)", says(live))
        live.press("take")
        assert f"a = {announced[1]}, b = {announced[2]}: loss" in says(live)
        assert f"{live.widgets['a'].value:.3f}" == announced[1]

    def test_ten_steps_are_ten_times_one(self):
        one, ten = open_live("be_the_optimizer"), open_live("be_the_optimizer")
        for _ in range(10):
            one.press("take")
        ten.press("many")
        assert says(ten) == says(one)
        assert says(ten).startswith("Steps taken: 10.")

    def test_many_steps_find_the_line(self):
        live = open_live("be_the_optimizer")
        for _ in range(1000):
            live.state |= live.scene.act("take", live.state)
        live.press("take")
        assert (live.state["a"], live.state["b"]) == pytest.approx((2, 1), abs=0.01)

    def test_a_front_end_that_rounds_to_the_sliders_steps_undoes_no_step(self):
        live = open_live("be_the_optimizer")
        live.press("take")
        taken = live.state["a"]
        live.widgets["a"].value = round(taken / 0.05) * 0.05  # JupyterLab sends this back
        assert live.state["a"] == taken
        assert len(live.state["trail"]) == 1

    def test_reset_goes_back(self):
        live = open_live("be_the_optimizer")
        first = says(live)
        live.press("take")
        live.press("reset")
        assert says(live) == first


class TestOneParameter:
    def test_the_button_goes_against_the_slope(self):
        live = open_live("one_parameter")
        live.widgets["a"].value = 3.0
        assert "slope of the tangent 28" in says(live)
        live.press("take")
        assert live.state["a"] == pytest.approx(3 - 0.01 * 28)

    def test_too_long_a_step_lands_higher_on_the_other_side(self):
        live = open_live("one_parameter")
        live.widgets["rate"].value = 0.08
        live.press("take")
        assert live.state["a"] > 2 + 1.5


class TestSumOrMean:
    def test_at_fifty_points_the_sum_flies_past_and_the_mean_does_not(self):
        live = open_live("sum_or_mean")
        live.widgets["points"].value = 50
        live.press("take")
        live.press("take")
        by_sum, by_mean = live.state["trail"][-1]
        assert abs(by_sum - 2) > 10
        assert 1 < by_mean < 2

    def test_at_three_points_both_come_nearer(self):
        live = open_live("sum_or_mean")
        for _ in range(3):
            live.press("take")
        assert all(1 < a <= 2 for a in live.state["trail"][-1])
        live.widgets["a"].value = 0.5
        assert not live.state["trail"]


class TestFare:
    def test_a_typed_number_is_answered(self):
        live = open_live("fare")
        live.widgets["km"].value = 4.0
        assert "For 4 km your network answers 2.250 * 4 + 0.500 = 9.50 euro." in says(live)


class TestStepByStep:
    def test_frames_are_the_recorded_steps(self):
        net, losses = trained_line()
        live = open_live("step_by_step")
        live.widgets["step"].value = 3
        assert f"After 3 of 100 steps: your run has a = {net.recorded.at[3].a:.3f}" in says(live)
        assert f"loss {losses[3]:.4g};" in says(live)
        live.widgets["step"].value = 100
        assert f"a = {net.weight.item():.3f}, b = {net.bias.item():.3f}" in says(live)

    def test_step_and_reset_move_by_one_and_to_the_first(self):
        live = open_live("step_by_step")
        player = live.players["step"]
        player.step.click()
        player.step.click()
        assert "After 2 of 100 steps" in says(live)
        player.reset.click()
        assert "After 0 of 100 steps" in says(live)

    def test_play_goes_on_until_it_is_paused(self):
        live = open_live("step_by_step")
        player = live.players["step"]
        player.play.click()
        assert player.play.description == "Pause"
        _wait_until(lambda: live.state["step"] >= 2)
        player.play.click()
        assert player.play.description == "Play"
        assert not player.running

    def test_play_ends_with_the_last_frame(self):
        live = open_live("step_by_step")
        *_, (_, before), (_, last) = live.widgets["step"].options
        live.widgets["step"].value = before
        live.players["step"].play.click()
        _wait_until(lambda: not live.players["step"].running)
        assert live.state["step"] == last


class TestLearningRate:
    @pytest.mark.parametrize(
        ("rate", "name"), [(0.0006, "crawls"), (0.01, "settles"), (0.0596, "overshoots"), (0.0603, "diverges")]
    )
    def test_its_behaviour_is_named(self, rate, name):
        live = open_live("learning_rate")
        live.widgets["rate"].value = rate
        assert f"Learning rate {rate:.4f} {name}" in says(live)


class TestBoundary:
    def test_an_edited_match_moves_at_once_and_the_network_after_training_again(self):
        live = open_live("boundary")
        live.widgets["match"].value = 0
        live.widgets["win"].value = False
        assert "Edited since this training: 1" in says(live)
        before = live.state["run"].losses[-1]
        live.press("train")
        assert "Edited" not in says(live)
        assert live.state["run"].losses[-1] > before + 0.05  # a loss among the wins is harder to fit
        live.press("undo")
        assert live.state["run"].losses[-1] == before

    def test_choosing_a_match_sets_the_sliders_to_it_and_edits_nothing(self):
        live = open_live("boundary")
        live.widgets["match"].value = 4
        assert (live.widgets["scored"].value, live.widgets["conceded"].value) == (3.5, 3.0)
        assert "Edited" not in says(live)

    def test_hidden_units_are_told_where_they_are_shown(self):
        live = open_live("boundary")
        assert "thin lines" not in alt(live)
        live.widgets["units"].value = True
        assert "10 thin lines" in alt(live)


def _inside(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _inside(child)


def _wait_until(holds, seconds=20.0):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
