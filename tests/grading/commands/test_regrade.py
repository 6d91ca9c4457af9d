"""`grader regrade`: stored evidence judged again, in a course that real kernels have graded."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import time
from itertools import count
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from grader import lessons
from grader.cli import main
from grader.core.atomic_files import PARTIAL_PREFIX, atomic_write
from grader.core.verdict import Verdict
from grader.grading import assignments
from grader.grading.commands import regrade
from grader.grading.commands.up_to_date import up_to_date
from grader.grading.course import Course
from grader.grading.gradebook.writer import GradebookWriter
from grader.grading.verdicts import autograded_notebook, evidence_file
from grader.grading.verdicts.evidence_file import EVIDENCE_SUFFIX
from tests.browser.lab import Lab
from tests.support.classroom import LINE, notebook_name, scores, start, verdicts
from tests.support.holder import held_by_another_process
from tests.support.many import copy_grades

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    from tests.conftest import Graded

lesson = lessons.find(LINE)


@pytest.fixture
def course(line_class: Graded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A copy of the class of lesson 1, without what was handed in: a regrading has no need of it."""
    shutil.copytree(line_class.course.root, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "submitted")
    monkeypatch.chdir(tmp_path)
    return Course(tmp_path)


@pytest.fixture
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another check of the criterion: every criterion passes."""
    monkeypatch.setattr(lesson.exercises["criterion"], "judge_function", lambda **_: iter(()))


def command(*options: str, answer: str = "") -> Result:
    return CliRunner().invoke(main, ["regrade", LINE, *options], input=answer)


def evidence(course: Course, student: str) -> Path:
    return course.autograded(LINE, student) / f"{lesson.notebook}{EVIDENCE_SUFFIX}"


def notebook(course: Course, student: str) -> Path:
    return course.autograded(LINE, student) / notebook_name(LINE)


def stored(course: Course) -> dict[str, Any]:
    """Return all that a regrading could write."""
    files = {path: path.read_bytes() for path in course.root.glob("autograded/**/*") if path.is_file()}
    return {**files, "scores": scores(course, LINE)}


def kept(course: Course, student: str) -> dict[str, Verdict]:
    found = map(Verdict.from_json, json.loads(evidence(course, student).read_bytes())["verdicts"])
    return {verdict.exercise: verdict for verdict in found}


def waiting(course: Course, student: str) -> set[str]:
    """Return the exercises of which nbgrader says that they need manual grading."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        (submitted,) = gradebook.find_submission(LINE, student).notebooks
        return {grade.name.removeprefix("test_") for grade in submitted.grades if grade.needs_manual_grade}


class TestAsBefore:
    """Nothing has changed since the class was graded."""

    def test_says_so_and_asks_nothing(self, course: Course) -> None:
        before = stored(course)
        printed = command()
        assert printed.exit_code == 0
        assert printed.stdout == (
            "3 judged again: 0 with other points, 0 with the same points in other words, 3 as before, 0 not judged\n"
        )
        assert stored(course) == before

    @pytest.mark.parametrize("student", ["blank", "solved", "odd"])
    def test_rewriting_the_same_verdicts_changes_no_byte(self, course: Course, student: str) -> None:
        (again,) = regrade.judge_again(course, LINE, [student])
        encoded = notebook(course, student).read_bytes()
        assert autograded_notebook.with_verdicts(encoded, lesson, again.new) == encoded
        encoded = evidence(course, student).read_bytes()
        assert evidence_file.with_verdicts(json.loads(encoded), again.new.values()) == encoded


