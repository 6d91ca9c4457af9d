"""What stopped the cell of an exercise is known until that cell runs again."""

from __future__ import annotations

import pytest

from grader.notebook.recording.failures import Failures, assigned


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("losses = []\nfor epoch in range(3):\n    losses.append(epoch)", {"losses", "epoch"}),
        ("for loss in run():\n    losses.append(loss)", {"losses", "loss"}),
        ("class Net:\n    width = 3\ndef f():\n    inner = 1", {"Net", "f"}),
        ("a, b = 1, 2", {"a", "b"}),
        ("net(x_data)", set()),
        ("\ufeffx = 1", {"x"}),
        ("x_data = torch.tensor([[1.0], [2.0]\ny_data = 2", {"x_data", "y_data"}),
        ("def fit_line(x, y)\n    return 1", {"fit_line"}),
        ("if x == 3 print(x)", set()),
        ("\0", set()),
    ],
)
def test_names_that_a_cell_assigns(source: str, names: set[str]) -> None:
    assert assigned(source) == names


def failed(failures: Failures, source: str, cell: str | None = None) -> None:
    failures.begin(source, cell)
    failures.failed(ValueError(source))


class TestFailures:
    def test_other_cells_leave_an_error_alone(self) -> None:
        failures = Failures()
        failed(failures, "losses = []\noutputs = f()")
        failures.begin("outputs = net(x)")
        assert failures.of(["losses"]).message == "losses = []"
        assert failures.of(["outputs"]) is None

    def test_it_is_over_when_the_cell_runs_again(self) -> None:
        failures = Failures()
        failed(failures, "losses = [")
        failures.begin("losses = []")
        assert failures.of(["losses"]) is None

    def test_a_cell_of_the_same_name_is_the_same_cell_whatever_it_assigns_by_now(self) -> None:
        failures = Failures()
        failed(failures, "losses = [", "id-1")
        failures.begin("pass", "id-1")
        assert failures.of(["losses"]) is None

    def test_the_latest_of_several_names_counts(self) -> None:
        failures = Failures()
        failed(failures, "a = 1")
        failures.begin("b = 2")
        assert failures.of(["a", "b"]) is None
        assert failures.of(["c"]) is None
