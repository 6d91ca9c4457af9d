"""The figures as a lesson's cells call them: what is printed where there is nothing to draw, and in words alone."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from grader.notebook.figures import line, matches, seeds
from grader.notebook.figures.step_by_step import NOT_YET, Recorded
from grader.notebook.recorder import recorder
from tests.notebook.figures.scenes import MATCHES, X, Y, every_scene, trained_line


@pytest.fixture
def in_words(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")


@pytest.mark.parametrize("net", [..., None, nn.Linear(1, 1), nn.Linear(3, 1), "net"])
def test_without_a_recorded_run_there_is_one_clear_line(net, capsys):
    line.step_by_step(net, X, Y)
    assert capsys.readouterr().out == f"{NOT_YET}\n"


@pytest.mark.parametrize(("x", "y"), [(..., Y), (X, ...), (X, torch.zeros(2, 1))])
def test_without_data_that_fit_there_is_one_clear_line(x, y, capsys):
    recorder.start()
    line.step_by_step(trained_line()[0], x, y)
    assert capsys.readouterr().out == f"{NOT_YET}\n"


def test_a_run_is_read_from_the_recorder_as_it_was():
    recorder.start()
    net, losses = trained_line(100)
    run: Recorded = net.recorded
    assert run.losses.tolist() == losses
    assert run.numbers[:3] == (0, 1, 2)
    assert run.numbers[-1] == 100
    assert run.at[-1] == (net.weight.item(), net.bias.item())
    assert run.rate == 0.01


def test_a_bias_that_was_registered_first_is_still_b():
    class BiasFirst(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bias = nn.Parameter(torch.zeros(1))
            self.weight = nn.Parameter(torch.ones(1, 1))

        def forward(self, x):
            return x @ self.weight + self.bias

    recorder.start()
    net = BiasFirst()
    with recorder.aside():
        optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
        ((net(X) - Y) ** 2).sum().backward()
        optimizer.step()
        run = Recorded.of(net)
    assert run.at[0] == (1.0, 0.0)


def test_while_grading_each_figure_prints_its_line_folded_and_draws_nothing(in_words, capsys, monkeypatch):
    for scene in every_scene().values():
        monkeypatch.setattr(scene, "draw", lambda state: pytest.fail("drawn"))
        scene.present()
        assert " ".join(scene.tell(scene.still()).says.split()) in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("figure", [matches.boundary, matches.optimizers])
@pytest.mark.parametrize("model", [..., None, nn.Linear(2, 1)])
def test_a_model_of_another_shape_is_told(figure, model, capsys):
    figure(model, MATCHES)
    assert capsys.readouterr().out == (
        "This figure needs a network of lesson 2: Linear(2, 10), ReLU, Linear(10, 1), Sigmoid.\n"
    )


class TestSeeds:
    @pytest.mark.parametrize("lesson", [seeds.LINE, seeds.SOCCER])
    def test_losses_ascend_and_the_lowest_and_the_highest_stand_at_the_ends(self, lesson):
        for epoch in lesson.published:
            row = seeds.quantiles(lesson, epoch)
            assert len(row) == 101
            assert (row[1:] >= row[:-1]).all()
            assert seeds.share_below(lesson, epoch, row[50]) == 50
            assert seeds.share_below(lesson, epoch, 1e9) == seeds.share_below(lesson, epoch, math.nan) == 100

    def test_the_medians_of_lesson_2_are_those_measured_over_torchs_own_seeds(self):
        medians = [seeds.quantiles(seeds.SOCCER, epoch)[50] for epoch in seeds.SOCCER.published]
        assert medians == pytest.approx([0.247, 0.0592, 0.0154, 0.0061, 0.0034], rel=0.02)

    def test_the_losses_of_lesson_1_stay_in_the_range_of_all_starts(self):
        assert seeds.quantiles(seeds.LINE, 99)[100] <= 0.178  # before the last step; 0.1751 after it

    @pytest.mark.parametrize("losses", [..., None, [], [0.5, 0.25], ["a"]])
    def test_a_history_that_is_too_short_is_told(self, losses):
        scene = seeds.Seeds(seeds.SOCCER, losses)
        assert "none of this epoch" in scene.tell(scene.still()).says

    def test_a_history_is_placed_among_them(self):
        median = float(seeds.quantiles(seeds.SOCCER, 49)[50])
        scene = seeds.Seeds(seeds.SOCCER, torch.full((50,), median))
        assert "50 of 100 starts are lower" in scene.tell(scene.still()).says
