"""Figures of lesson 6: their values and slopes against torch, and what they say to unfinished answers."""

from __future__ import annotations

import io
import itertools
import math

import numpy as np
import pytest
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from grader.notebook.figures import cut_graph, engine, graph_picture, secant
from grader.notebook.figures.cut_graph import CUTS, CutGraph
from grader.notebook.figures.expressions import SQUARED_ERROR, TWICE
from grader.notebook.figures.graph_walk import STEPS, GraphWalk
from grader.notebook.figures.line import PUBLISHED_LOSSES
from grader.notebook.figures.live import Live
from grader.notebook.figures.two_paths import ADDS, OVERWRITES, TwoPaths

INPUTS = [
    {"weight": weight, "x": x, "bias": bias, "y": y}
    for weight, x, bias, y in itertools.product((-2.0, 2.0), (0.0, 3.0), (-1.0, 1.0), (5.0, 20.0))
]


def leaf(number: float) -> torch.Tensor:
    return torch.tensor(number, dtype=torch.float64, requires_grad=True)


class TestExpressions:
    @pytest.mark.parametrize("inputs", INPUTS)
    def test_the_squared_error_has_the_values_and_slopes_of_torch(self, inputs):
        tensors = {name: leaf(number) for name, number in inputs.items()}
        tensors["product"] = tensors["weight"] * tensors["x"]
        tensors["prediction"] = tensors["product"] + tensors["bias"]
        tensors["error"] = tensors["prediction"] - tensors["y"]
        tensors["loss"] = tensors["error"] ** 2
        for tensor in tensors.values():
            tensor.retain_grad()
        tensors["loss"].backward()
        values = SQUARED_ERROR.values(inputs)
        slopes, _ = SQUARED_ERROR.backward(values)
        assert values == pytest.approx({name: tensor.item() for name, tensor in tensors.items()})
        assert slopes == pytest.approx({name: tensor.grad.item() for name, tensor in tensors.items()})

    def test_a_number_that_is_used_twice_has_the_slope_of_torch_only_if_slopes_are_added(self):
        a, b = leaf(3.0), leaf(2.0)
        (a * b + a).backward()
        values = TWICE.values({"a": 3.0, "b": 2.0})
        assert TWICE.backward(values)[0]["a"] == a.grad.item()
        assert TWICE.backward(values, adds=False)[0]["a"] != a.grad.item()
        assert TWICE.backward(values)[0]["b"] == b.grad.item()

    @pytest.mark.parametrize("graph", [SQUARED_ERROR, TWICE])
    def test_each_node_comes_after_its_parents(self, graph):
        names = [node.name for node in graph.nodes]
        assert all(names.index(parent) < names.index(node.name) for node in graph.nodes for parent in node.parents)


class TestGraphWalk:
    @staticmethod
    def says(**changes: float) -> str:
        scene = GraphWalk()
        return scene.tell(scene.initial() | changes).says

    def test_values_run_forward_then_slopes_run_back(self):
        assert "prediction = product + bias = 6 + 1 = 7" in self.says(step=2)
        assert "loss = error ** 2 = 2 ** 2 = 4. It remembers its local slope 4" in self.says(step=4)
        assert "the slope of the loss is 1" in self.says(step=5)
        assert "4 * 3 = 12 to weight and 4 * 2 = 8 to x" in self.says(step=STEPS)

    def test_negative_numbers_are_in_parentheses(self):
        assert "6 + (-2) = 4" in self.says(step=2, bias=-2.0)
        assert "error ** 2 = (-1) ** 2 = 1" in self.says(step=4, bias=-2.0)

    def test_a_box_has_a_slope_only_after_the_step_that_hands_it(self):
        scene = GraphWalk()
        for step in range(STEPS + 1):
            scene.draw(scene.initial() | {"step": step})
            shown = {name for name, text in scene._picture._slopes.items() if text.get_text()}
            arrived = {5: 1, 6: 2, 7: 4, 8: 6, 9: 8}
            assert len(shown) == arrived.get(step, 0)

    def test_its_still_picture_is_the_last_step(self):
        assert GraphWalk().still()["step"] == STEPS


class TestGraphPicture:
    """What all three drawings of a graph share."""

    @pytest.mark.parametrize("scene", [GraphWalk, TwoPaths, CutGraph])
    def test_the_names_of_the_nodes_are_seen_where_controls_work(self, scene):
        live = Live(scene())
        picture = live.scene._picture
        assert all(name in live._moving for name in picture._names.values())  # else a box that moves would cover it
        shown = np.asarray(Image.open(io.BytesIO(live.png)).convert("L"))
        for name in picture._names.values():
            box = name.get_window_extent()
            inside = shown[shown.shape[0] - int(box.y1) : shown.shape[0] - int(box.y0), int(box.x0) : int(box.x1)]
            assert inside.min() < 60

    @pytest.mark.parametrize("scene", [GraphWalk, TwoPaths, CutGraph])
    def test_every_word_is_inside_the_picture(self, scene):
        figure, _ = scene().draw(scene().still())
        figure.set_dpi(100)
        FigureCanvasAgg(figure).draw()
        for axes in figure.axes:
            for text in axes.texts:
                box = text.get_window_extent()
                assert box.x0 >= 0
                assert box.y0 >= 0
                assert box.x1 <= 100 * scene.size[0]
                assert box.y1 <= 100 * scene.size[1]


