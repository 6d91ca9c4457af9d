"""What a live notebook says below a check that passed."""

from __future__ import annotations

import functools
import re

import pytest
import torch

from grader import lessons
from grader.core.exercise import Exercise, Lesson
from grader.devtools.sample_answers import Answer
from grader.lessons.curves import after_the_best, first_tenth, rises, steady_fall
from grader.notebook.recording.recorder import recorder
from tests.support.answers import defined

FALLING = torch.cat([torch.linspace(10, 1, 11), torch.linspace(0.9, 0.5, 89)]).to(torch.float64)


@functools.cache  # a lesson's solution takes seconds
def remarks(name: str) -> dict[str, str]:
    """Return the remark on each exercise of a lesson's solution."""
    torch.manual_seed(0)
    recorder.start()
    lesson = lessons.find(name)
    namespace = defined(Answer("solution", name, "", {}, {}))
    about = {"namespace": namespace} if lesson.variants else {}
    told = {}
    for exercise in lesson.exercises.values():
        evidence = exercise.collect([namespace[each] for each in exercise.collectors], **about)
        told[exercise.name] = exercise.remark_on(evidence)
    return told


@pytest.mark.parametrize("name", [*lessons.MODULES])
def test_every_solution_gets_a_remark_of_whole_sentences(name: str) -> None:
    told = remarks(name)
    assert [exercise for exercise, text in told.items() if not text] == []
    assert [text for text in told.values() if not text[0].isupper() or text[-1] not in ".`"] == []
    assert [text for text in told.values() if text.count("`") % 2 or "nan" in text] == []
    assert max(map(len, told.values())) < 350


def test_the_accuracy_of_predictions_is_told() -> None:
    assert re.search(r"right for \d\d\.\d% of 2000 matches", remarks("04_capstone")["predict"])


def test_a_remark_that_fails_says_nothing() -> None:
    def failing(x: object) -> str:
        raise ValueError

    def judge(x: object) -> None: ...

    exercise = Exercise(judge, 1, Lesson("01_some", "some"), None, (), {})
    exercise.remark = failing
    assert exercise.remark_on(exercise.evidence_type(exercise="judge")) == ""


class TestCurves:
    def test_a_fall_is_told_with_its_numbers(self) -> None:
        assert "in the first 10 epochs the loss fell from 10 to 1" in first_tenth(FALLING)

    @pytest.mark.parametrize("losses", [FALLING[:5], FALLING.flip(0), FALLING * float("nan")])
    def test_nothing_is_said_of_a_curve_without_a_fall(self, losses: torch.Tensor) -> None:
        assert first_tenth(losses) == ""

    def test_rises_are_counted(self) -> None:
        assert rises(torch.tensor([3.0, 2.0, 2.5, 1.0])) == "the loss rose in 1 of 4 epochs"
        assert rises(FALLING) == ""

    def test_a_steady_fall_has_a_factor(self) -> None:
        assert steady_fall(0.99 ** torch.arange(300.0)) == pytest.approx(0.99**-100, rel=1e-3)
        assert steady_fall(torch.cat([FALLING, FALLING, FALLING])) is None

    def test_two_curves_part_at_the_best_epoch(self) -> None:
        validation = torch.cat([torch.linspace(1, 0.5, 30), torch.linspace(0.5, 0.8, 70)])
        told = after_the_best(torch.linspace(1, 0.1, 100), validation)
        assert "lowest in epoch 30, 0.5. At the end it is 0.8" in told
        assert "close to the end" in after_the_best(FALLING, FALLING)
