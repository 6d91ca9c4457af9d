"""What helps learners is out of the way when their work is graded, and in the feedback that they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.notebook.progress_file import PROGRESS_FILE
from tests.support.classroom import LINE, load, notebook_name, run, verdicts

if TYPE_CHECKING:
    from tests.conftest import Graded


def test_a_progress_file_that_was_handed_in_is_not_graded_and_goes_nowhere(line_class: Graded):
    course = line_class.course
    assert all(verdict.passed for verdict in verdicts(course, LINE, "solved").values())
    assert (course.submitted(LINE, "solved") / PROGRESS_FILE).exists()
    assert not list(course.root.glob(f"autograded/**/{PROGRESS_FILE}*"))
    assert not list(course.root.glob(f"notebooks/**/{PROGRESS_FILE}*"))


def test_a_graded_notebook_holds_questions_as_text_and_no_widget(line_class: Graded):
    course = line_class.course
    cells = load(course.autograded(LINE, "solved") / notebook_name(LINE))["cells"]
    shown = "".join(str(cell.get("outputs")) for cell in cells)
    assert "What does its .grad hold after a second backward pass?" in shown
    assert "jupyter.widget-view" not in shown
    assert "Which of your lines" not in shown


def test_feedback_shows_hints_and_folds_examples_out(line_class: Graded):
    course = line_class.course
    printed = run(course.root, "nbgrader", "generate_feedback", LINE, "--student=odd", activated=True)
    assert printed.returncode == 0, printed.stderr
    (page,) = course.root.glob("feedback/odd/**/*.html")
    text = page.read_text(encoding="utf-8")
    assert "Where to look:" in text
    assert ">An example on other data</summary>" in text
    assert "L1Loss" in text