class TestSecant:
    @pytest.mark.parametrize("h", [0.1, 0.5, 1.0])
    def test_the_errors_are_those_of_the_formulas(self, h):
        assert secant.error(secant.one_sided("float64", h)) == pytest.approx(3 * h + h**2)
        assert secant.error(secant.central("float64", h)) == pytest.approx(h**2)

    def test_in_float32_the_error_is_a_v(self):
        errors = [secant.error(secant.central("float32", h)) for h in (1e-1, 1e-2, 1e-4, 1e-6, 1e-8)]
        assert errors[0] > errors[1] < errors[2] < errors[3] < errors[4]

    def test_of_four_distances_the_second_is_best(self):
        assert engine.best_of_distances([0.1, 0.01, 1e-5, 1e-8]) == 0.01


class TestTwoPaths:
    def test_adding_is_right_and_overwriting_is_not(self):
        scene = TwoPaths()
        assert "a.grad = 1 + 2 = 3" in scene.tell({"a": 3.0, "b": 2.0, "rule": ADDS}).says
        assert "a.grad = 2, but f grows 3 times" in scene.tell({"a": 3.0, "b": 2.0, "rule": OVERWRITES}).says

    @pytest.mark.parametrize("rule", [ADDS, OVERWRITES])
    def test_the_claimed_line_passes_through_the_dot(self, rule):
        scene = TwoPaths()
        scene.draw({"a": 3.0, "b": 2.0, "rule": rule})
        (left, right), (start, end) = scene._claimed.get_data()
        assert start + (end - start) * (3.0 - left) / (right - left) == pytest.approx(9.0)


class TestCutGraph:
    @staticmethod
    def run(cut: str) -> dict[str, float | None] | None:
        """Run the line of code that the figure shows, in torch."""
        names = {"torch": torch, **{name: torch.tensor(value) for name, value in cut_graph.LEAVES.items()}}
        parameters = {name: names[name].requires_grad_() for name in cut_graph.PARAMETERS}
        lines = ["product = weight * x", "prediction = product + bias", "error = prediction - y", "loss = error ** 2"]
        line = CUTS[cut].line
        if cut == "no_grad":
            exec(line, names)  # noqa: S102 - the figure's own line
        else:
            for each in lines:
                exec(line if each.split()[0] == line.split()[0] else each, names)  # noqa: S102 - the same
        try:
            names["loss"].backward()
        except RuntimeError:
            return None
        return {name: None if p.grad is None else p.grad.item() for name, p in parameters.items()}

    @pytest.mark.parametrize("cut", CUTS)
    def test_it_says_what_torch_does(self, cut):
        assert cut_graph.gradients(CUTS[cut]) == self.run(cut)

    def test_what_is_lost_is_grey_in_words(self):
        told = CutGraph().tell({"cut": "product.detach()"})
        assert "weight.grad is None, bias.grad is 4" in told.says
        assert "does not remember them: product." in told.alt

    def test_a_loss_without_a_graph_stops_with_an_error(self):
        assert "stops with an error" in CutGraph().tell({"cut": "no_grad"}).says


class TestEngine:
    @pytest.mark.parametrize("run", [..., None, [], ["a"]])
    def test_no_run_is_not_compared(self, run):
        assert engine.agreeing(run) is None

    def test_another_run_agrees_with_no_published_loss(self):
        assert engine.agreeing([1.0] * 100) == 0

    def test_the_published_losses_agree_and_a_change_in_the_fifth_digit_does_not(self):
        run = [PUBLISHED_LOSSES.get(epoch, 0.0) for epoch in range(100)]
        assert engine.agreeing(run) == 13
        assert engine.agreeing(run[:50]) == 10
        run[99] *= 1.0002
        assert engine.agreeing(run) == 12

    def test_the_engine_itself_answers(self, monkeypatch, capsys):
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
        engine.fare((2.0, torch.tensor(1.0)))
        assert "For 8 km your engine answers 2.000 * 8 + 1.000 = 17.00 euro." in capsys.readouterr().out

    @pytest.mark.parametrize("line", [..., None, (None, 1.0), ("a", 1.0), (math.nan, 1.0), (2.0, [1.0]), (1.0,)])
    def test_what_is_no_line_gets_one_line(self, line, capsys):
        engine.fare(line)
        assert capsys.readouterr().out.count("\n") == 1

    def test_a_cell_of_unsolved_exercises_says_so_and_goes_on(self, capsys):
        assert engine.when_solved(lambda: ... + 1) is None
        printed = capsys.readouterr().out
        assert printed.startswith("Not yet: TypeError: unsupported operand")
        assert printed.endswith("run this cell again.\n")

    def test_a_cell_of_solved_exercises_gets_what_they_return(self, capsys):
        assert engine.when_solved(max, 1, 2) == 2
        assert capsys.readouterr().out == ""

    def test_numbers_are_written_without_a_negative_zero(self):
        assert graph_picture.written(-0.0) == "0"
