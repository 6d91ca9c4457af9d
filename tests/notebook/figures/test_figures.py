"""The figures as a lesson's cells call them: what is printed if there is nothing to draw, and in words alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn

from grader.notebook.figures import fare, line, matches, seeds
from grader.notebook.figures.fare import Fare, learned
from grader.notebook.figures.step_by_step import NOT_YET, Recorded
from grader.notebook.recording.recorder import recorder
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
        monkeypatch.setattr(scene, "open", lambda figure: pytest.fail("drawn"))
        scene.present()
        assert " ".join(scene.tell(scene.still()).says.split()) in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("figure", [matches.boundary, matches.optimizers])
@pytest.mark.parametrize("model", [..., None, nn.Linear(2, 1)])
def test_a_model_of_another_shape_is_told(figure, model, capsys):
    figure(model, MATCHES)
    assert capsys.readouterr().out == (
        "This figure needs a network of lesson 2: Linear(2, 10), ReLU, Linear(10, 1), Sigmoid.\n"
    )


def test_the_arrow_misses_the_star_in_the_valley_and_meets_it_on_its_axes():
    assert line.arrow_misses(0.5, 3.0) == pytest.approx(71.6, abs=0.1)  # (18, 6) against (1.5, -2)
    along, across = np.linalg.eigh(np.array([[28.0, 12.0], [12.0, 6.0]]))[1].T
    for way in (along, across):
        assert line.arrow_misses(2 + way[0], 1 + way[1]) == pytest.approx(0, abs=1e-4)
    assert line.arrow_misses(2, 1) == 0


def test_of_the_lessons_four_rates_the_third_is_best_after_60_steps():
    assert line.best_of_rates([0.001, 0.01, 0.055, 0.07]) == 0.055


def test_losses_stand_beside_the_published_ones(capsys):
    line.beside_published({"mine": [1.5] * 50, "nothing": ...})
    rows = [row.split() for row in capsys.readouterr().out.splitlines()]
    assert rows[0] == ["epoch", "published", "mine", "nothing"]
    assert rows[1] == ["0", "107.6", "1.5", "-"]
    assert rows[-1] == ["99", "0.05548", "-", "-"]
    assert len(rows) == 14


class TestFare:
    @staticmethod
    def network(a: float, b: float) -> nn.Module:
        net = nn.Sequential(nn.Linear(1, 1))
        nn.init.constant_(net[0].weight, a)
        nn.init.constant_(net[0].bias, b)
        return net

    def test_the_network_itself_answers(self, in_words, capsys):
        line.fare(self.network(2.25, 0.5))
        assert "For 8 km your network answers 2.250 * 8 + 0.500 = 18.50 euro." in capsys.readouterr().out

    def test_another_distance_has_another_answer(self):
        scene = Fare(learned(self.network(2.0, -1.0)))
        assert "For 3 km your network answers 2.000 * 3 - 1.000 = 5.00 euro." in scene.tell({"km": 3.0}).says

    @pytest.mark.parametrize("net", [..., None, "net", nn.Linear(2, 1), nn.Linear(1, 2), nn.Module()])
    def test_what_is_no_such_network_gets_one_line(self, net, capsys):
        line.fare(net)
        assert capsys.readouterr().out == f"{fare.NOT_YET}\n"

    def test_a_network_that_diverged_gets_one_line(self, capsys):
        line.fare(self.network(math.nan, 1.0))
        assert capsys.readouterr().out == f"{fare.NOT_YET}\n"

    def test_asking_is_no_training_and_leaves_no_trace(self):
        recorder.start()
        net = self.network(2.0, 1.0)
        before = recorder.history(net)
        learned(net)
        assert recorder.history(net) == before
        assert net[0].weight.grad is None


class TestSeeds:
    @pytest.mark.parametrize("lesson", [seeds.LINE, seeds.SOCCER])
    def test_losses_ascend_and_the_lowest_and_the_highest_stand_at_the_ends(self, lesson):
        for epoch in lesson.published:
            row = seeds.quantiles(lesson, epoch)
            assert len(row) == 101
            assert (row[1:] >= row[:-1]).all()
            assert seeds.percentage_below(lesson, epoch, row[50]) == 50
            assert seeds.percentage_below(lesson, epoch, 1e9) == seeds.percentage_below(lesson, epoch, math.nan) == 100

    def test_the_medians_of_lesson_2_are_those_measured_over_torchs_own_seeds(self):
        medians = [seeds.quantiles(seeds.SOCCER, epoch)[50] for epoch in seeds.SOCCER.published]
        assert medians == pytest.approx([0.247, 0.0592, 0.0154, 0.0061, 0.0034], rel=0.02)

    def test_the_losses_of_lesson_1_stay_in_the_range_of_all_starts(self):
        assert seeds.quantiles(seeds.LINE, 99)[100] <= 0.178  # before the last step; 0.1751 after it

    @pytest.mark.parametrize("lesson", [seeds.LINE, seeds.SOCCER])
    def test_each_hundredth_of_the_starts_is_a_dot_on_the_axis(self, lesson):
        scene = seeds.Seeds(lesson, [])
        for epoch in lesson.published:
            scene.draw({"epoch": epoch})
            x, y = scene._dots.get_data()
            assert len(x) == 100
            assert len(set(zip(x, y, strict=True))) == 100
            assert y.max() < 1
            assert x.min() > 0
            assert x.max() < 1

    @pytest.mark.parametrize("end", [1e-4, 0.0263, 0.129, 1.0, 99.0, 200.0])
    def test_an_axis_has_round_marks_up_to_its_end(self, end):
        values = seeds._round_values(end)
        assert 3 <= len(values) <= seeds.MAX_TICKS
        assert values[0] == 0
        assert 0.6 * end < values[-1] <= end
        assert all(len(f"{value:g}") <= 7 for value in values)

    @pytest.mark.parametrize("losses", [..., None, [], [0.5, 0.25], ["a"]])
    def test_a_history_that_is_too_short_is_told(self, losses):
        scene = seeds.Seeds(seeds.SOCCER, losses)
        assert "none of this epoch" in scene.tell(scene.still()).says

    def test_a_history_is_placed_among_them(self):
        median = float(seeds.quantiles(seeds.SOCCER, 49)[50])
        scene = seeds.Seeds(seeds.SOCCER, torch.full((50,), median))
        assert "50 of 100 starts have a lower one" in scene.tell(scene.still()).says
