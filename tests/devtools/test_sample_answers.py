"""The files of sample answers, and what they are made into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader import lessons
from grader.devtools.sample_answers import Answer, fill, read, solution_cells
from tests.support.answers import run
from tests.support.classroom import LINE, ROOT, cell, load, notebook_name, solution

if TYPE_CHECKING:
    from pathlib import Path

WRONG = '''"""The mean of the squared errors instead of their sum.

criterion: 0 wrong-reduction
training: 3 wrong-reduction loss-too-high
"""
# %% criterion
criterion = nn.MSELoss()
# %% loss_by_hand
loss_by_hand = 29

'''


def written(folder: Path, text: str) -> Path:
    path = folder / LINE / "wrong" / "mean.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


class TestRead:
    """`read(path)`."""

    def test_title_cells_and_expectations(self, tmp_path: Path) -> None:
        answer = read(written(tmp_path, WRONG))
        assert (answer.name, answer.lesson) == ("mean", LINE)
        assert answer.title == "The mean of the squared errors instead of their sum."
        assert answer.cells == {"criterion": "criterion = nn.MSELoss()", "loss_by_hand": "loss_by_hand = 29"}
        assert answer.expected["criterion"] == (0, ("wrong-reduction",))
        assert answer.expected["training"] == (3, ("wrong-reduction", "loss-too-high"))
        assert answer.points == lessons.find(LINE).points - 4  # two for each exercise
        assert not answer.is_right

    def test_full_points_are_expected_of_what_is_not_listed(self, tmp_path: Path) -> None:
        answer = read(written(tmp_path, '"""Right."""\n# %% data\n'))
        assert answer.expected == {name: (e.points, ()) for name, e in lessons.find(LINE).exercises.items()}
        assert answer.is_right

    def test_answer_need_not_be_python(self, tmp_path: Path) -> None:
        assert read(written(tmp_path, '"""Broken."""\n# %% data\nx = (\n')).cells == {"data": "x = ("}

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("# %% data\n", "mean.py does not begin with a docstring"),
            ('"""A.\n\nnothing: 0 wrong-type\n"""', "mean.py expects something of 'nothing', which is not an exercise"),
            (
                '"""A.\n\ndata: wrong-type\n"""',
                "mean.py says 'data: wrong-type', which is not `exercise: points codes`",
            ),
        ],
    )
    def test_other_formats_are_refused(self, tmp_path: Path, text: str, says: str) -> None:
        with pytest.raises(ValueError, match=f"^{says}"):
            read(written(tmp_path, text))


class TestFill:
    """`fill(released, answer, solutions)`."""

    RELEASED = ROOT / "notebooks" / LINE / notebook_name(LINE)

    def test_solution_cells_are_filled_and_nothing_else(self) -> None:
        released = load(self.RELEASED)
        filled = fill(released, Answer("a", LINE, "", {"criterion": "criterion = 1"}, {}), solution(LINE))
        assert cell(filled, "criterion")["source"] == "criterion = 1"
        assert "torch.tensor" in cell(filled, "data")["source"]
        assert "SOLUTION" not in cell(filled, "data")["source"]
        assert cell(filled, "test_data") == cell(released, "test_data")
        assert cell(released, "criterion")["source"] != "criterion = 1"

    def test_cell_that_the_notebook_has_not(self) -> None:
        with pytest.raises(ValueError, match="^a replaces nothing, which the notebook does not have$"):
            fill(load(self.RELEASED), Answer("a", LINE, "", {"nothing": ""}, {}), solution(LINE))


class TestRun:
    """`run(answer)`, which judges without a kernel."""

    def test_solution_passes(self) -> None:
        assert all(verdict.passed for verdict in run(Answer("a", LINE, "", {}, {})).values())

    def test_blank_is_not_attempted(self) -> None:
        blank = dict.fromkeys(solution_cells(solution(LINE)), "")
        assert {v.codes for v in run(Answer("a", LINE, "", blank, {})).values()} == {("not-attempted",)}
