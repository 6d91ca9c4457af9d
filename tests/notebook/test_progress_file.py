"""The progress file: it is kept where somebody has a notebook open, and is never in anybody's way."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from grader.notebook import frontend, progress_file
from grader.notebook.progress_file import PROGRESS_FILE, Earned, Kept, keep, read

LESSON = "01_linear_regression"


REQUEST = {"metadata": {"cellId": "0f5d26a1-8d25-4a5b-9d61-ac1f10fb9f2b"}, "content": {"allow_stdin": True}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a notebook that is open in JupyterLab, which runs a cell of it."""
    monkeypatch.setattr(frontend, "_last_request", REQUEST)
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "lesson.ipynb"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path


def test_what_is_kept_is_read_again(folder: Path):
    keep(LESSON, Kept({"data": Earned(2, passed=True)}, {"shape": "(2, 1)"}))
    assert read(LESSON) == Kept({"data": Earned(2, passed=True)}, {"shape": "(2, 1)"})
    assert [path.name for path in folder.iterdir()] == [PROGRESS_FILE]


def test_news_replace_what_they_name_and_nothing_else(folder: Path):
    keep(LESSON, Kept({"data": Earned(0, passed=False), "model": Earned(2, passed=True)}, {"shape": "a"}))
    keep(LESSON, Kept({"data": Earned(2, passed=True)}))
    assert read(LESSON) == Kept({"data": Earned(2, passed=True), "model": Earned(2, passed=True)}, {"shape": "a"})


def test_two_lessons_in_one_folder_keep_apart(folder: Path):
    keep(LESSON, Kept({"data": Earned(2, passed=True)}))
    keep("02_soccer_winner", Kept({"data": Earned(1, passed=False)}))
    assert read(LESSON).checks["data"].passed
    assert not read("02_soccer_winner").checks["data"].passed


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"01_linear_regression": 3}', b"[" * 100_000, b" " * 1_000_001,
     b'{"01_linear_regression": {"checks": {"data": {"points": "2", "passed": true}}}}'],
    ids=["empty", "cut", "list", "null", "no text", "number", "deep", "large", "text for a number"],
)  # fmt: skip
def test_a_corrupt_file_is_nothing_and_is_replaced(folder: Path, content: bytes):
    (folder / PROGRESS_FILE).write_bytes(content)
    assert read(LESSON) == Kept()
    keep(LESSON, Kept({"data": Earned(2, passed=True)}))
    assert read(LESSON).checks["data"].passed


def test_what_a_later_version_adds_is_passed_over(folder: Path):
    (folder / PROGRESS_FILE).write_text(json.dumps({LESSON: {"checks": {}, "answers": {"a": "b"}, "more": 1}}))
    assert read(LESSON).answers == {"a": "b"}


def test_a_folder_stands_where_the_file_would(folder: Path):
    (folder / PROGRESS_FILE).mkdir()
    keep(LESSON, Kept({"data": Earned(2, passed=True)}))
    assert read(LESSON) == Kept()
    assert [path.name for path in folder.iterdir()] == [PROGRESS_FILE]


def test_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """As in a read-only folder; tests may run as root, who can write there too."""
    (tmp_path / "file").touch()
    monkeypatch.setattr(frontend, "_last_request", REQUEST)
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "file" / "lesson.ipynb"))
    keep(LESSON, Kept({"data": Earned(2, passed=True)}))
    assert read(LESSON) == Kept()


@pytest.mark.parametrize("where", ["autograde", "validate", "no front end", "a program that the notebook started"])
def test_nothing_is_written_or_read_where_nobody_has_the_notebook_open(
    folder: Path, monkeypatch: pytest.MonkeyPatch, where: str
):
    keep(LESSON, Kept({"data": Earned(2, passed=True)}))
    before = (folder / PROGRESS_FILE).read_bytes()
    if where == "no front end":
        monkeypatch.delenv("JPY_SESSION_NAME")
    elif where == "a program that the notebook started":
        monkeypatch.setattr(frontend, "_last_request", {"metadata": {}, "content": {"allow_stdin": False}})
    else:
        monkeypatch.setenv("NBGRADER_EXECUTION", where)
    keep(LESSON, Kept({"model": Earned(2, passed=True)}))
    assert read(LESSON) == Kept()
    assert (folder / PROGRESS_FILE).read_bytes() == before


def _keep_many(own: int) -> None:
    checks = {}
    frontend._last_request.update(REQUEST)
    for number in range(50):
        checks[f"{own}-{number}"] = Earned(1, passed=True)
        keep(LESSON, Kept(dict(checks)))


def test_two_notebooks_at_once_leave_a_whole_file_with_what_both_know_in_the_end(folder: Path):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(_keep_many, [1, 2])
    known = progress_file.read(LESSON).checks
    assert {f"1-{n}" for n in range(50)} <= known.keys() or {f"2-{n}" for n in range(50)} <= known.keys()
    assert [path.name for path in folder.iterdir()] == [PROGRESS_FILE]


def test_the_file_can_be_copied_by_others(folder: Path):
    """What nbgrader collects, another user reads."""
    keep(LESSON, Kept())
    assert (folder / PROGRESS_FILE).stat().st_mode & 0o777 == 0o644
