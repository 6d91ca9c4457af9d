"""Each worked example runs as it is written, and gives nothing of a lesson away."""

from __future__ import annotations

import ast
import contextlib
import io
import re

import pytest
import torch
from torch import nn, optim

from grader.core.catalogue import CATALOGUE
from grader.core.examples import EXAMPLES
from grader.core.verdict import Finding, Verdict, as_html
from grader.lessons import MODULES
from tests.support.classroom import LINE, SOCCER, solution

# What happened to the process or to the file, or what a name for a mistake is: no few lines of Python show it.
WITHOUT = {"kernel-died", "cell-missing", "check-failed", "evidence-malformed", "unknown-code", "wrong-diagnosis"}
SMALL = {0, 0.5, 1, 2, 3}  # numbers that everything has
NOTHING = {"", "break", "return losses", "losses = []"}


def solved(*lessons: str) -> list[str]:
    """Return the parts of all solution cells that a release leaves out."""
    cells = [cell for lesson in lessons or MODULES for cell in solution(lesson)["cells"] if cell["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in cells]
    return [part for s in sources for part in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", s, re.DOTALL)]


def numbers(source: str) -> set[float]:
    found = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?:e-?\d+)?", source)
    return {float(number) for number in found} - SMALL


def test_every_code_has_an_example_or_a_reason_to_have_none():
    assert set(EXAMPLES) == set(CATALOGUE) - WITHOUT


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_prints_what_its_comments_say(code: str):
    source = EXAMPLES[code].code
    said = [
        part.strip() for line in re.findall(r"print\(.*  # (.*)$", source, re.MULTILINE) for part in line.split("|")
    ]
    assert said
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, code, "exec"), {"torch": torch, "nn": nn, "optim": optim})  # noqa: S102 - our own
    assert out.getvalue().splitlines() == said


def test_no_example_has_a_line_of_a_solution():
    lines = {line.strip() for part in solved() for line in part.splitlines()} - NOTHING
    assert lines
    shared = {code: lines & {line.strip() for line in example.code.splitlines()} for code, example in EXAMPLES.items()}
    assert {code: found for code, found in shared.items() if found} == {}


def test_no_example_has_a_number_of_an_exercise():
    # Lesson 3 asks for no number, and the numbers of lesson 4's design are the learner's own.
    taken = {number for part in solved(LINE, SOCCER) for number in numbers(part)}
    assert [
        f"{number:g} is in a solution of lesson 1 or 2 and in the worked example of {', '.join(codes)}: choose another "
        "number for the newer of the two"
        for number in sorted(taken)
        if (codes := [code for code, example in EXAMPLES.items() if number in numbers(example.code)])
    ] == []


def test_every_example_is_short_and_shown_in_the_box_of_its_code():
    for example in EXAMPLES.values():
        ast.parse(example.code)
    lines = {code: example.code.splitlines() for code, example in EXAMPLES.items()}
    assert {code: len(of_code) for code, of_code in lines.items() if len(of_code) > 10} == {}
    assert [line for of_code in lines.values() for line in of_code if len(line) > 80] == []
    assert [example.says for example in EXAMPLES.values() if not example.says.endswith(".")] == []
    boxes = {code: as_html(Verdict.of("data", 2, [Finding(code, "seen", "look")])) for code in EXAMPLES}
    assert [code for code, box in boxes.items() if "<pre" not in box] == []
