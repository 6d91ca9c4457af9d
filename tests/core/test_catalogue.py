"""The catalogue of mistakes is complete, and its sections exist in every lesson."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from grader.core.catalogue import CATALOGUE, found
from grader.core.examples import Example

ROOT = Path(__file__).parents[2]
CODES = [
    "not-attempted",
    "missing-name",
    "wrong-type",
    "wrong-shape",
    "wrong-dtype",
    "wrong-values",
    "wrong-module",
    "wrong-criterion",
    "wrong-reduction",
    "wrong-optimizer",
    "wrong-learning-rate",
    "optimizer-other-model",
    "missing-zero-grad",
    "no-backward",
    "no-step",
    "step-before-backward",
    "zeroed-before-step",
    "broadcast-target",
    "detached-loss",
    "learning-rate-too-high",
    "learning-rate-too-low",
    "too-few-epochs",
    "loss-too-high",
    "model-not-fresh",
    "trained-a-copy",
    "sigmoid-missing",
    "sigmoid-twice",
    "dead-network",
    "losses-missing",
    "losses-not-floats",
    "losses-not-recorded",
    "hard-coded",
    "not-converged",
    "unknown-code",
    "wrong-diagnosis",
    "raised-an-error",
    "timed-out",
    "kernel-died",
    "cell-missing",
    "evidence-malformed",
]


def test_the_catalogue_has_every_code_of_the_curriculum():
    assert set(CODES) <= set(CATALOGUE)


def test_every_title_is_a_short_line_of_its_own():
    titles = [mistake.title for mistake in CATALOGUE.values()]
    assert [title for title in titles if not 0 < len(title) <= 60 or title.endswith(".")] == []
    assert [title for title in titles if title[0].islower()] == []
    assert len(set(titles)) == len(titles)


def test_every_mistake_has_a_meaning_and_a_hint_that_gives_no_line_away():
    assert [code for code, mistake in CATALOGUE.items() if not mistake.means] == []
    hints = [mistake.hint for mistake in CATALOGUE.values()]
    assert [hint for hint in hints if not hint.endswith((".", "?"))] == []
    assert [hint for hint in hints if re.search(r"zero_grad\(\)|\.step\(\)|reduction=", hint)] == []


@pytest.mark.parametrize("notebook", sorted(ROOT.glob("solutions/*/*.ipynb")), ids=lambda path: path.stem)
def test_the_sections_are_headings_of_the_lesson(notebook: Path):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    headings = set(re.findall(r"^## (.+)$", text, re.MULTILINE))
    assert {mistake.section for mistake in CATALOGUE.values()} <= headings


def test_a_finding_has_the_hint_of_the_catalogue_or_its_own():
    assert found("wrong-shape", "").hint == CATALOGUE["wrong-shape"].hint
    own = found("wrong-shape", "", hint="Look at row 3.", example=Example("Mine.", "print(8)"))
    assert (own.hint, own.example) == ("Look at row 3.", Example("Mine.", "print(8)"))


def test_a_code_that_is_not_in_the_catalogue_is_refused():
    with pytest.raises(KeyError):
        found("no-such-code", "")
