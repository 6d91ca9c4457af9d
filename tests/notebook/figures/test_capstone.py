"""Lesson 4's figures: networks of many widths as they were trained, and what a learner's `predict` answers."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from grader.lessons.capstone.league import LEAGUES, public
from grader.notebook.figures import capacity, capstone
from grader.notebook.figures.next_match import DAYS, FIRST, NOT_YET, NextMatch, answers_of, every_match
from grader.notebook.recording.recorder import recorder
from tests.notebook.figures.scenes import league_rule
from tools.capacity_runs import WIDTHS, players, rounded, trained


class TestCapacity:
    def test_the_rows_are_those_that_the_lesson_draws(self):
        days, form = players()
        assert capacity.trained()["days"] == pytest.approx(rounded(days.reshape(-1).tolist()), abs=1e-3)
        assert capacity.trained()["form"] == pytest.approx(rounded(form.reshape(-1).tolist()), abs=1e-3)

    @pytest.mark.parametrize("width", [1, 4])
    def test_a_network_trained_again_gives_the_stored_curve_and_losses(self, width: int):
        made, again = capacity.trained()["widths"][width], trained(width)
        assert again["losses"] == pytest.approx(made["losses"], rel=0.05)
        assert again["curve"] == pytest.approx(made["curve"], abs=0.1)

    def test_the_training_loss_falls_with_the_width_and_the_validation_loss_turns(self):
        losses = [capacity.trained()["widths"][width]["losses"] for width in WIDTHS]
        train, validation, test = zip(*losses, strict=True)
        assert list(train) == sorted(train, reverse=True)
        turn = validation.index(min(validation))
        assert WIDTHS[turn] == capacity.best_width() == 4
        assert test.index(min(test)) == turn  # the text says that the test set agrees
        assert min(validation[0], validation[-1]) > 2 * validation[turn]


class TestNextMatch:
    def test_it_tells_the_days_that_predict_recommends(self):
        scene = NextMatch(answers_of(league_rule, [FIRST]))
        wins = [day for day in DAYS if league_rule(torch.tensor([[FIRST[0], FIRST[1], day, FIRST[2]]])).item()]
        assert f"a win after {wins[0]} to {wins[-1]} days of rest" in scene.tell(scene.still()).says

    @pytest.mark.parametrize(
        ("answer", "told"), [(0.0, "no win, whatever the rest"), (1.0, "a win, whatever the rest")]
    )
    def test_one_answer_to_everything_is_told(self, answer: float, told: str):
        scene = NextMatch(answers_of(lambda rows: torch.full((len(rows), 1), answer), [FIRST]))
        assert told in scene.tell(scene.still()).says

    def test_days_that_are_apart_are_listed(self):
        scene = NextMatch(answers_of(lambda rows: (rows[:, 2:3] == 3) | (rows[:, 2:3] == 9), [FIRST]))
        assert "a win after 3, 9 days of rest" in scene.tell(scene.still()).says

    def test_every_position_of_the_sliders_has_an_answer_from_one_call(self):
        calls = []

        def predict(rows: torch.Tensor) -> torch.Tensor:
            calls.append(len(rows))
            return league_rule(rows)

        answers = answers_of(predict, every_match())
        assert calls == [len(DAYS) * len(answers)]
        scene = NextMatch(answers)
        state = scene.initial() | {"scored": 4.0, "conceded": 0.0, "travel": 20.0}
        assert "Scored 4.0" in scene.tell(state).says

    @pytest.mark.parametrize("predict", [..., lambda rows: None, lambda rows: rows[:2], lambda rows: rows.missing])
    def test_without_a_predict_that_answers_there_is_one_clear_line(self, predict, capsys):
        capstone.next_match(predict)
        assert capsys.readouterr().out == f"{NOT_YET}\n"

    def test_the_recorder_does_not_notice_that_it_asked(self):
        recorder.start()
        net, before = nn.Linear(4, 1), recorder.__dict__ | {}
        answers_of(lambda rows: (net(rows) > 0).float(), [FIRST])
        assert recorder.__dict__ == before


class TestHowGood:
    def test_the_accuracy_is_told_with_the_luck_of_so_few_rows(self, capsys, monkeypatch):
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
        rows = torch.zeros(100, 4)
        labels = torch.cat([torch.ones(80, 1), torch.zeros(20, 1)])
        capstone.how_good(lambda rows: torch.ones(len(rows), 1), rows, labels)
        assert "You: 80.0% of 100 validation matches, give or take 4.0% of luck." in capsys.readouterr().out

    @pytest.mark.parametrize("predict", [..., lambda rows: None, lambda rows: rows[:2]])
    def test_without_a_predict_that_answers_there_is_one_clear_line(self, predict, capsys):
        capstone.how_good(predict, torch.zeros(3, 4), torch.zeros(3, 1))
        assert capsys.readouterr().out.startswith("Nothing to measure yet")

    @pytest.mark.parametrize("rows", [(..., ...), (torch.zeros(3, 4), None)])
    def test_rows_that_are_not_there_yet_are_told(self, rows, capsys):
        capstone.how_good(league_rule, *rows)
        assert capsys.readouterr().out.startswith("Nothing to measure yet")


@pytest.mark.parametrize("seed", LEAGUES)
def test_in_every_league_the_matches_after_middling_rest_are_won_most_often(seed: int, capsys, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    by_rest = capstone.parts_won(*public(seed))[2]
    assert 1 <= by_rest.index(max(by_rest)) <= 4


def test_curves_of_anything_but_numbers_are_told(capsys, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    capstone.two_curves(..., None)
    assert "Nothing to draw yet" in capsys.readouterr().out
