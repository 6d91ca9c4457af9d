"""The workflow for GitHub Classroom: its step that grades is run here as a runner would, and its result is read.

The result's format is that of https://github.com/classroom-resources/autograding-grading-reporter, src/main.js.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.attacks import LIGHT
from tests.support.classroom import LINE, ROOT, activated_path, answered, make_course, max_points, notebook_name

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOW = yaml.safe_load((ROOT / "docs" / "examples" / "github_classroom.yml").read_text(encoding="utf-8"))
STEPS = WORKFLOW["jobs"]["grade"]["steps"]
NOTEBOOK = notebook_name(LINE)
WRONG = {**LIGHT[LINE], "criterion": "criterion = nn.MSELoss()"}


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner's folder after the checkouts: the course's repository and the student's."""
    folder = tmp_path_factory.mktemp("runner")
    (folder / "course").mkdir()
    make_course(folder / "course", LINE)
    (folder / "submission").mkdir()
    (folder / "temp").mkdir()
    return folder


def result(runner: Path, submitted: dict[str, Any] | str) -> tuple[dict[str, Any], str]:
    """Return what the step hands to the reporter, and what it prints."""
    text = submitted if isinstance(submitted, str) else json.dumps(submitted)
    (runner / "submission" / NOTEBOOK).write_text(text, encoding="utf-8")
    output = runner / "output"
    output.write_text("")
    step = next(step for step in STEPS if step.get("id") == "grade")
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step["run"]],  # noqa: S607 - as a runner does
        cwd=runner, capture_output=True, text=True, check=False,
        env={**os.environ, **WORKFLOW["env"], "PATH": activated_path(), "RUNNER_TEMP": str(runner / "temp"),
             "GITHUB_OUTPUT": str(output), "GITHUB_ACTOR": "hazel"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    name, _, encoded = output.read_text().strip().partition("=")
    assert name == "result"
    return json.loads(base64.b64decode(encoded)), done.stdout


def test_reporter_gets_what_the_step_makes() -> None:
    reporter = STEPS[-1]
    assert reporter["with"]["runners"].upper() + "_RESULTS" in reporter["env"]
    assert WORKFLOW["env"]["NOTEBOOK"] == NOTEBOOK


@pytest.mark.skipif(shutil.which("jq") is None, reason="GitHub's runners have jq")
class TestStep:
    """The step that grades."""

    def test_right_answer_passes(self, runner: Path) -> None:
        made, printed = result(runner, answered(LINE, **LIGHT[LINE]))
        full = max_points(LINE)
        assert (made["status"], made["max_score"], sum(test["score"] for test in made["tests"])) == ("pass", full, full)
        assert "criterion: 2 of 2\n" in printed

    def test_wrong_answer_has_the_points_of_the_rest_and_says_why(self, runner: Path) -> None:
        made, printed = result(runner, answered(LINE, **WRONG))
        criterion = next(test for test in made["tests"] if test["name"] == "criterion")
        assert (made["status"], criterion["status"], criterion["score"]) == ("fail", "fail", 0)
        assert 0 < sum(test["score"] for test in made["tests"]) < max_points(LINE)
        assert criterion["message"] in printed

    def test_what_is_not_a_notebook_is_an_error(self, runner: Path) -> None:
        made, _ = result(runner, "no notebook")
        assert made["status"] == "error"
        assert f"{NOTEBOOK} is not a notebook" in made["tests"][0]["message"]
