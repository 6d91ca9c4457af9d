"""What a cell's source says."""

from __future__ import annotations

import pytest

from grader.core.cell_source import check_calls, is_untouched


class TestCheckCalls:
    """`check_calls(source)`."""

    def test_practice_and_challenge(self) -> None:
        source = "check.repair(train)\n### BEGIN HIDDEN TESTS\ncheck.repair(train, challenge=7)\n### END HIDDEN TESTS"
        practice, graded = check_calls(source)
        assert (practice.exercise, practice.arguments, practice.seed) == ("repair", ("train",), None)
        assert (graded.seed, list(graded.lines)) == (7, [3])

    def test_arguments_are_the_expressions_as_written(self) -> None:
        assert check_calls("check.data(x_data, y[0])")[0].arguments == ("x_data", "y[0]")

    @pytest.mark.parametrize("source", ["", "print(1)", "other.data(x)", "check", "x = check.data(x)", "check.data(x"])
    def test_none_in_anything_else(self, source: str) -> None:
        assert check_calls(source) == ()


class TestIsUntouched:
    """`is_untouched(source)`."""

    @pytest.mark.parametrize(
        "source",
        [
            "",
            "# a comment",
            "...",
            "pass",
            "x = ...",
            "raise NotImplementedError",
            "raise NotImplementedError()",
            '"text"',
        ],
    )
    def test_a_stub_is(self, source: str) -> None:
        assert is_untouched(source)

    @pytest.mark.parametrize(
        "source", ["x = 1", "x = None", "raise ValueError", "raise", "print(1)", "x = ", "def f(): ..."]
    )
    def test_anything_else_is_not(self, source: str) -> None:
        assert not is_untouched(source)
