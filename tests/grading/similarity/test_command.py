"""`grader similar`: its table, its page and its JSON. Nothing of a student is executed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.grading.similarity.test_compare import OTHER, OWN, renamed
from tests.support.classroom import LINE, answered, hand_in, make_course
from tests.support.plain import grading
from tests.support.plain.torch_assignment import NAME, make

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from grader.grading.course import Course

ATTACK = '\nshown = "</pre><script>alert(1)</script>"\nopen("ran", "w").write("it was executed")\n'


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with a lesson that nobody has released or graded."""
    made = make_course(tmp_path_factory.mktemp("similar"), LINE)
    for student, code in {"hazel": OWN, "<b>rowan": renamed(OWN), "birch": OTHER}.items():
        hand_in(made, LINE, student, answered(LINE, training=code + ATTACK))
    hand_in(made, LINE, "sloe", "<html>")
    copy = hand_in(made, LINE, "quince", answered(LINE))
    copy.rename(copy.with_name("Copy of linear_regression.ipynb"))
    hand_in(made, LINE, "vine", json.dumps({"cells": [{"cell_type": "code", "source": [1, "x"], "metadata": []}, 7]}))
    (made.submitted(LINE, "elm")).mkdir(parents=True)
    return made


def similar(course: Course, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(course.root)
    return CliRunner().invoke(main, ["similar", *arguments])


def test_table_lists_the_pair_and_who_is_left_out(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = similar(course, monkeypatch, LINE)
    assert printed.exit_code == 0, printed.output
    assert "5 submissions, 1 similar pair\n" in printed.output
    assert "<b>rowan and hazel" in printed.output
    assert "training (100%)" in printed.output
    assert "This proves nothing." in printed.output
    assert "elm: not compared: it has no linear_regression.ipynb" in printed.output
    assert "sloe: not compared: JSONDecodeError" in printed.output
    assert not (course.root / "ran").exists()


def test_page_shows_both_texts_and_escapes_them(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    similar(course, monkeypatch, LINE)
    page = (course.root / "reports" / f"{LINE}-similar.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b>" not in page
    assert "<mark>    my_tracked.append(my_error.detach().item())</mark>" in page
    assert "<mark>    tracked.append(error.detach().item())</mark>" in page
    assert "This proves nothing." in page


def test_json_has_pairs_in_order(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.loads(similar(course, monkeypatch, LINE, "--json", "--at-least", "0.01").stdout)
    assert found["pairs"][0]["students"] == ["<b>rowan", "hazel"]
    assert found["pairs"][0]["cells"]["training"]["agreement"] == 1
    order = [pair["similarity"] for pair in found["pairs"]]
    assert len(order) > 1
    assert order == sorted(order, reverse=True)
    assert set(found["left_out"]) == {"elm", "sloe"}
    assert found["compared"] == ["<b>rowan", "birch", "hazel", "quince", "vine"]


def test_plain_assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = make(tmp_path, grading.STOCK)
    student = course.handed_in(NAME)[0]
    notebook = json.loads(next(course.submitted(NAME, student).glob("*.ipynb")).read_text(encoding="utf-8"))
    for name, code in (("hazel", OWN), ("rowan", renamed(OWN))):
        notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": code, "outputs": []})
        folder = course.submitted(NAME, name)
        folder.mkdir(parents=True)
        source = next(course.source(NAME).glob("*.ipynb")).name
        (folder / source).write_text(json.dumps(notebook), encoding="utf-8")
        notebook["cells"].pop()
    found = json.loads(similar(course, monkeypatch, NAME, "--json").stdout)
    assert [pair["students"] for pair in found["pairs"]] == [["hazel", "rowan"]]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("01_lines",), 2, "there is no lesson '01_lines'"),
        (("02_soccer_winner",), 1, "02_soccer_winner has no submission to compare"),
        ((LINE, "--at-least", "0"), 2, "--at-least"),
    ],
)
def test_errors_are_one_line(
    course: Course, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], status: int, says: str
) -> None:
    printed = similar(course, monkeypatch, *arguments)
    assert printed.exit_code == status
    assert says in printed.output
