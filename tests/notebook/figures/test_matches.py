"""Figures of lesson 2: what they compute, against torch and by hand, and what they say to unfinished answers."""

from __future__ import annotations

import re

import pytest
import torch
from torch import nn, optim

from grader.notebook.figures import match_day, matches, soccer, two_units, valley
from grader.notebook.figures.controls import Slider
from grader.notebook.figures.live import Live
from grader.notebook.figures.straight_cut import HEIGHTS, SLOPES, errors, fewest_errors
from grader.notebook.recording.recorder import recorder
from tests.notebook.figures.scenes import DRAWS, MATCHES, soccer_network


def positions(slider: Slider) -> list[float]:
    count = round((slider.high - slider.low) / slider.step)
    return [round(slider.low + slider.step * i, 1) for i in range(count + 1)]


class TestStraightCut:
    @pytest.mark.parametrize(("rows", "fewest"), [(MATCHES, 0), (DRAWS, 2)])
    def test_the_best_line_can_be_reached_with_the_sliders(self, rows, fewest):
        assert fewest_errors(rows) == fewest
        reached = min(errors(rows, slope, height) for slope in positions(SLOPES) for height in positions(HEIGHTS))
        assert reached == fewest

    def test_the_line_that_the_lesson_names_gets_every_match_right(self):
        assert errors(MATCHES, 0.9, 0.0) == 0

    def test_a_label_may_be_on_either_side(self):
        flipped = [[scored, conceded, 1 - win] for scored, conceded, win in MATCHES]
        assert fewest_errors(flipped) == 0


class TestTwoUnits:
    def test_its_numbers_are_those_of_torch(self):
        net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1), nn.Sigmoid())
        with torch.no_grad():
            net[0].weight.copy_(torch.tensor(two_units.HIDDEN_WEIGHTS))
            net[0].bias.zero_()
            net[2].weight.copy_(torch.tensor([two_units.OUTPUT_WEIGHTS]))
            net[2].bias.fill_(two_units.OUTPUT_BIAS)
            for scored, conceded, _ in MATCHES + DRAWS:
                passed = two_units.forward(scored, conceded)
                row = torch.tensor([[scored, conceded]])
                assert list(passed.before) == pytest.approx(net[0](row)[0].tolist(), abs=1e-6)
                assert list(passed.after) == pytest.approx(net[:2](row)[0].tolist(), abs=1e-6)
                assert passed.logit == pytest.approx(net[:3](row).item(), abs=1e-6)
                assert passed.probability == pytest.approx(net(row).item(), abs=1e-6)

    def test_it_answers_what_no_straight_line_can(self):
        assert all((two_units.forward(scored, conceded).probability >= 0.5) == draw for scored, conceded, draw in DRAWS)

    def test_the_tint_is_that_of_the_same_network(self):
        chances = soccer.probabilities(
            two_units.as_parameters(), torch.tensor([row[:2] for row in DRAWS]).double().numpy()
        )
        expected = [two_units.forward(row[0], row[1]).probability for row in DRAWS]
        assert chances.tolist() == pytest.approx(expected)


class TestValley:
    @pytest.mark.parametrize(("kind", "rate"), [("SGD", 0.01), ("momentum", 0.03), ("Adam", 0.1)])
    def test_a_path_is_the_one_that_torch_takes(self, kind, rate):
        at = torch.tensor(valley.START, dtype=torch.float64, requires_grad=True)
        optimizer = {
            "SGD": lambda: optim.SGD([at], lr=rate),
            "momentum": lambda: optim.SGD([at], lr=rate, momentum=0.9),
            "Adam": lambda: optim.Adam([at], lr=rate),
        }[kind]()
        x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([3.0, 5.0, 7.0])
        places = valley.path(valley.KINDS[kind](rate))
        for place in places:
            assert place == pytest.approx(at.detach().numpy(), rel=1e-5, abs=1e-6)
            optimizer.zero_grad()
            ((at[0] * x + at[1] - y) ** 2).sum().backward()
            optimizer.step()

    def test_a_path_that_leaves_the_map_is_told_and_drawn(self):
        live = Live(valley.Valley())
        live.widgets["step"].value = valley.STEPS
        live.widgets["rate"].value = 0.3
        assert "SGD out of sight" in live.told.says


class TestMatchDay:
    def test_the_learners_own_function_answers(self):
        asked = []
        live = Live(match_day.MatchDay(lambda *match: asked.append(match) or 0.25, MATCHES))
        live.widgets["scored"].value = 1.0
        live.widgets["conceded"].value = 0.7
        assert asked[-1] == (1.0, 0.7)
        assert "your model says 25 % for a win. Do not book the late bus" in live.told.says

    @pytest.mark.parametrize("answer", [..., None, lambda scored, conceded: None, lambda: 0.5])
    def test_without_an_answer_there_is_one_clear_line(self, answer, capsys):
        matches.match_day(answer, MATCHES)
        assert capsys.readouterr().out == f"{match_day.NOT_YET}\n"

    def test_a_model_that_is_asked_has_not_been_trained_by_that(self):
        recorder.start()
        net = soccer_network()
        before = recorder.steps
        scene = match_day.MatchDay(lambda *match: net(torch.tensor([match])).item(), MATCHES)
        assert re.search(r"\d+ % for a win", scene.tell(scene.initial()).says)
        assert recorder.steps == before


class TestBesidePublished:
    def test_five_losses_are_beside_the_published_ones(self, capsys):
        matches.beside_published([0.5] * 9 + [0.25] * 41)
        lines = capsys.readouterr().out.splitlines()
        assert lines[1].split() == ["10", "0.1714", "0.2500"]
        assert lines[5].split() == ["50", "0.0035", "0.2500"]

    @pytest.mark.parametrize("losses", [..., None, [], [0.5] * 9])
    def test_what_is_not_there_yet_is_a_dash(self, losses, capsys):
        matches.beside_published(losses)
        assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()[1:]] == ["-"] * 5


class TestFastest:
    @pytest.mark.parametrize(("rate", "name"), [(0.1, "Adam"), (1.0, "momentum")])
    def test_it_depends_on_the_learning_rate(self, rate, name):
        assert matches.fastest(soccer_network(), MATCHES, rate) == name

    @pytest.mark.parametrize("model", [..., None, nn.Linear(2, 1)])
    def test_another_model_has_no_answer(self, model):
        assert matches.fastest(model, MATCHES, 1.0) is None