class TestCheckThatFails:
    """A check stops with an error of its own: a person has to look at its cell, and all others keep their points."""

    def test_the_cell_has_no_score_and_waits(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        before = scores(course, LINE)["solved"]
        with monkeypatch.context() as broken:
            broken.setattr(lesson.exercises["criterion"], "judge_function", lambda **_: 1 / 0)
            printed = command("--student", "solved", "--yes")
        assert printed.exit_code == 0
        assert "criterion 2 → not graded (check-failed)" in printed.stdout
        assert scores(course, LINE)["solved"] == before | {"criterion": None}
        assert waiting(course, "solved") == {"criterion"}
        assert kept(course, "solved")["criterion"].findings[0].trace.endswith("ZeroDivisionError: division by zero")
        assert command("--student", "solved", "--yes").exit_code == 0
        assert scores(course, LINE)["solved"] == before
        assert waiting(course, "solved") == set()


@pytest.mark.usefixtures("lenient")
class TestOtherPoints:
    """A check has changed: what `odd` handed in for the criterion passes now."""

    def test_old_and_new_points_are_shown_first(self, course: Course) -> None:
        before = stored(course)
        old = sum(scores(course, LINE)["odd"].values())
        printed = command("--dry-run")
        assert printed.exit_code == 0
        (row,) = [line for line in printed.stdout.splitlines() if "│ odd" in line]
        assert [field.strip() for field in row.split("│")[1:-1]] == [
            "odd", f"{old:g}", f"{old + 2:g}", "criterion 0 → 2",
        ]  # fmt: skip
        assert printed.stdout.endswith("nothing written, because of --dry-run\n")
        assert stored(course) == before

    def test_more_than_ten_are_asked_about(self, course: Course) -> None:
        copy_grades(course, LINE, [f"another{number}" for number in range(10)], ["odd"])
        before = stored(course)
        assert command().exit_code == 1, "no answer is no"
        refused = command(answer="n\n")
        assert refused.stdout.endswith("Write what changes for 11 students? [y/N]: n\nnothing written\n")
        assert (refused.exit_code, stored(course)) == (0, before)
        assert command(answer="y\n").exit_code == 0
        assert scores(course, LINE)["another9"]["criterion"] == 2

    @pytest.mark.parametrize("options", [("--yes",), (), ("--exercise", "criterion")])
    def test_written_to_notebook_gradebook_and_evidence(self, course: Course, options: tuple[str, ...]) -> None:
        before = stored(course)
        assert command(*options).exit_code == 0
        assert verdicts(course, LINE, "odd")["criterion"] == kept(course, "odd")["criterion"]
        assert verdicts(course, LINE, "odd")["criterion"].passed
        assert scores(course, LINE)["odd"] == before["scores"]["odd"] | {"criterion": 2}
        changed = {path for path, content in stored(course).items() if before[path] != content}
        assert changed == {"scores", notebook(course, "odd"), evidence(course, "odd")}
        assert command().stdout.startswith("3 judged again: 0 with other points")

    def test_other_exercises_keep_their_verdicts(self, course: Course) -> None:
        before = stored(course)
        printed = command("--exercise", "training", "--exercise", "data")
        assert printed.stdout.startswith("3 judged again: 0 with other points, 0 with the same points in other words")
        assert stored(course) == before
        wrong = command("--exercise", "trainin")
        assert wrong.exit_code == 2
        assert wrong.stderr.startswith(f"Error: {LINE} has no exercise 'trainin'; there are: data, model, ")

    def test_autograde_finds_it_up_to_date(self, course: Course, line_class: Graded) -> None:
        command("--yes")
        shutil.copytree(line_class.course.root / "submitted", course.root / "submitted")
        outcome = up_to_date(course, assignments.find(course, LINE), "odd")
        assert outcome.state == "up to date"
        assert sum(verdict.points for verdict in outcome.verdicts) == sum(scores(course, LINE)["odd"].values())

    def test_of_one_student_only(self, course: Course) -> None:
        before = stored(course)
        assert command("--yes", "--student", "solved").exit_code == 0
        assert stored(course) == before

    def test_in_several_processes(self, course: Course) -> None:
        for number in range(20):
            shutil.copytree(course.autograded(LINE, "odd"), course.autograded(LINE, f"odd{number}"))
        judged = {each.student: each for each in regrade.judge_again(course, LINE, course.graded(LINE))}
        assert judged["odd"].new["criterion"].passed
        assert judged["odd7"].reason == "the gradebook knows of no submission; run `grader autograde --force`"
        assert len(judged) == 23


@pytest.mark.usefixtures("lenient")
class TestHuman:
    """What was written in formgrader stays."""

    def test_scores_extra_credit_and_comments(self, course: Course, tmp_path_factory: pytest.TempPathFactory) -> None:
        """Through the API that formgrader's pages use, while it goes on running."""
        lab = Lab(course.root, tmp_path_factory.mktemp("home"))
        try:
            where = _in_formgrader(lab, "odd")
            lab.ask("PUT", where["test_criterion"], {"manual_score": 1.5, "extra_credit": 0.25})
            lab.ask("PUT", where["criterion"], {"manual_comment": "Nearly."})
            printed = command("--yes")
            assert "criterion 0 → 2; a human's score stays" in printed.stdout
            grade = lab.ask("GET", where["test_criterion"])
            assert (grade["auto_score"], grade["manual_score"], grade["extra_credit"]) == (2, 1.5, 0.25)
            assert grade["needs_manual_grade"]  # it is to be looked at again, as after autograding
            assert lab.ask("GET", where["criterion"])["manual_comment"] == "Nearly."
            assert not lab.ask("GET", where["data"])["manual_comment"]
            assert not lab.ask("GET", where["test_model"])["needs_manual_grade"]
        finally:
            lab.end()

    def test_being_late_takes_off_what_it_does_now(self, course: Course) -> None:
        with (course.root / "nbgrader_config.py").open("a") as file:
            file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
        with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
            gradebook.find_assignment(LINE).duedate = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - as nbgrader stores it
            gradebook.find_submission(LINE, "odd").timestamp = dt.datetime(2026, 1, 2)  # noqa: DTZ001 - as nbgrader stores it
            gradebook.db.commit()
        command("--yes")
        with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
            submission = gradebook.find_submission(LINE, "odd")
            assert submission.late_submission_penalty == submission.score > 0


def _in_formgrader(lab: Lab, student: str) -> dict[str, str]:
    """Return where formgrader's API has each grade and each comment of a student's notebook, by grade_id."""
    api = "/formgrader/api"
    notebooks = lab.ask("GET", f"{api}/submitted_notebooks/{LINE}/{lesson.notebook}")
    (key,) = (each["id"] for each in notebooks if each["student"] == student)
    grades = {each["name"]: f"{api}/grade/{each['id']}" for each in lab.ask("GET", f"{api}/grades?submission_id={key}")}
    return grades | {
        each["name"]: f"{api}/comment/{each['id']}" for each in lab.ask("GET", f"{api}/comments?submission_id={key}")
    }


@pytest.mark.usefixtures("lenient")
class TestInterrupted:
    """Killed between two of the places that hold a verdict: the next regrading finds what differs."""

    @pytest.fixture(params=["notebook", "notebook and gradebook", "gradebook"])
    def halfway(self, course: Course, request: pytest.FixtureRequest) -> None:
        new = verdicts(course, LINE, "odd") | {"criterion": Verdict("criterion", 2, 2)}
        if "notebook" in request.param:
            path = notebook(course, "odd")
            atomic_write(path, autograded_notebook.with_verdicts(path.read_bytes(), lesson, new))
        if "gradebook" in request.param:
            with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
                gradebook.find_grade("test_criterion", "linear_regression", LINE, "odd").auto_score = 2
                gradebook.db.commit()

    @pytest.mark.usefixtures("halfway")
    def test_is_finished_by_the_next(self, course: Course) -> None:
        assert command("--yes").exit_code == 0
        assert verdicts(course, LINE, "odd")["criterion"] == kept(course, "odd")["criterion"]
        assert kept(course, "odd")["criterion"].passed
        assert scores(course, LINE)["odd"]["criterion"] == 2
        assert command().stdout.startswith("3 judged again: 0 with other points, 0 with the same points in other words")

    def test_interrupt_while_writing_leaves_whole_submissions(
        self, course: Course, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The interrupt comes when the notebook is written and the gradebook is not."""
        judged = list(regrade.judge_again(course, LINE, ["odd"]))
        with pytest.raises(KeyboardInterrupt):
            list(_interrupted(regrade.write(course, LINE, judged), monkeypatch))
        assert verdicts(course, LINE, "odd")["criterion"].passed
        assert kept(course, "odd")["criterion"].passed
        assert scores(course, LINE)["odd"]["criterion"] == 2

    def test_graded_again_in_the_meantime(self, course: Course) -> None:
        judged = list(regrade.judge_again(course, LINE, ["odd"]))
        path = evidence(course, "odd")
        atomic_write(path, path.read_bytes() + b" ")
        before = stored(course)
        (again,) = regrade.write(course, LINE, judged)
        assert (again.state, again.reason) == ("not judged", "it was graded in the meantime; regrade it again")
        assert stored(course) == before


class TestSeveral:
    """Another process is at the same submission."""

    @pytest.mark.usefixtures("lenient")
    def test_that_submission_is_left_to_it(self, course: Course) -> None:
        copy_grades(course, LINE, ["another"], ["odd"])
        before = stored(course)
        with held_by_another_process(course, LINE, "odd"):
            printed = command("--yes")
        assert printed.exit_code == 1
        assert "not judged again: another process is working on it; run this command again" in printed.stdout
        assert {path for path, content in stored(course).items() if before[path] != content} == {
            "scores", notebook(course, "another"), evidence(course, "another"),
        }  # fmt: skip
        assert command("--yes").exit_code == 0
        assert scores(course, LINE)["odd"]["criterion"] == 2

    @pytest.mark.usefixtures("lenient")
    def test_second_regrading_of_the_same_finds_it_done(self, course: Course) -> None:
        judged = list(regrade.judge_again(course, LINE, ["odd"]))
        assert [each.state for each in regrade.write(course, LINE, judged)] == ["points changed"]
        before = stored(course)
        (again,) = regrade.write(course, LINE, judged)
        assert again.reason == "it was graded in the meantime; regrade it again"
        assert stored(course) == before


class TestKilled:
    """kill -9 at each step of writing: each place is whole, and the next regrading finishes what was begun."""

    STUDENTS = ("first", "second")

    @pytest.mark.usefixtures("lenient")
    def test_at_each_step(self, course: Course) -> None:
        copy_grades(course, LINE, self.STUDENTS, ["odd"])
        pristine = course.root / "pristine"
        shutil.copytree(course.root / "autograded", pristine / "autograded")
        shutil.copy(course.root / "gradebook.db", pristine)
        judged = list(regrade.judge_again(course, LINE, list(self.STUDENTS)))
        steps = 0
        while _killed_at(steps, lambda: list(regrade.write(course, LINE, judged))):
            done = sum(kept(course, name)["criterion"].passed for name in self.STUDENTS)
            assert done == max(0, steps - 3)
            for name in self.STUDENTS:
                assert {verdict.points for verdict in (verdicts(course, LINE, name)["criterion"],)} <= {0, 2}
                assert scores(course, LINE)[name]["criterion"] in (0, 2)
            again = list(regrade.judge_again(course, LINE, list(self.STUDENTS)))
            assert sum(each.differs for each in again) == 2 - done
            assert {each.state for each in regrade.write(course, LINE, again)} <= {"points changed", "feedback changed"}
            for name in self.STUDENTS:
                assert kept(course, name)["criterion"].passed
                assert verdicts(course, LINE, name)["criterion"].passed
                assert scores(course, LINE)[name]["criterion"] == 2
                assert not list(course.autograded(LINE, name).glob(f"{PARTIAL_PREFIX}*"))
            shutil.rmtree(course.root / "autograded")
            shutil.copytree(pristine / "autograded", course.root / "autograded")
            shutil.copy(pristine / "gradebook.db", course.root)
            steps += 1
        assert steps == 5  # two notebooks, the gradebook, two files of evidence

    def test_command_at_any_moment(self, course: Course) -> None:
        """The command leaves no process behind, and no submission with other points than the old or the new ones."""
        students = [f"student{number:02}" for number in range(24)]
        copy_grades(course, LINE, students, ["solved"], "criterion")
        for moment in (0.0, 0.1):
            before = stored(course)
            regrading = start(course.root, "regrade", LINE, "--yes")
            written = [evidence(course, name) for name in students if not kept(course, name)["criterion"].passed]
            while all(path.read_bytes() == before[path] for path in written) and regrading.poll() is None:
                time.sleep(0.005)
            time.sleep(moment)
            started = psutil.Process(regrading.pid).children(recursive=True) if regrading.poll() is None else []
            regrading.send_signal(signal.SIGKILL)
            regrading.wait()
            assert not psutil.wait_procs(started, timeout=5)[1]
            points = scores(course, LINE)
            for name in students:
                found = {kept(course, name)["criterion"].points, verdicts(course, LINE, name)["criterion"].points}
                assert {points[name]["criterion"], *found} <= {0, 2}
        assert command("--yes").exit_code == 0
        of_class = scores(course, LINE)
        for name in students:
            shown = verdicts(course, LINE, name)["criterion"].points
            assert (shown, of_class[name]["criterion"], kept(course, name)["criterion"].points) == (2, 2, 2)
        assert not list(course.root.glob(f"autograded/*/{LINE}/{PARTIAL_PREFIX}*"))


def _killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do `work` in a process that is killed before its step of this number, from 0; tells whether it came to that."""

    def doomed() -> None:
        counter = count()

        def deadly(done: Callable[..., Any]) -> Callable[..., Any]:
            def counted(*arguments: Any) -> Any:
                if next(counter) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                return done(*arguments)

            return counted

        os.replace = deadly(os.replace)
        GradebookWriter.rescore = deadly(GradebookWriter.rescore)
        work()

    process = get_context("fork").Process(target=doomed)
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def _interrupted(written: Iterator[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    rescore = GradebookWriter.rescore

    def interrupted(*arguments: Any) -> set[str]:
        signal.raise_signal(signal.SIGINT)
        return rescore(*arguments)

    monkeypatch.setattr(GradebookWriter, "rescore", interrupted)
    yield from written


class TestBadInput:
    """Each is one clear line, and the others are judged."""

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"{", "the evidence cannot be read: JSONDecodeError"),
            (b"[]", "the evidence cannot be read: it is not an evidence file"),
            (
                b'{"lesson": "02_soccer_winner", "verdicts": [], "bundles": {}, "lost": []}',
                "not of 01_linear_regression",
            ),
            (b'{"lesson": "01_linear_regression", "verdicts": [], "bundles": {}, "lost": []}', "another version"),
            (b'{"lesson": "01_linear_regression", "verdicts": [{"points": "all"}]', "JSONDecodeError"),
            (None, "its grading was not finished; run `grader autograde`"),
        ],
    )
    @pytest.mark.usefixtures("lenient")
    def test_evidence(self, course: Course, content: bytes | None, says: str) -> None:
        path = evidence(course, "blank")
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        printed = command("--yes")
        assert printed.exit_code == 1
        assert "not judged again: " in printed.stdout
        assert says in printed.stdout
        assert printed.stderr.endswith("Error: 1 of 3 could not be judged again\n")
        assert scores(course, LINE)["odd"]["criterion"] == 2
        assert set(scores(course, LINE)["blank"].values()) == {0}

    def test_tensors_that_cannot_be_read(self, course: Course) -> None:
        path = evidence(course, "solved")
        spoilt = json.loads(path.read_bytes())
        spoilt["bundles"]["model"][0]["tensors"] = "?"
        atomic_write(path, json.dumps(spoilt).encode())
        printed = command("--yes")
        assert printed.exit_code == 1
        assert "not judged again: the evidence cannot be read: the tensors cannot be read" in printed.stdout

    @pytest.mark.parametrize(
        ("student", "forge", "says"),
        [
            ("solved", "truncated", "the evidence cannot be read: JSONDecodeError"),
            ("odd", "points of what was lost", "the grade has 3 points for `repair` that no evidence supports"),
            ("solved", "another exercise's evidence", "the evidence cannot be read: that of `training` is of 'data'"),
            (
                "solved",
                "no evidence",
                "the evidence cannot be read: there is none of `data`, and it is not said to be lost",
            ),
        ],
    )
    def test_forged(self, course: Course, student: str, forge: str, says: str) -> None:
        path = evidence(course, student)
        forged = json.loads(path.read_bytes())
        by_name = {verdict["exercise"]: verdict for verdict in forged["verdicts"]}
        if forge == "points of what was lost":
            by_name["repair"] |= {"points": 3, "findings": []}
        elif forge == "another exercise's evidence":
            forged["bundles"]["training"] = forged["bundles"]["data"]
        elif forge == "no evidence":
            forged["bundles"]["data"] = []
        content = json.dumps(forged).encode()
        atomic_write(path, content[: len(content) // 2] if forge == "truncated" else content)
        before = stored(course)
        printed = command("--yes")
        assert printed.exit_code == 1
        assert (
            f"not judged again: the evidence {says.removeprefix('the evidence ')}" in printed.stdout
            or says in printed.stdout
        )
        assert printed.stderr.endswith("Error: 1 of 3 could not be judged again\n")
        assert stored(course) == before

    def test_points_that_were_forged_are_judged_again(self, course: Course) -> None:
        path = evidence(course, "odd")
        before = stored(course)
        forged = json.loads(path.read_bytes())
        for verdict in forged["verdicts"]:
            if verdict["exercise"] == "criterion":
                verdict |= {"points": 2, "findings": []}
        atomic_write(path, json.dumps(forged).encode())
        printed = command("--yes")
        assert (printed.exit_code, stored(course)) == (0, before)

    def test_notebook_that_is_not_there(self, course: Course) -> None:
        notebook(course, "solved").unlink()
        before = stored(course)
        printed = command("--yes")
        assert "there is no linear_regression.ipynb: its grading was not finished" in printed.stdout
        assert (printed.exit_code, stored(course)) == (1, before)

    @pytest.mark.parametrize("content", [None, b"no database"])
    @pytest.mark.parametrize("name", ["regrade", "feedback"])
    def test_gradebook(self, course: Course, name: str, content: bytes | None) -> None:
        path = course.root / "gradebook.db"
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        printed = CliRunner().invoke(main, [name, LINE])
        assert printed.exit_code == 1
        assert printed.stdout == ""
        (line,) = printed.stderr.splitlines()
        assert line.startswith("Error: there is no gradebook at " if content is None else "Error: the gradebook at ")
        assert (path.read_bytes() if path.exists() else None) == content

    def test_notebook(self, course: Course) -> None:
        atomic_write(notebook(course, "solved"), b"no notebook")
        printed = command("--yes")
        assert "not judged again: the autograded notebook cannot be read: JSONDecodeError" in printed.stdout
        assert printed.exit_code == 1

    def test_other_exercises_than_released(self, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
        rest = {name: each for name, each in lesson.exercises.items() if name != "criterion"}
        monkeypatch.setattr(lesson, "exercises", rest)
        before = stored(course)
        printed = command("--yes")
        assert printed.stderr.startswith(
            f"Error: the gradebook has the exercise criterion of {LINE}, and the lesson no"
        )
        assert f'c.LessonSettings.points = {{"{LINE}": {{"criterion": 0}}}}' in printed.stderr
        assert printed.exit_code == 1
        assert stored(course) == before

    def test_nothing_graded(self, course: Course) -> None:
        shutil.rmtree(course.root / "autograded")
        printed = command()
        assert (printed.exit_code, printed.stderr) == (1, f"Error: no graded submission of {LINE}\n")

    def test_nobody_of_this_name(self, course: Course) -> None:
        printed = command("--student", "nobody")
        assert printed.exit_code == 1
        assert (
            printed.stderr
            == f"Error: no graded submission of {LINE} by nobody; there are graded submissions by: blank, odd, solved\n"
        )


def test_lesson_that_does_not_exist() -> None:
    assert CliRunner().invoke(main, ["regrade", "03_nothing"]).exit_code == 2
