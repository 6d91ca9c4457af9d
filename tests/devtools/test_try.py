"""`grader try`: what it prints, how it ends, and what --write changes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.devtools import recorded_messages
from grader.devtools.sample_answers import read, write_expected
from grader.lessons import MODULES
from tests.support.answers import FOLDER
from tests.support.classroom import LINE, make_course

if TYPE_CHECKING:
    from click.testing import Result

    from grader.grading.course import Course

RIGHT = '"""Computed."""\n# %% loss_by_hand\nloss_by_hand = 4 + 9 + 16\n'
WRONG = '"""Not squared."""\n# %% loss_by_hand\nloss_by_hand = 2 + 3 + 4\n'


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    made = make_course(tmp_path, LINE)
    for kind, name, text in (("right", "computed", RIGHT), ("wrong", "wrong-values", WRONG)):
        path = tmp_path / "tests" / "submissions" / LINE / kind / f"{name}.py"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return made


def tried(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["try", LINE, *arguments])


def test_points_codes_and_messages_are_printed(course: Course) -> None:
    printed = tried("wrong-values")
    assert printed.exit_code == 1
    assert printed.stdout.splitlines()[:4] == [
        "wrong/wrong-values.py: Not squared.",
        "  loss_by_hand: 0 of 1 point",
        "    wrong-values: `loss_by_hand` is 9. That is the sum of the errors, not of their squares.",
        "    but the docstring expects 1",
    ]
    assert printed.stdout.splitlines()[-1] == "1 tried, 0 as expected, 1 not"
    assert printed.stderr == "Error: 1 not as expected; --write takes over what they get\n"
    assert not (course.root / "tests" / "messages").exists()


def test_write_takes_over_what_answers_get(course: Course) -> None:
    assert tried("--write").exit_code == 0
    place = course.root / "tests" / "submissions" / LINE / "wrong" / "wrong-values.py"
    assert place.read_text().startswith('"""Not squared.\n\nloss_by_hand: 0 wrong-values\n"""\n# %% loss_by_hand\n')
    assert (place.parents[1] / "right" / "computed.py").read_text() == RIGHT
    told = recorded_messages.recorded(course.root / "tests" / "messages" / f"{LINE}.txt")
    assert list(told) == ["wrong-values"]
    again = tried()
    assert (again.exit_code, again.stdout) == (0, "2 tried, 2 as expected, 0 not\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("loss = 3\n", "answer.py does not begin with a docstring"),
        (
            '"""A.\n\nnothing: 0 wrong-type\n"""\n',
            "answer.py expects something of 'nothing', which is not an exercise of",
        ),
        ('"""A."""\n# %% nothing\nx = 1\n', "answer replaces nothing, which the notebook does not have"),
        ('"""A."""\n# %% data\nx = 1\n# %% data\nx = 2\n', "answer.py has two cells called data"),
    ],
)
def test_file_of_another_format_is_refused_in_one_line(course: Course, text: str, says: str) -> None:
    (course.root / "answer.py").write_text(text)
    printed = tried("answer.py")
    assert printed.exit_code == 2
    assert printed.stderr.startswith(f"Error: {says}")
    assert printed.stderr.count("\n") == 1


def test_answer_that_does_not_exist(course: Course) -> None:
    printed = tried("nothing")
    assert printed.exit_code == 2
    where = f"tests/submissions/{LINE}/"
    assert printed.stderr == (
        f"Error: there is no answer nothing: it is neither a file nor the name of one in {where}\n"
    )
    shutil.rmtree(course.root / "tests")
    assert tried().stderr == f"Error: there is no answer in {where}: add right/NAME.py or wrong/CODE-NAME.py\n"


@pytest.mark.parametrize("lesson", MODULES)
def test_docstring_that_is_written_again_says_the_same(lesson: str, tmp_path: Path) -> None:
    for path in sorted((FOLDER / lesson).glob("*/*.py")):
        copy = Path(shutil.copy(path, tmp_path))
        write_expected(copy, read(path))
        assert read(copy, lesson) == read(path)
        assert copy.read_text().split("# %%", 1)[1:] == path.read_text().split("# %%", 1)[1:]
