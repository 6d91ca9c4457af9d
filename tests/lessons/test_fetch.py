"""The command that copies the lessons for a learner."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from grader.lessons import MODULES, fetch

if TYPE_CHECKING:
    from pathlib import Path


def test_each_lesson_is_copied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fetch.main(["lessons", str(tmp_path / "course")])
    assert {path.parent.name for path in tmp_path.glob("course/*/*.ipynb")} == set(MODULES)
    assert capsys.readouterr().out.count("written") == len(MODULES)


def test_work_that_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fetch.copy_lessons(tmp_path)
    mine = tmp_path / "01_linear_regression" / "linear_regression.ipynb"
    mine.write_text("my work", encoding="utf-8")
    fetch.main(["lessons", str(tmp_path)])
    assert mine.read_text(encoding="utf-8") == "my work"
    assert f"kept     {mine} (it was there already)" in capsys.readouterr().out


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        fetch.main(["lessons", str(tmp_path / "taken")])
    assert str(ended.value).startswith(f"train-a-network: the lessons cannot be copied to {tmp_path / 'taken'}: ")
    assert os.linesep not in str(ended.value)


def test_without_a_command_the_usage_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        fetch.main([])
    assert ended.value.code == 2
    assert "usage: train-a-network" in capsys.readouterr().err
