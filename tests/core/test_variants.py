"""Which variant a student gets: the same everywhere, spread evenly, and drawn by no other word than the grader's."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
import unicodedata
from collections import Counter

import pytest

from grader import lessons
from grader.core.exercise import Lesson
from grader.core.variants import draw, student_here
from tests.support.classroom import CAPSTONE

WITH_VARIANTS = {CAPSTONE, "05_batch_by_batch"}
MANY = range(64)
CLASS = [f"student{number}" for number in range(6400)]
ODD = ["Zoë O'Brien", "ελένη", "student 7 (late) & co.", "../..", "%s{0}$HOME", "\udcff\udcfe", "🦊", "a" * 255, ""]


class TestDraw:
    """`draw(lesson, offered, student)`."""

    def test_is_this_on_every_machine(self) -> None:
        assert [draw("04_capstone", MANY, student) for student in ("hazel", "rowan", "maple")] == [46, 61, 16]

    @pytest.mark.parametrize("student", ODD)
    def test_is_the_same_in_every_process(self, student: str) -> None:
        code = (
            "import os, sys; from grader.core.variants import draw; "
            "print(draw('x', range(64), os.fsdecode(sys.argv[1])))"
        )
        told = {
            subprocess.run(
                [sys.executable, "-c", code, os.fsencode(student)],
                env={"PYTHONHASHSEED": seed, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=True,
            ).stdout
            for seed in ("1", "2")
        }  # fmt: skip
        assert told == {f"{draw('x', MANY, student)}\n"}

    def test_is_spread_evenly(self) -> None:
        counts = Counter(draw("x", MANY, student) for student in CLASS)
        assert set(counts) == set(MANY)
        assert max(counts.values()) < 150  # 100 on average, with a standard deviation of 10

    def test_differs_between_lessons(self) -> None:
        same = sum(draw("x", MANY, student) == draw("y", MANY, student) for student in CLASS)
        assert same < 150

    def test_case_and_the_spelling_of_an_accent_make_no_difference(self) -> None:
        spellings = {form(name) for name in ("Zoë", "zoë", "ZOË") for form in (str, decomposed)}
        assert len(spellings) == 6
        assert len({draw("x", MANY, student) for student in spellings}) == 1

    def test_whoever_loses_a_variant_gets_another_and_nobody_else_does(self) -> None:
        fewer = [variant for variant in MANY if variant != 7]
        moved = {student for student in CLASS if draw("x", MANY, student) != draw("x", fewer, student)}
        assert moved == {student for student in CLASS if draw("x", MANY, student) == 7}


def decomposed(name: str) -> str:
    return unicodedata.normalize("NFD", name)


class TestStudentHere:
    """`student_here()`."""

    def test_told_by_a_grader_then_by_a_hub_then_the_login(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GRADER_STUDENT", "hazel")
        monkeypatch.setenv("JUPYTERHUB_USER", "rowan")
        monkeypatch.setenv("LOGNAME", "maple")
        assert student_here() == "hazel"
        monkeypatch.setenv("GRADER_STUDENT", "")
        assert student_here() == "rowan"
        monkeypatch.delenv("JUPYTERHUB_USER")
        assert student_here() == "maple"

    @pytest.mark.parametrize("error", [OSError, KeyError, ImportError])
    def test_a_user_without_a_name(self, error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
        def nobody() -> str:
            raise error

        monkeypatch.delenv("GRADER_STUDENT")
        monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
        monkeypatch.setattr(getpass, "getuser", nobody)
        assert student_here() == "somebody"


class TestLesson:
    """`Lesson(..., variants)`."""

    @pytest.mark.parametrize("lesson", [name for name in lessons.MODULES if name not in WITH_VARIANTS])
    def test_draws_nothing_where_it_offers_none(self, lesson: str) -> None:
        declared = lessons.find(lesson)
        assert (declared.variants, declared.variant_of("hazel"), declared.variant_here()) == ((), None, None)

    def test_here_it_is_that_of_whoever_sits_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lesson = Lesson("x", "x", variants=MANY)
        monkeypatch.setenv("GRADER_STUDENT", "hazel")
        assert lesson.variant_here() == lesson.variant_of("hazel") != lesson.variant_of("rowan")
