"""In a live notebook, boxes say what an error means: below its traceback, and in a check. Elsewhere there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.classroom import LINE
from tests.support.session import JUPYTER, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.session import Session

LOOP = """losses = []
for epoch in range(3):
    loss = criterion(net(x_data), y_data).item()
    loss.backward()
"""


@pytest.fixture(scope="module")
def live() -> Iterator[Session]:
    with session(LINE, JUPYTER) as begun:
        begun.run("data", "model", "criterion", "optimizer")
        yield begun


def box(begun: Session) -> tuple[str, str]:
    """Return the text and the HTML of the last box, empty if there is none."""
    shown = begun.shown[-1] if begun.shown else {}
    return shown.get("text/plain", ""), shown.get("text/html", "")


class TestBelowATraceback:
    @pytest.mark.parametrize(
        ("source", "title"),
        [
            ("optim.Adam(net.parameters)", "The brackets of a call are missing"),
            ("x = [1.0 2.0]", "Something is missing between two values"),
            ("print(loses)", "The name `loses` does not exist yet"),
            ("def f(x):\n    return x\nf(1, 2)", "`f` gets too many values"),
            ("net(torch.zeros(2, 5))", "A layer gets 5 features, but it was made for 1"),
        ],
    )
    def test_a_box_of_its_own_explains_it(self, live: Session, source: str, title: str):
        live.run("loses_ = losses = []" if "loses" in source else "0", source)
        assert live.ended == "error"
        assert "Error: " in live.printed
        text, page = box(live)
        assert text.startswith(title)
        assert "Where to look: " in text
        assert 'role="status"' in page
        assert "<strong>" in page

    @pytest.mark.parametrize("source", ["raise ValueError('mine')", "check.data(1)", "1 + 1"])
    def test_nothing_is_said_without_being_sure(self, live: Session, source: str):
        live.run(source)
        assert live.shown == []

    def test_a_none_is_traced_to_an_earlier_cell(self, live: Session):
        live.run("seen = []", "seen = seen.append(1)", "0", "seen.append(2)")
        assert "`seen.append(...)` changes `seen` itself and returns `None`" in box(live)[0]

    def test_the_frames_of_libraries_are_folded_into_the_box(self, live: Session):
        live.run("net = nn.Sequential(nn.Linear(1, 1))", "def run():\n    return net(torch.zeros(2, 5))\nrun()")
        assert "in run()" in live.traceback
        assert "module.py" not in live.traceback
        assert live.traceback.endswith("mat1 and mat2 shapes cannot be multiplied (2x5 and 1x1)")
        assert "<details>" in box(live)[1]
        assert "module.py" in box(live)[1]
        assert "\x1b" not in box(live)[1]

    def test_what_nobody_explains_is_folded_nowhere(self, live: Session):
        live.run("import json\njson.loads('{')")
        assert "decoder.py" in live.traceback


class TestInTheBoxOfACheck:
    def test_an_error_of_the_exercises_own_cell_is_explained(self, live: Session):
        live.run("model", "optimizer", LOOP)
        assert live.run("test_training").codes == ("raised-an-error",)
        text, page = box(live)
        assert "The loss is a plain number, and `backward` needs a tensor." in text
        assert "The loss is a plain number" in page
        assert "Read what the error says first" not in text + page
        assert len(live.shown) == 1

    def test_an_error_inside_a_network_is_explained(self, live: Session):
        live.run(live.source("model").replace("forward(self, x)", "forward(x)"), "test_model")
        assert "`forward` has no `self`." in box(live)[0]

    def test_a_syntax_error_is_told_without_a_file(self, live: Session):
        live.run("x_data = [1.0 2.0]\ny_data = 1", "test_data")
        assert ".py" not in box(live)[0]

    def test_a_function_without_return_is_explained(self, live: Session):
        live.run("def fit_line(x, y):\n    print(2.0, 1.0)", "test_transfer")
        assert "prints its result" in box(live)[0]

    def test_a_none_in_a_name_is_explained(self, live: Session):
        live.run("model", "optimizer", "training", "losses = losses.sort()", "test_training")
        assert "`losses =` stores this `None`" in box(live)[0]

    def test_a_pass_has_no_explanation(self, live: Session):
        live.run("data", "test_data")
        assert "Where to look" not in box(live)[0]


@pytest.mark.parametrize("environment", [{"NBGRADER_EXECUTION": "autograde"}, {"NBGRADER_EXECUTION": "validate"}])
def test_it_is_silent_when_graded(environment: dict[str, str]):
    with session(LINE, JUPYTER, **environment) as begun:
        begun.run("optim.SGD(nn.Linear(1, 1).parameters)")
        assert begun.shown == []
        begun.run("data", "model", "criterion", "optimizer", LOOP, "test_training")
        assert "Your code stopped with an error." in box(begun)[0]
        assert "The loss is a plain number" not in box(begun)[0]


def test_programs_that_run_notebooks_see_no_box():
    with session(LINE) as begun:
        begun.run("optim.SGD(nn.Linear(1, 1).parameters)")
        assert begun.shown == []


def test_the_rules_are_imported_when_an_error_happens():
    with session(LINE, JUPYTER) as begun:
        asked = "import sys\nprint('grader.notebook.errors.shape_errors' in sys.modules)"
        begun.run(asked)
        assert begun.printed == "False\n"
        begun.run("[][0]", asked)
        assert begun.printed == "True\n"
