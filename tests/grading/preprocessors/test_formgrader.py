"""The summary above a submission in formgrader, on the page that formgrader's own exporter makes."""

from __future__ import annotations

import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension

from grader import lessons
from grader.core.catalogue import title_of
from grader.grading.course import Course
from tests.support.classroom import LINE, notebook_name, verdicts

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag
    from nbconvert.exporters import HTMLExporter

    from tests.conftest import Graded

NOTEBOOK = lessons.find(LINE).notebook


@pytest.fixture
def course(line_class: Graded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A copy of the class of lesson 1."""
    root = tmp_path / "course"
    shutil.copytree(line_class.course.root, root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "no configuration"))
    return Course(root)


@pytest.fixture
def exporter(course: Course) -> HTMLExporter:
    """The exporter that formgrader makes when Jupyter's server starts in the course."""
    extension, application = FormgradeExtension(), SimpleNamespace(settings={})
    extension.root_dir = str(course.root)
    extension.initialize([])
    extension.init_tornado_settings(application)
    return application.settings["nbgrader_exporter"]


def gradebook(course: Course) -> Gradebook:
    return Gradebook(f"sqlite:///{course.root}/gradebook.db")


def opened(course: Course, exporter: HTMLExporter, student: str, submission: str = "") -> Tag:
    """Return the page of a submission, made as formgrader's SubmissionHandler makes it."""
    with gradebook(course) as opened:
        number = submission or opened.find_submission_notebook(NOTEBOOK, LINE, student).id
    resources: dict[str, Any] = {"submission_id": number, "notebook_id": NOTEBOOK, "index": 0, "total": 3}
    path = course.autograded(LINE, student) / notebook_name(LINE)
    return BeautifulSoup(exporter.from_filename(str(path), resources=resources)[0], "html.parser")


def rows(page: Tag) -> dict[str, list[str]]:
    """Return points and codes of the summary by exercise."""
    lines = page.select("#submission-summary tbody tr")
    cells = [[" ".join(cell.text.split()) for cell in line.find_all("td")] for line in lines]
    return {name: rest for name, *rest in cells}


def test_names_points_codes_and_links_of_each_exercise(course: Course, exporter: HTMLExporter) -> None:
    path = course.autograded(LINE, "odd") / notebook_name(LINE)
    before = path.read_bytes()
    with gradebook(course) as book:
        book.find_grade("test_criterion", NOTEBOOK, LINE, "odd").manual_score = 1.25
        book.find_grade("test_data", NOTEBOOK, LINE, "odd").needs_manual_grade = True
        submission = book.find_submission_notebook(NOTEBOOK, LINE, "odd")
        submission.late_submission_penalty = 0.5
        book.db.commit()
        total, most = submission.score - 0.5, submission.max_score
    page = opened(course, exporter, "odd")
    found = rows(page)
    judged = verdicts(course, LINE, "odd")
    assert list(found) == [*judged, "Late submission penalty"]
    for name, verdict in judged.items():
        for code in verdict.codes:
            assert f"{code} {title_of(code)}".replace("`", "") in found[name][1]
    assert found["criterion"] == ["1.25 / 2.0", f"wrong-reduction {title_of('wrong-reduction')}"]
    assert found["data"][0].endswith("needs manual grading")
    assert found["Late submission penalty"] == ["-0.5", ""]
    assert page.select_one("#submission-summary strong").text == f"{total} / {most} points"
    targets = [link["href"][1:] for link in page.select("#submission-summary a")]
    assert targets == [f"test_{name}" for name in judged]
    assert all(page.select_one(f".nbgrader_cell input.score[id={target}]") for target in targets)
    assert path.read_bytes() == before


def test_text_from_a_notebook_is_escaped(course: Course, exporter: HTMLExporter) -> None:
    path = course.autograded(LINE, "odd") / notebook_name(LINE)
    path.write_text(path.read_text().replace('"wrong-reduction"', '"<script>1</script>\\n\\n<b>*x*</b>"'))
    page = opened(course, exporter, "odd")
    assert rows(page)["criterion"][1] == "<script>1</script> <b>*x*</b>"


def test_other_pages_and_other_gradebooks_have_no_summary(course: Course, exporter: HTMLExporter) -> None:
    assert not opened(course, exporter, "solved", "of another course").select("#submission-summary")
    page = opened(course, exporter, "solved")
    assert page.select("#submission-summary")
    with gradebook(course) as book:
        book.db.delete(book.find_grade("test_data", NOTEBOOK, LINE, "solved"))
        book.db.commit()
    (problem,) = opened(course, exporter, "solved").select("#submission-summary p:not(:has(strong))")
    assert problem.text == "the gradebook has no score of test_data; run grader autograde --force"
    course.convert(GenerateFeedback, course.directory(assignment_id=LINE, student_id="blank"), force=True)
    assert "submission-summary" not in (course.feedback(LINE, "blank") / f"{NOTEBOOK}.html").read_text()


def test_damaged_notebook_is_shown_without_a_summary(
    course: Course, exporter: HTMLExporter, caplog: pytest.LogCaptureFixture
) -> None:
    path = course.autograded(LINE, "odd") / notebook_name(LINE)
    path.write_text(path.read_text().replace('"wrong-reduction"', "7"))
    page = opened(course, exporter, "odd")
    assert not page.select("#submission-summary")
    assert page.select(".nbgrader_cell")
    assert "there is no summary of submission" in caplog.text
