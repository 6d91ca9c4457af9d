"""The drawing of a network: where its units are, what its lines tell, and its words."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from grader.core.palette import BLUE, RED
from grader.notebook.figures import graph, network
from grader.notebook.figures.network import Network

ONE = Network.of([["x"], ["y"]], [[[-1.5]]], [[2.0]], [[3.0], [-2.5]])
HIDDEN = Network.of([2, 10, ["win"]], [np.ones((10, 2)), -np.ones((1, 10))], [np.zeros(10), [0.5]])


def drawn(one: Network):
    figure = Figure(figsize=network.size(one))
    axes = figure.add_axes((0, 0, 1, 1))
    network.draw_on(axes, one, ["input", "output"])
    figure.canvas.draw()
    return axes


def words(axes) -> set[str]:
    return {text.get_text() for text in axes.texts}


def test_a_small_network_says_its_numbers():
    assert words(drawn(ONE)) >= {"weight -1.5", "bias 2", "3", "-2.5", "x", "y", "input", "output"}
    assert "weight -1.5 from input 3 to output -2.5, bias 2" in network.describe(ONE)


def test_a_large_network_has_a_line_for_each_weight_and_no_numbers():
    axes = drawn(HIDDEN)
    assert len(axes.lines) == 30
    assert len(axes.patches) == 13
    assert not {text for text in words(axes) if text.startswith(("weight", "bias"))}
    assert "2 inputs, 10 hidden units, 1 output, joined by 30 weights, with 11 biases" in network.describe(HIDDEN)


def test_a_line_tells_the_sign_of_its_weight_by_colour_and_by_stroke():
    styles = {(to_hex(line.get_color()).upper(), line.get_linestyle()) for line in drawn(HIDDEN).lines}
    assert styles == {(BLUE, "-"), (RED, "--")}


@pytest.mark.parametrize("one", [ONE, HIDDEN])
def test_every_unit_and_every_word_is_inside_the_picture(one: Network):
    axes = drawn(one)
    width, height = network.size(one)
    for text in axes.texts:
        box = text.get_window_extent().transformed(axes.transData.inverted())
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= width
        assert box.y1 <= height
    places = [patch.center for patch in axes.patches]
    assert len(set(places)) == len(places)


def test_weights_that_do_not_join_the_layers_are_refused():
    with pytest.raises(ValueError, match="do not join layers"):
        Network.of([2, 3], [np.ones((2, 3))])


def test_a_network_of_zeros_is_drawn():
    assert len(drawn(Network.of([2, 1], [np.zeros((1, 2))])).lines) == 2


def test_words_alone_say_what_the_drawing_shows(monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    network.draw([["hours"], ["height"]], weights=[[[1.0]]], biases=[[2.0]], values=[[3.0], [5.0]])
    graph.draw()
    printed = " ".join(capsys.readouterr().out.split())
    assert "weight 1 from input 3 to output 5, bias 2" in printed
    assert ".grad 16 at the weight, .grad 4 at the bias" in printed
