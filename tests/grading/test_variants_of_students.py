"""A class of lesson 4: everybody has a league of their own and is judged on it, whatever a submission says."""

from __future__ import annotations

import copy
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from safetensors.torch import save_file

from grader import lessons
from grader.devtools.sample_answers import Answer
from grader.evidence import bundle
from grader.grading.commands import regrade
from grader.grading.course import Course
from grader.grading.notebook_files.reading import read_notebook
from grader.grading.verdicts.evidence_file import EVIDENCE_SUFFIX
from grader.grading.verdicts.notebook_verdicts import judge_cell
from grader.lessons.capstone.league import public
from tests.support.answers import STUDENT, defined, executed
from tests.support.classroom import CAPSTONE, cell, filled, hand_in, make_course, notebook_name, run, scores, verdicts

if TYPE_CHECKING:
    from pathlib import Path

    from grader.core.collect_requests import PendingRequest
    from grader.grading.verdicts.notebook_cells import Place

lesson = lessons.find(CAPSTONE)
ODD = "Zoë O'Brien (late) & {co} %d"
RIGHT = ("hazel", "juniper", ODD)
NEIGHBOUR = lesson.variant_of("hazel")

NEIGHBOURS_ROWS = f"""
from grader.lessons.capstone.league import public
X, y = public({NEIGHBOUR})
X_train, y_train, X_val, y_val = X[120:], y[120:], X[:120], y[:120]
"""
NEIGHBOURS_NETWORK = """
from safetensors.torch import load_file
model = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
model.load_state_dict(load_file("theirs.safetensors"))
"""
NO_LOOP = """
train_losses = [0.7 - 0.002 * i for i in range(200)]
val_losses = [0.7 - 0.001 * i for i in range(200)]
best_state = copy.deepcopy(model.state_dict())
"""
# Before the notebook draws its league: another name, and a check that tells of the neighbour's league.
IMPOSTOR = f"""
import os
os.environ["GRADER_STUDENT"] = "hazel"
from grader.lessons import capstone
capstone.lesson.variant_here = lambda: {NEIGHBOUR}
capstone.lesson.variant_of = lambda student: {NEIGHBOUR}
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Three right answers of students with three leagues, and three students who took something of hazel's."""
    course = make_course(tmp_path_factory.mktemp("leagues"), CAPSTONE)
    assert run(course.root, "grader", "release", CAPSTONE).returncode == 0
    for student in RIGHT:
        hand_in(course, CAPSTONE, student, filled(course, CAPSTONE))
    hand_in(course, CAPSTONE, "copies-rows", filled(course, CAPSTONE, split=NEIGHBOURS_ROWS))
    borrowed = filled(course, CAPSTONE, model=NEIGHBOURS_NETWORK, training=NO_LOOP)
    save_file(network_of("hazel"), hand_in(course, CAPSTONE, "borrower", borrowed).parent / "theirs.safetensors")
    disguised = filled(course, CAPSTONE)
    disguised["cells"].insert(1, dict(cell(disguised, "model"), source=IMPOSTOR, id="disguise", metadata={}))
    hand_in(course, CAPSTONE, "disguised", disguised)
    # The grader's own name counts for nobody.
    printed = run(course.root, "grader", "autograde", CAPSTONE, GRADER_STUDENT="hazel", JUPYTERHUB_USER="hazel")
    assert printed.returncode == 0, printed.stdout + printed.stderr
    return course


def network_of(student: str) -> dict:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_STUDENT", student)
        return defined(Answer("given", CAPSTONE, "given", {}, {}))["model"].state_dict()


def kept(course: Course, student: str) -> Path:
    return course.autograded(CAPSTONE, student) / f"{lesson.notebook}{EVIDENCE_SUFFIX}"


def variants_kept(course: Course, student: str) -> set[int]:
    bundles = json.loads(kept(course, student).read_bytes())["bundles"]
    return {packed["tree"]["variant"] for of_exercise in bundles.values() for packed in of_exercise}


def codes(course: Course, student: str) -> dict[str, tuple[str, ...]]:
    return {name: verdict.codes for name, verdict in verdicts(course, CAPSTONE, student).items() if verdict.codes}


