"""Reading what students hand in, and the course's own preprocessors on it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.config import Config

from grader.grading.errors import CourseError
from grader.grading.notebook_files.reading import read_submission
from grader.grading.submission.pipeline import Pipeline

if TYPE_CHECKING:
    from nbformat import NotebookNode

CODE = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": "a = 1"}


def read(content: object) -> NotebookNode:
    return read_submission(content if isinstance(content, bytes) else json.dumps(content).encode(), "notebook.ipynb")


class TestReadSubmission:
    """`read_submission()`."""

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "JSONDecodeError: Expecting value"),
            (b"no notebook", "JSONDecodeError"),
            (b"\xff\xfe\x00", "UnicodeDecodeError"),
            ([], "is not a notebook"),
            ({"a": 1}, "is not a notebook"),
            ({"nbformat": 4, "nbformat_minor": 5, "metadata": {}}, "is not a notebook"),
            ({"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}, "is not a notebook"),
            (
                {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code"}]},
                "is not a notebook",
            ),
            (
                {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CODE | {"source": 3}]},
                "source is not a text",
            ),
            (b'{"nbformat": 4, "cells": ' + b"[" * 100_000, "nested too deep"),
        ],
    )
    def test_refuses_with_one_line(self, content: object, reason: str) -> None:
        with pytest.raises(CourseError, match=reason) as error:
            read(content)
        assert "\n" not in str(error.value)
        assert str(error.value).startswith("notebook.ipynb is not a notebook: ")

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
    def test_text_as_windows_writes_it(self, encoding: str) -> None:
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CODE | {"source": "a = 'ü'"}]}
        assert read(json.dumps(notebook, ensure_ascii=False).encode(encoding)).cells[0].source == "a = 'ü'"

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_merge_conflict(self, end: str) -> None:
        lines = ['{"cells": [', "<<<<<<< HEAD", "{},", "||||||| base", "=======", "{}", ">>>>>>> a1b2c3 (mine)", "]}"]
        with pytest.raises(CourseError, match="unresolved merge conflict, which begins in line 2 with '<<<<<<< HEAD'"):
            read(end.join(lines).encode())

    @pytest.mark.parametrize("content", [b"=======", b"<<<<<<< HEAD", b">>>>>>> x\n<<<<<<< y", b"<<<<<<<<<<\n>>>>>>>>"])
    def test_what_is_no_merge_conflict(self, content: bytes) -> None:
        with pytest.raises(CourseError, match="is not a notebook: JSONDecodeError"):
            read(content)

    def test_what_the_format_does_not_know_is_dropped(self) -> None:
        cells = [CODE | {"id": "i" * 100, "attachments": {"a": {}}, "more": "x"},
                 {"cell_type": "raw", "metadata": {}, "source": "", "id": "b", "outputs": [], "attachments": 1}
                 ]  # fmt: skip
        notebook = read({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, "more": "x"})
        assert notebook.keys() == {"nbformat", "nbformat_minor", "metadata", "cells"}
        assert [each.keys() - {"id"} for each in notebook.cells] == [
            {"cell_type", "metadata", "source", "outputs", "execution_count"}, {"cell_type", "metadata", "source"}
        ]  # fmt: skip
        nbformat.validate(notebook)

    def test_format_3(self) -> None:
        old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"metadata": {}, "cells": [
            {"cell_type": "code", "collapsed": False, "input": ["a = 1"], "language": "python", "metadata": {},
             "outputs": []}]}]}  # fmt: skip
        assert read(old).cells[0].source == "a = 1"

    def test_mends_what_is_certain(self) -> None:
        cells = [
            CODE | {"source": ["a = 1\n", "b = 2"], "outputs": "none", "metadata": None},
            {"cell_type": "made up", "metadata": {}, "source": "text"},
            CODE | {"source": "half = '\ud83d'"},
        ]
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        first, second, third = read(content).cells
        assert (first.source, first.outputs, first.metadata) == ("a = 1\nb = 2", [], {})
        assert second.cell_type == "raw"
        assert third.source == "half = '?'"


class Marks(NbGraderPreprocessor):
    """A preprocessor of an instructor's own."""

    def preprocess(self, nb, resources):
        nb.metadata["marked"] = True
        return nb, resources


class TestPipeline:
    """The preprocessors of the configuration, in their order."""

    def test_runs_what_an_instructor_adds(self) -> None:
        config = Config()
        config.Autograde.sanitize_preprocessors = ["tests.grading.submission.test_pipeline.Marks"]
        config.Autograde.autograde_preprocessors = ["grader.grading.preprocessors.execute.ExecuteToTheEnd"]
        notebook = nbformat.v4.new_notebook()
        assert Pipeline(config, None).sanitize(notebook, {}).metadata["marked"]

    def test_refuses_a_configuration_that_runs_nothing(self) -> None:
        with pytest.raises(CourseError, match="must hold ExecuteToTheEnd once"):
            Pipeline(Config({"Autograde": {"autograde_preprocessors": []}}), None)
