"""A small assignment about training a network, made for nbgrader alone, and what students hand in for it.

It has each kind of graded cell: tests, hidden tests, partial credit, code and words that a person grades, and a task.

    python -m tests.support.plain.torch_assignment      prints what stock nbgrader gives, for STOCK below
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.grading.course import CONFIG, Course
from tests.support.classroom import run
from tests.support.plain.submissions import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.support.plain.grading import Points

NAME, NOTEBOOK = "regression", "line"

SETUP = """
import torch
from torch import nn
import matplotlib.pyplot as plt
import pandas as pd

torch.manual_seed(0)
X = torch.linspace(-1, 1, 50).unsqueeze(1)
y = 3 * X + 1
"""
NET = "### BEGIN SOLUTION\nnet = nn.Linear(1, 1)\n### END SOLUTION"
TEST_NET = """
assert isinstance(net, nn.Module)
### BEGIN HIDDEN TESTS
assert net(torch.zeros(7, 1)).shape == (7, 1)
assert sum(p.numel() for p in net.parameters()) == 2, "two parameters"
### END HIDDEN TESTS
"""
TRAIN = """
### BEGIN SOLUTION
optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
for epoch in range(300):
    loss = nn.functional.mse_loss(net(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
### END SOLUTION
"""
TEST_TRAIN = """
loss = nn.functional.mse_loss(net(X), y).item()
4 if loss < 0.01 else 1.5 if loss < 0.5 else 0
"""
PLOT = "### BEGIN SOLUTION\nplt.plot(X, net(X).detach())\n### END SOLUTION"


def cell(name: str, source: str, kind: str = "code", points: float | None = None, **flags: bool) -> dict[str, Any]:
    about: dict[str, Any] = {
        "grade_id": name, "schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False,
    } | flags  # fmt: skip
    if points is not None:
        about["points"] = points
    code = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {"nbgrader": about}, "source": source.strip(), **code}


SOURCE = {
    "cells": [
        cell("setup", SETUP, locked=True),
        cell("net", NET, solution=True),
        cell("test_net", TEST_NET, points=2, grade=True, locked=True),
        cell("train", TRAIN, solution=True),
        cell("test_train", TEST_TRAIN, points=4, grade=True, locked=True),
        cell("plot", PLOT, points=3, grade=True, solution=True),
        cell("why", "Since the data lie on a line.", "markdown", points=2, grade=True, solution=True),
        cell("explore", "Try another loss.\n\n### BEGIN MARK SCHEME\n5 points\n### END MARK SCHEME", "markdown",
             points=5, task=True, locked=True),
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}  # fmt: skip

LINEAR = "net = nn.Linear(1, 1)"
PLOTTED = {"plot": "plt.plot(X, net(X).detach())\nplt.show()", "why": "A line is all that it takes."}
BY_HAND = """
for epoch in range(500):
    loss = ((net(X) - y) ** 2).mean()
    net.zero_grad()
    loss.backward()
    with torch.no_grad():
        for p in net.parameters():
            p -= 0.1 * p.grad
"""
WARNS = """
import warnings

class Line(nn.Linear):
    def forward(self, rows):
        warnings.warn("called")
        return super().forward(rows)

net = Line(1, 1)
"""
ADAM = TRAIN.replace("### BEGIN SOLUTION\n", "").replace("### END SOLUTION\n", "")
SUBMISSIONS: dict[str, dict[str, str]] = {
    "blank": {},
    "right": {"net": LINEAR, "train": ADAM, **PLOTTED},
    "right-by-hand": {"net": "net = nn.Sequential(nn.Linear(1, 1))", "train": BY_HAND, **PLOTTED},
    "right-with-pandas": {
        "net": LINEAR, "train": ADAM + "\ntable = pd.DataFrame({'loss': [loss.item()]})\ntable", **PLOTTED,
    },
    "partly-trained": {"net": LINEAR, "train": ADAM.replace("300", "20"), **PLOTTED},
    "not-trained": {"net": LINEAR, "train": "optimizer = torch.optim.SGD(net.parameters(), lr=0.1)"},
    "too-large": {"net": "net = nn.Sequential(nn.Linear(1, 8), nn.ReLU(), nn.Linear(8, 1))", "train": ADAM},
    "raises": {"net": LINEAR, "train": "net(X.T)", **PLOTTED},
    "nan": {"net": LINEAR, "train": BY_HAND.replace("0.1", "1e9")},
    "warns": {"net": WARNS, "train": ADAM, **PLOTTED},
}  # fmt: skip
# Text on stderr in a graded cell costs all points in stock nbgrader.
FAULTS = {"warns"}


def make(folder: Path, config: str | None, students: Iterable[str] = SUBMISSIONS) -> Course:
    """Make a course of this assignment in `folder`, release it with nbgrader, and hand in."""
    folder.mkdir(parents=True, exist_ok=True)
    if config is not None:
        (folder / CONFIG).write_text(config, encoding="utf-8")
    course = Course(folder)
    _write(course.source(NAME) / f"{NOTEBOOK}.ipynb", SOURCE)
    released = run(folder, "nbgrader", "generate_assignment", NAME, activated=True)
    if released.returncode:
        raise ValueError(released.stderr)
    for student in students:
        handed_in = json.loads((course.release(NAME) / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8"))
        for name, source in SUBMISSIONS[student].items():
            found = find(handed_in, name)
            assert found is not None
            found["source"] = source.strip()
        _write(course.submitted(NAME, student) / f"{NOTEBOOK}.ipynb", handed_in)
    return course


def _write(path: Path, notebook: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


# What stock nbgrader 0.9.6 gives in each graded cell. "waits": a person has to grade it.
CELLS = ("test_net", "test_train", "plot", "why", "explore")
STOCK: Points = {
    student: {f"{NOTEBOOK}:{name}": points for name, points in zip(CELLS, given, strict=True)}
    for student, given in {
        "blank": (0.0, 0.0, 0.0, 0.0, "waits"),
        "nan": (2.0, 0.0, 0.0, 0.0, "waits"),
        "not-trained": (2.0, 0.0, 0.0, 0.0, "waits"),
        "partly-trained": (2.0, 1.5, "waits", "waits", "waits"),
        "raises": (2.0, 0.0, "waits", "waits", "waits"),
        "right": (2.0, 4.0, "waits", "waits", "waits"),
        "right-by-hand": (2.0, 4.0, "waits", "waits", "waits"),
        "right-with-pandas": (2.0, 4.0, "waits", "waits", "waits"),
        "too-large": (0.0, 4.0, 0.0, 0.0, "waits"),
        "warns": (0.0, 0.0, "waits", "waits", "waits"),
    }.items()
}


def main() -> None:
    """Have stock nbgrader grade the class."""
    from tests.support.plain import grading  # noqa: PLC0415 - which has its settings

    with tempfile.TemporaryDirectory() as folder:
        course = make(Path(folder), grading.STOCK)
        json.dump(grading.with_stock(course, NAME), sys.stdout, indent=4, sort_keys=True)


if __name__ == "__main__":
    main()