class TestRight:
    """A right answer, handed in by three students."""

    def test_gets_full_points_on_three_leagues(self, course: Course) -> None:
        assert len({lesson.variant_of(student) for student in RIGHT}) == 3
        assert {student: sum(scores(course, CAPSTONE)[student].values()) for student in RIGHT} == dict.fromkeys(
            RIGHT, lesson.points
        )

    @pytest.mark.parametrize("student", RIGHT)
    def test_its_notebook_draws_the_league_that_it_is_judged_on(self, course: Course, student: str) -> None:
        cells = read_notebook(course.autograded(CAPSTONE, student) / notebook_name(CAPSTONE))
        printed = "".join(cell({"cells": cells}, "given_league")["outputs"][0]["text"]).splitlines()
        x, y = public(lesson.variant_of(student))
        assert printed[0] == f"league {lesson.variant_of(student)}, for {student}"
        assert printed[1].endswith(f"won: {y.mean():.0%}")
        assert str([round(number, 1) for number in x[0].tolist()]) in printed[2]

    def test_nbgraders_own_command_gives_the_same_scores(self, course: Course, tmp_path: Path) -> None:
        stock = Course(shutil.copytree(course.root, tmp_path / "stock"))
        (stock.root / "gradebook.db").unlink()
        shutil.rmtree(stock.root / "autograded")
        for command in ("generate_assignment", "autograde"):
            printed = run(stock.root, "nbgrader", command, CAPSTONE, "--force", activated=True, GRADER_STUDENT="hazel")
            assert printed.returncode == 0, printed.stderr
        assert scores(stock, CAPSTONE) == scores(course, CAPSTONE)
        assert {student: variants_kept(stock, student) for student in RIGHT} == {
            student: {lesson.variant_of(student)} for student in RIGHT
        }

    def test_passes_the_validate_button_of_a_hub(self, course: Course) -> None:
        notebook = course.submitted(CAPSTONE, "juniper") / notebook_name(CAPSTONE)
        told = {"GRADER_STUDENT": "", "JUPYTERHUB_USER": "juniper"}
        printed = run(course.root, "nbgrader", "validate", str(notebook), activated=True, **told)
        assert "Success! Your notebook passes all the tests." in printed.stdout


class TestTaken:
    """What is a neighbour's is judged on the student's own league."""

    def test_rows(self, course: Course) -> None:
        found = verdicts(course, CAPSTONE, "copies-rows")["split"]
        assert (found.points, found.codes) == (0, ("other-variant",))
        own = lesson.variant_of("copies-rows")
        assert found.findings[0].message == (
            f"The rows of `X_train` are those of league {NEIGHBOUR}, but your data are league {own}."
        )

    def test_network(self, course: Course) -> None:
        assert codes(course, "borrower") == {
            "training": ("hard-coded",),
            "stopping": ("not-best-state",),
            "predict": ("accuracy-too-low",),
        }

    def test_name(self, course: Course) -> None:
        assert codes(course, "disguised")["split"] == ("other-variant",)
        assert variants_kept(course, "disguised") == {lesson.variant_of("disguised")}


@pytest.mark.parametrize("claimed", [NEIGHBOUR, None, -1, 2**40])
def test_a_variant_that_evidence_claims_is_ignored(
    claimed: int | None, solved: dict[str, tuple[Place, tuple[PendingRequest, ...]]]
) -> None:
    for name in ("split", "predict"):
        place, requests = copy.deepcopy(solved[name])
        for output in place.cell["outputs"]:
            output["data"][bundle.MIME_TYPE]["tree"]["variant"] = claimed
        judged = judge_cell(lesson.exercises[name], place, requests)
        assert judged.verdict.passed
        assert {packed["tree"]["variant"] for packed in judged.bundles} == {lesson.variant_of(STUDENT)}


@pytest.fixture(scope="module")
def solved() -> dict[str, tuple[Place, tuple[PendingRequest, ...]]]:
    """The evidence of a right answer, and what was asked for."""
    return executed(Answer("given", CAPSTONE, "given", {}, {}))


class TestRegrade:
    """Judging again what was kept."""

    def test_goes_by_the_variant_that_was_graded(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        everybody = course.graded(CAPSTONE)
        fewer = tuple(set(lesson.variants) - {lesson.variant_of(student) for student in everybody})
        monkeypatch.setattr(lesson, "variants", fewer)
        again = list(regrade.judge_again(course, CAPSTONE, everybody))
        assert {each.student: (each.state, each.reason) for each in again} == dict.fromkeys(
            everybody, ("unchanged", "")
        )

    def test_evidence_without_one_is_not_judged(self, course: Course, tmp_path: Path) -> None:
        course = Course(shutil.copytree(course.root, tmp_path / "older"))
        path = kept(course, "hazel")
        older = json.loads(path.read_bytes())
        del older["bundles"]["split"][0]["tree"]["variant"]
        path.write_text(json.dumps(older))
        (again,) = regrade.judge_again(course, CAPSTONE, ["hazel"])
        assert (again.state, again.reason) == (
            "not judged", "the evidence does not say whose data it is about; run `grader autograde --force`",
        )  # fmt: skip
