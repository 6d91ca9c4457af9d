"""Each front end is told by what it sends. What it sends was read in its source, which `frontend.py` names."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.notebook.frontend import COLAB, CONSOLE, JUPYTER, NBGRADER, PROGRAM, SERVER, VS_CODE, VS_CODE_FILE, detect

FILE = "/home/sloe/course/linear_regression.ipynb"
CELL = "vscode-notebook-cell:/home/sloe/course/linear_regression.ipynb#W2sZmlsZQ%3D%3D"
GRADED = {"nbgrader": {"grade": True, "grade_id": "test_data", "locked": True, "schema_version": 3}}
CELL_ID = {"cellId": "0f5d26a1-8d25-4a5b-9d61-ac1f10fb9f2b"}
IN_SESSION, FILE_IN_VS_CODE = {"JPY_SESSION_NAME": FILE}, {VS_CODE_FILE: FILE}


def request(*, stdin: bool = True, **metadata: object):
    return {"metadata": metadata, "content": {"code": "x = 1", "allow_stdin": stdin}}


@pytest.mark.parametrize(
    ("sent", "environment", "names", "expected", "place"),
    [
        (request(trusted=True, deletedCells=[], **CELL_ID, **GRADED), IN_SESSION, {}, JUPYTER, FILE),
        (request(cellId=CELL, **GRADED), {}, FILE_IN_VS_CODE, VS_CODE, FILE),
        (request(cellId=CELL), {}, {}, VS_CODE, None),
        (request(cellId=CELL), {"JPY_SESSION_NAME": "/srv/a-jvsc-1.ipynb"}, {}, VS_CODE, "/srv/a-jvsc-1.ipynb"),
        (request(colab={"cell_id": "yFv1abRcv2P2"}), {"COLAB_RELEASE_TAG": "release"}, {}, COLAB, None),
        (request(), IN_SESSION, {}, JUPYTER, FILE),
        (request(cell_id="0f5d26a1", document_id="json:notebook:1", record_timing=False), IN_SESSION, {}, SERVER, FILE),
        (request(), {}, {}, CONSOLE, None),
        (request(stdin=False), {}, {}, PROGRAM, None),
        (request(stdin=False), IN_SESSION, {}, PROGRAM, None),
        (request(**CELL_ID), IN_SESSION | {"NBGRADER_EXECUTION": "autograde"}, {}, NBGRADER, None),
        (request(stdin=False), IN_SESSION | {"NBGRADER_EXECUTION": "validate"}, {}, NBGRADER, None),
        ({}, {}, {}, PROGRAM, None),
        ({"metadata": None, "content": None}, {"JPY_SESSION_NAME": ""}, {}, PROGRAM, None),
    ],
    ids=[
        "JupyterLab and Notebook 7", "VS Code", "VS Code, a notebook without a file", "VS Code, a remote server",
        "Colab", "nbclassic", "JupyterLab, the server runs cells", "jupyter console", "nbconvert",
        "nbconvert, from a notebook", "autograde", "Validate", "no kernel", "empty",
    ],
)  # fmt: skip
def test_a_front_end_is_told_by_what_it_sends(sent, environment, names, expected, place):
    found = detect(sent, environment, names)
    assert found.name == expected.name
    assert found.notebook == (None if place is None else Path(place))
    assert (found.is_live, found.has_widgets) == (expected.is_live, expected.has_widgets)


def test_a_front_end_with_widgets_has_a_person_who_reads():
    for front_end in (JUPYTER, VS_CODE, SERVER, COLAB):
        assert front_end.is_live
        assert front_end.has_widgets
        assert front_end.can_answer
    for front_end in (NBGRADER, PROGRAM):
        assert (front_end.is_live, front_end.has_widgets, front_end.can_answer) == (False, False, False)
