"""An exception as data: which lines of the learner's are told."""

from __future__ import annotations

import pytest

from grader.evidence.errors import Raised
from tests.notebook.errors.cells import explained

GIVEN = "def scaled(x):\n    return x - 1\n"
TWICE = "def twice(x):\n    return 2 * scaled(x)\n"
# The cells, the last of which raises, and the lines that a message tells.
CELLS = [
    (("'a' - 1",), "at `'a' - 1`"),
    ((GIVEN + "scaled('a')",), "at `return x - 1`"),
    ((GIVEN, "scaled('a')"), "at `return x - 1`, in a function that `scaled('a')` calls"),
    ((GIVEN, TWICE, "twice('a')"), "at `return x - 1`, in a function that `twice('a')` calls"),
    ((GIVEN, TWICE + "twice('a')"), "at `return x - 1`, in a function that `return 2 * scaled(x)` calls"),
]


@pytest.mark.parametrize(("cells", "told"), CELLS)
def test_a_line_of_another_cell_is_told_with_the_line_that_led_there(cells: tuple[str, ...], told: str) -> None:
    error, _ = explained(*cells)
    trace = error.__traceback__
    assert trace is not None  # its first frame is that of the test
    assert str(Raised.collect(error.with_traceback(trace.tb_next))).endswith(told)
