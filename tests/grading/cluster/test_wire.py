"""What workers are sent, and send back."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from traitlets.config import Config

from grader import lessons
from grader.grading.cluster import wire
from grader.grading.course import Course
from grader.grading.errors import ClusterError
from grader.grading.gradebook.released import Released, ReleasedCell
from grader.grading.submission.submission_grader import Graded, Submission, SubmissionGrader
from tests.support.classroom import LINE, ROOT

LESSON = lessons.find(LINE)
RELEASE = Released({"data": ReleasedCell("x = ...", "code", {"locked": False, "points": 2.0})}, {"name": "python3"})


def assignment(**sections: dict) -> wire.Assignment:
    config = Course(ROOT).config.copy()
    config.merge(Config(sections))
    pipeline = SubmissionGrader(config, LESSON.name, {LESSON.notebook: RELEASE}, b"key").pipeline
    return wire.Assignment.of(config, LESSON.name, {LESSON.notebook: RELEASE}, b"key", pipeline)


class TestAssignment:
    """What a class shares."""

    def test_arrives_as_it_was_sent(self) -> None:
        sent = assignment()
        assert wire.unpack_assignment(wire.pack_assignment(sent)) == sent
        assert sent.releases == {LESSON.notebook: RELEASE}

    def test_gives_the_same_pipeline(self) -> None:
        of_lesson = (LESSON.name, {LESSON.notebook: RELEASE}, b"key")
        there = SubmissionGrader(Config(assignment().config), *of_lesson).pipeline
        assert there.classes == SubmissionGrader(Course(ROOT).config, *of_lesson).pipeline.classes

    def test_tells_nothing_of_the_gradebook(self) -> None:
        sent = assignment(CourseDirectory={"db_url": "postgresql+psycopg://hazel:secret@db/course"})
        assert "CourseDirectory" not in sent.config
        assert b"secret" not in msgspec.msgpack.encode(sent)

    def test_tells_what_an_instructor_set(self) -> None:
        sent = assignment(LimitOutput={"max_lines": 7}, Sandbox={"memory_mib": 512})
        assert sent.config["LimitOutput"] == {"max_lines": 7}
        assert sent.config["Sandbox"]["memory_mib"] == 512

    def test_refuses_what_is_no_plain_value(self) -> None:
        with pytest.raises(
            ClusterError, match=r"^c\.LimitOutput\.max_lines of nbgrader_config\.py is not a plain value"
        ):
            assignment(LimitOutput={"max_lines": print})


class TestMessages:
    """Tasks and answers."""

    @pytest.mark.parametrize(
        "answer",
        [
            wire.Done(Graded(b"{}", {"a.json": b"\x00\xff"}, {"test_data": 1.5}, frozenset({"data"}), ())),
            wire.Failed("kernel", "a kernel did not start"),
        ],
    )
    def test_answer_arrives_as_it_was_sent(self, answer: wire.Answer) -> None:
        assert wire.unpack_answer(wire.pack(answer)) == answer

    @pytest.mark.parametrize("sent", [b"", b"\x80", b"cos\nsystem\n", b"\x81\xa4type\xa4gone"])
    def test_anything_else_is_refused(self, sent: bytes) -> None:
        with pytest.raises(msgspec.DecodeError):
            wire.unpack_answer(sent)

    def test_files_arrive_as_they_were(self, tmp_path: Path) -> None:
        (tmp_path / "here" / "own").mkdir(parents=True)
        (tmp_path / "there").mkdir()
        (tmp_path / "here" / "own" / os.fsdecode(b"\xff")).write_bytes(b"\x00")
        (tmp_path / "here" / "b.txt").write_bytes(b"")
        files = wire.read_files(tmp_path / "here")
        assert files == ((b"b.txt", b""), (b"own/\xff", b"\x00"))
        assert wire.size_of(tmp_path / "here") == 1
        task = wire.Task(b"", Submission("hazel", b"no notebook", "00", "notebook"), files)
        wire.write_files(wire.unpack_task(wire.pack(task)).files, tmp_path / "there")
        assert wire.read_files(tmp_path / "there") == files
