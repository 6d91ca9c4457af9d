"""`grader demo` in a course from which something is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from grader import lessons
from grader.cli import main
from tests.support.classroom import LINE, SOCCER, make_course

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_demo_without_a_part_is_one_line_and_removes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name for name in lessons.MODULES if name != SOCCER]
    course = make_course(tmp_path, *names)
    (course.root / "demo").mkdir()
    for name in names[1:]:
        (course.root / "tests" / "submissions" / name).mkdir(parents=True)
    monkeypatch.chdir(course.root)
    printed = CliRunner().invoke(main, ["demo"])
    assert printed.exit_code == 1
    assert printed.stderr == (
        "Error: the demo needs all lessons and their sample answers, as a clone has them; missing: "
        f"solutions/{SOCCER}/soccer_winner.ipynb, tests/submissions/{LINE}, tests/submissions/{SOCCER}\n"
    )
    assert (course.root / "demo").is_dir()
