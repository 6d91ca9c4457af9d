"""Notebooks as each front end saves them are graded: the same points as for the notebook that was released.

Colab writes version 4.0 of the format, without ids of cells, with names of its own in the metadata; see the notebooks
in https://github.com/googlecolab/colabtools. VS Code writes 4.2, and the language of each cell. The server of a learner
describes widgets (`grader/notebook/server/saved_widgets.py`).
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

import pytest

from grader import lessons
from grader.notebook.server.saved_widgets import STATE, VIEW, describe_widgets
from tests.support.classroom import LINE, filled, hand_in, make_course, run, scores

if TYPE_CHECKING:
    from pathlib import Path

    from grader.grading.course import Course

Notebook = dict[str, Any]
READY = {"output_type": "stream", "name": "stdout", "text": ["Ready: lesson 01_linear_regression\n"]}
CONTROLS = {
    "output_type": "display_data",
    "metadata": {},
    "data": {
        VIEW: {"model_id": "ab12", "version_major": 2, "version_minor": 0},
        "text/plain": ["Run this cell again to use the sliders."],
    },
}
PICTURE = {
    "output_type": "display_data",
    "metadata": {"image/png": {"alt": "A line", "width": 700, "height": 300}},
    "data": {"text/html": ['<img alt="A line" src="data:image/png;base64,aGk=">'], "text/plain": ["Figure: A line"]},
}


def run_once(notebook: Notebook) -> Notebook:
    """Return the notebook with outputs as a front end leaves them."""
    notebook = copy.deepcopy(notebook)
    for number, cell in enumerate(c for c in notebook["cells"] if c["cell_type"] == "code"):
        cell["execution_count"] = number + 1
        cell["outputs"] = copy.deepcopy([READY, CONTROLS, PICTURE])
    return notebook


def by_jupyterlab(notebook: Notebook) -> Notebook:
    notebook = run_once(notebook)
    for cell in notebook["cells"]:
        cell["metadata"] |= {"trusted": True, "execution": {"iopub.execute_input": "2026-01-01T10:00:00.000Z"}}
    describe_widgets(notebook)
    assert notebook["metadata"]["widgets"][STATE]["state"]["ab12"]["model_name"] == "HTMLModel"
    return notebook


def by_vs_code(notebook: Notebook) -> Notebook:
    notebook = run_once(notebook)
    for cell in notebook["cells"]:
        cell["metadata"]["vscode"] = {"languageId": "python" if cell["cell_type"] == "code" else "markdown"}
        del cell["id"]
    language = {"name": "python", "version": "3.12.4", "mimetype": "text/x-python", "nbconvert_exporter": "python"}
    metadata = {
        "kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"},
        "language_info": language, "orig_nbformat": 4, "vscode": {"interpreter": {"hash": "31f2aee4e71d21fbe5cf"}},
    }  # fmt: skip
    return {**notebook, "metadata": metadata, "nbformat_minor": 2}


def by_colab(notebook: Notebook) -> Notebook:
    notebook = run_once(notebook)
    who = {"displayName": "Sloe", "userId": "01234567890123456789"}
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"]["id"] = f"yFv1abRcv{number:03}"
        if cell["cell_type"] == "code":
            executed = {"status": "ok", "timestamp": 1767261600000, "user_tz": -60, "elapsed": 3, "user": who}
            cell["metadata"] |= {
                "executionInfo": executed, "outputId": f"9faab2a6-{number}", "cellView": "form",
                "colab": {"base_uri": "https://localhost:8080/", "height": 434},
            }  # fmt: skip
        del cell["id"]
    state = {"ab12": {"model_module": "@jupyter-widgets/controls", "model_name": "VBoxModel", "state": {}}}
    metadata = {
        "colab": {"provenance": [], "toc_visible": True, "gpuType": "T4"}, "accelerator": "GPU",
        "kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"},
        "widgets": {STATE: state},
    }  # fmt: skip
    return {**notebook, "metadata": metadata, "nbformat_minor": 0}


FRONT_ENDS = {"jupyterlab": by_jupyterlab, "vscode": by_vs_code, "colab": by_colab}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class whose members each use another front end; each has one answer wrong."""
    course = make_course(tmp_path_factory.mktemp("course"), LINE)
    assert run(course.root, "grader", "release", LINE).returncode == 0
    for student, saved in FRONT_ENDS.items():
        hand_in(course, LINE, student, saved(filled(course, LINE, loss_by_hand="loss_by_hand = 28")))
    done = run(course.root, "grader", "autograde", LINE)
    assert done.returncode == 0, done.stdout + done.stderr
    return course


@pytest.mark.parametrize("student", FRONT_ENDS)
def test_what_a_front_end_saved_gets_its_points(course: Course, student: str) -> None:
    earned = scores(course, LINE)[student]
    worth = {name: exercise.points for name, exercise in lessons.find(LINE).exercises.items()}
    assert earned == worth | {"loss_by_hand": 0}


@pytest.mark.parametrize("student", FRONT_ENDS)
def test_its_feedback_is_written_and_loads_no_widgets(course: Course, student: str) -> None:
    done = run(course.root, "grader", "feedback", LINE, "--student", student)
    assert done.returncode == 0, done.stdout + done.stderr
    (page,) = (course.root / "feedback" / student / LINE).glob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "loss_by_hand" in text
    assert [address for address in re.findall(r'src="(https?:[^"]+)"', text) if "mathjax" not in address] == []


class TestDescribeWidgets:
    @pytest.fixture
    def notebook(self, tmp_path: Path) -> Notebook:
        cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": copy.deepcopy([CONTROLS, PICTURE])}
        return {"cells": [cell, {"cell_type": "markdown", "metadata": {}, "source": ""}], "metadata": {}}

    def test_a_text_takes_the_place_of_the_controls(self, notebook: Notebook) -> None:
        describe_widgets(notebook)
        state = notebook["metadata"]["widgets"][STATE]["state"]
        assert [*state] == ["ab12", "ab12-layout", "ab12-style"]
        assert "Run this cell again to use the sliders." in state["ab12"]["state"]["value"]

    def test_saving_twice_changes_nothing_and_a_text_goes_with_its_output(self, notebook: Notebook) -> None:
        describe_widgets(notebook)
        first = copy.deepcopy(notebook)
        describe_widgets(notebook)
        assert notebook == first
        notebook["cells"][0]["outputs"] = []
        describe_widgets(notebook)
        assert notebook["metadata"]["widgets"][STATE]["state"] == {}

    def test_what_others_described_stays(self, notebook: Notebook) -> None:
        described = {"ab12": {"model_name": "VBoxModel", "state": {}}, "other": {"model_name": "HTMLModel"}}
        notebook["metadata"]["widgets"] = {STATE: {"state": dict(described)}}
        describe_widgets(notebook)
        assert notebook["metadata"]["widgets"] == {STATE: {"state": described}}

    def test_a_notebook_without_widgets_of_a_lesson_stays_as_it_is(self, notebook: Notebook) -> None:
        notebook["cells"][0]["outputs"][0]["data"]["text/plain"] = "IntSlider(value=0)"
        before = copy.deepcopy(notebook)
        describe_widgets(notebook)
        assert notebook == before
