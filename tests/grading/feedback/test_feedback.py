"""`grader feedback`: what students get to read, and what they must not."""

from __future__ import annotations

import base64
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.utils import notebook_hash

from grader import lessons
from grader.cli import main
from grader.core.atomic_files import PARTIAL_PREFIX, atomic_write
from grader.grading.challenge_key import challenge_key
from grader.grading.commands.feedback import write_feedback
from grader.grading.course import Course
from grader.grading.notebook_files.reading import read_notebook
from grader.grading.verdicts.evidence_file import EVIDENCE_SUFFIX
from tests.support.classroom import CAPSTONE, CLINIC, LINE, SOCCER, load, notebook_name, run

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.conftest import ClassOf, Graded

PAGE = f"{lessons.find(LINE).notebook}.html"
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", re.DOTALL)
SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)


@pytest.fixture
def course(line_class: Graded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A copy of the class of lesson 1."""
    shutil.copytree(line_class.course.root, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "feedback", ignore_errors=True)
    monkeypatch.chdir(tmp_path)
    return Course(tmp_path)


def command(*options: str) -> Result:
    return CliRunner().invoke(main, ["feedback", LINE, *options])


def page(course: Course, student: str) -> Path:
    return course.feedback(LINE, student) / PAGE


def generate_feedback(course: Course, lesson: str) -> None:
    """Do what the command `nbgrader generate_feedback --force` does."""
    course.convert(GenerateFeedback, course.directory(assignment_id=lesson), force=True)


def shown(html: str) -> str:
    """Return a page as a browser understands it, without the mark at its end."""
    return str(BeautifulSoup(re.sub(r"\n<!-- made from \w+ -->\n$", "", html), "html.parser"))


def notebook_in(html: str) -> str:
    """Return the notebook in a page, without what grading replaced by words and the student's own copy shows."""
    notebook = BeautifulSoup(html, "html.parser").select("#notebook")[-1]  # nbconvert and nbgrader both make one
    return re.sub(r"You made no prediction\.\n", "", str(notebook))


class TestPage:
    """feedback/STUDENT/LESSON/NOTEBOOK.html."""

    def test_notebook_in_it_is_the_one_that_nbgrader_shows(self, course: Course) -> None:
        assert command().exit_code == 0
        ours = {student: page(course, student).read_text() for student in ("blank", "solved", "odd")}
        generate_feedback(course, LINE)
        for student, html in ours.items():
            assert notebook_in(html) == notebook_in(page(course, student).read_text())

    def test_contents_name_exercises_and_codes(self, course: Course) -> None:
        command()
        html = page(course, "odd").read_text()
        assert '<html lang="en">' in html
        (contents,) = BeautifulSoup(html, "html.parser").select("#contents")
        lines = [" ".join(line.text.split()) for line in contents.find_all("li")]
        assert "criterion (Score: 0.0 / 2.0) wrong-reduction" in lines
        assert len(lines) == len(lessons.find(LINE).exercises)
        for link in contents.find_all("a"):
            assert f'name="{link["href"][1:]}"' in html

    def test_shows_findings_hints_examples_and_scores(self, course: Course) -> None:
        command()
        html = page(course, "odd").read_text()
        for wanted in ("wrong-reduction", "Where to look:", ">An example on other data</summary>", "Score: 0.0 / 2.0"):
            assert wanted in html

    def test_shows_what_a_human_wrote(self, course: Course) -> None:
        command()
        with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
            gradebook.find_comment("criterion", "linear_regression", LINE, "odd").manual_comment = "Nearly there."
            gradebook.find_grade("test_criterion", "linear_regression", LINE, "odd").manual_score = 1.25
            gradebook.find_submission_notebook("linear_regression", LINE, "solved").late_submission_penalty = 3
            gradebook.db.commit()
        printed = command()
        assert printed.stdout == "feedback: 2 written, 1 up to date\n"
        html = page(course, "odd").read_text()
        assert "Nearly there." in html
        assert "Score: 1.25 / 2.0" in html
        most = float(lessons.find(LINE).points)
        assert f"linear_regression (Score: {most - 3} / {most})" in page(course, "solved").read_text()
        assert "Late submission penalty (Score: -3.0)" in page(course, "solved").read_text()

    def test_is_written_again_only_where_something_has_changed(self, course: Course) -> None:
        assert command().stdout == "feedback: 3 written, 0 up to date\n"
        before = page(course, "solved").stat().st_mtime_ns
        assert command().stdout == "feedback: 0 written, 3 up to date\n"
        assert page(course, "solved").stat().st_mtime_ns == before
        assert command("--student", "solved", "--force").stdout == "feedback: 1 written, 0 up to date\n"
        path = course.autograded(LINE, "odd") / notebook_name(LINE)
        atomic_write(path, path.read_bytes() + b"\n")
        page(course, "blank").write_text("half a page")
        assert command().stdout == "feedback: 2 written, 1 up to date\n"

    def test_comment_alone_is_a_change(self, course: Course) -> None:
        command()
        with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
            gradebook.find_comment("model", "linear_regression", LINE, "solved").manual_comment = "Read it aloud."
            gradebook.db.commit()
        assert command().stdout == "feedback: 1 written, 2 up to date\n"
        assert "Read it aloud." in page(course, "solved").read_text()
        assert command().stdout == "feedback: 0 written, 3 up to date\n"

    def test_of_a_large_class_comes_from_several_processes(self, course: Course) -> None:
        command()
        alone = page(course, "odd").read_text()
        for number in range(20):
            shutil.copytree(course.autograded(LINE, "odd"), course.autograded(LINE, f"odd{number}"))
        written = {each.student: each for each in write_feedback(course, LINE, force=True, jobs=2)}
        assert len(written) == 23
        assert {each.state for name, each in written.items() if name in ("blank", "solved", "odd")} == {"written"}
        assert written["odd7"].reason == "its grading was not finished; run `grader autograde`"
        assert page(course, "odd").read_text() == alone


class TestSecrets:
    """What is in no file under feedback/."""

    @pytest.mark.parametrize("stock", [False, True], ids=["ours", "nbgrader's"])
    @pytest.mark.parametrize("lesson", [LINE, SOCCER, CLINIC, CAPSTONE])
    def test_hidden_tests_seeds_evidence_the_key_and_solutions(
        self, lesson: str, class_of: ClassOf, tmp_path: Path, *, stock: bool
    ) -> None:
        shutil.copytree(class_of(lesson).course.root, tmp_path, dirs_exist_ok=True)
        course = Course(tmp_path)
        if stock:
            generate_feedback(course, lesson)
        else:
            assert {each.state for each in write_feedback(course, lesson, force=True)} == {"written"}
        secrets, solutions = _secrets(course, lesson), _only_in_solutions(course, lesson)
        assert len(secrets) > 3
        assert len(solutions) > 3
        pages = {path: path.read_text() for path in course.root.glob("feedback/**/*") if path.is_file()}
        name = notebook_name(lesson).replace(".ipynb", ".html")
        assert sorted(pages) == [course.feedback(lesson, student) / name for student in ("blank", "odd", "solved")]
        for path, html in pages.items():
            text = BeautifulSoup(html, "html.parser").get_text()
            assert not [secret for secret in secrets if secret in text or secret in html], path
            own = "\n".join(cell["source"] for cell in read_notebook(_submitted(course, lesson, path)))
            assert not [line for line in solutions if line in text and line not in own], path

    def test_whatever_an_odd_executor_left_in_the_notebook(self, course: Course) -> None:
        """Evidence in outputs and metadata, and a traceback that quotes the hidden test, as nbgrader leaves it."""
        path = course.autograded(LINE, "odd") / notebook_name(LINE)
        notebook = load(path)
        checks = [cell for cell in notebook["cells"] if "HIDDEN TESTS" in "".join(cell["source"])]
        assert len(checks) == 2
        (line,) = HIDDEN.findall("".join(checks[0]["source"]))
        told = f"\x1b[0;32m----> 3\x1b[0m {line.strip()}"
        bundle = {"application/vnd.grader.evidence+json": {"tree": {"seed": 987654321}}}
        for cell in (checks[0], notebook["cells"][-1]):
            cell["outputs"] = [
                {"output_type": "error", "ename": "CheckFailed", "evalue": line, "traceback": [told]},
                {"output_type": "display_data", "data": bundle, "metadata": bundle},
                {"output_type": "stream", "name": "stderr", "text": told},
            ]
            cell["metadata"]["seen"] = line
        notebook["metadata"]["seen"] = line
        atomic_write(path, json.dumps(notebook).encode())
        command()
        text = page(course, "odd").read_text()
        assert "a hidden test did not pass" in text
        for secret in ("challenge=", "987654321", *re.findall(r"\d{6,}", line)):
            assert secret not in BeautifulSoup(text, "html.parser").get_text()
            assert secret not in text

    def test_what_was_being_written_when_a_grading_was_killed(self, course: Course) -> None:
        folder = course.autograded(LINE, "odd")
        shutil.copy(folder / f"linear_regression{EVIDENCE_SUFFIX}", folder / f"{PARTIAL_PREFIX}abc")
        command()
        assert [path.name for path in course.feedback(LINE, "odd").iterdir()] == [PAGE]
        generate_feedback(course, LINE)
        assert [path.name for path in course.feedback(LINE, "odd").iterdir()] == [PAGE]


def _secrets(course: Course, lesson: str) -> set[str]:
    """Return the hidden tests, the seeds in them and those of the course, and pieces of evidence."""
    name = lessons.find(lesson).notebook
    sources = [cell["source"] for cell in read_notebook(course.source(lesson) / f"{name}.ipynb")]
    hidden = {line.strip() for source in sources for region in HIDDEN.findall(source) for line in region.splitlines()}
    key = challenge_key(course.config)
    secrets = {"HIDDEN TESTS", "challenge=", "vnd.grader.evidence", *hidden}
    secrets |= {key.decode(), key.hex(), base64.b64encode(key).decode()}
    secrets |= {number for line in hidden for number in re.findall(r"\d{6,}", line)}
    for path in course.root.glob(f"autograded/*/{lesson}/*{EVIDENCE_SUFFIX}"):
        for packed in (packed for bundles in json.loads(path.read_bytes())["bundles"].values() for packed in bundles):
            seed, tensors = packed["tree"]["seed"], packed["tensors"]
            secrets |= ({str(seed)} if seed is not None else set()) | (
                {tensors[-200:]} if len(tensors) > 400 else set()
            )
    return secrets - {""}


def _submitted(course: Course, lesson: str, page: Path) -> Path:
    """Return the notebook that was handed in by whom a page is for."""
    return course.submitted(lesson, page.parent.parent.name) / notebook_name(lesson)


def _only_in_solutions(course: Course, lesson: str) -> set[str]:
    """Return the lines of solutions that stand nowhere in what is handed out."""
    name = notebook_name(lesson)
    handed_out = "\n".join(cell["source"] for cell in read_notebook(course.release(lesson) / name))
    regions = [SOLUTION.findall(cell["source"]) for cell in read_notebook(course.source(lesson) / name)]
    lines = {line.strip() for cell in regions for region in cell for line in region.splitlines()}
    return {line for line in lines if len(line) >= 20 and line not in handed_out}


def test_release_feedback_hands_it_out(course: Course, tmp_path_factory: pytest.TempPathFactory) -> None:
    exchange = tmp_path_factory.mktemp("exchange")
    exchange.chmod(0o777)
    for student in ("blank", "solved", "odd"):
        folder = course.autograded(LINE, student)
        (folder / "timestamp.txt").write_text("2026-01-01 12:00:00 UTC")
        (folder / "submission_secret.txt").write_text(f"secret of {student}")
    assert command().exit_code == 0
    printed = run(course.root, "nbgrader", "release_feedback", LINE, f"--Exchange.root={exchange}", activated=True)
    assert printed.returncode == 0, printed.stderr
    released = {path.name: path.read_bytes() for path in exchange.glob("train-a-network/feedback/*.html")}
    assert released == {
        f"{notebook_hash(secret=f'secret of {name}', notebook_id='linear_regression')}.html": page(
            course, name
        ).read_bytes()
        for name in ("blank", "solved", "odd")
    }


class TestBadInput:
    """Each is one clear line, and the others get their feedback."""

    def test_grading_that_was_not_finished(self, course: Course) -> None:
        with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
            gradebook.find_grade("test_model", "linear_regression", LINE, "odd").auto_score = None
            gradebook.db.commit()
        (course.autograded(LINE, "blank") / notebook_name(LINE)).unlink()
        atomic_write(course.autograded(LINE, "solved") / notebook_name(LINE), b"no notebook")
        printed = command()
        assert printed.exit_code == 1
        lines = printed.stdout.splitlines()
        assert lines[0] == "feedback: 0 written, 0 up to date"
        assert lines[1] == "blank: not written: it is not graded; run `grader autograde`"
        assert lines[2] == "odd: not written: its grading was not finished; run `grader autograde`"
        assert lines[3].startswith("solved: not written: the autograded notebook cannot be read: ")
        assert printed.stderr.endswith("Error: 3 of 3 could not be written\n")

    def test_nothing_graded(self, course: Course) -> None:
        shutil.rmtree(course.root / "autograded")
        printed = command()
        assert (printed.exit_code, printed.stderr) == (1, f"Error: no graded submission of {LINE}\n")

    def test_lesson_that_does_not_exist(self) -> None:
        assert CliRunner().invoke(main, ["feedback", "03_nothing"]).exit_code == 2
