"""What a learner's lines do, read off their syntax tree."""

from __future__ import annotations

import pytest

from grader.notebook.prompts.steps import BACKWARD, FORWARD, LOSS, NOTE, OTHER, STEP, ZERO, loop_lines
from tests.support.answers import answers
from tests.support.classroom import LINE, SOCCER

LOOP = """
losses = []
net.train()
for epoch in range(100):
    optimizer.zero_grad()
    guess = net(x)
    error = criterion(guess, y)
    error.backward()
    optimizer.step()
    losses.append(error.item())
    if epoch % 10 == 0:
        print(epoch)
"""
WRITTEN = [
    (a, cell) for lesson in (LINE, SOCCER) for a in answers(lesson) if a.is_right and (cell := a.cells.get("training"))
]


def test_each_statement_of_the_loop_is_told_apart():
    assert [(line.source, line.does) for line in loop_lines(LOOP, "net")] == [
        ("optimizer.zero_grad()", ZERO),
        ("guess = net(x)", FORWARD),
        ("error = criterion(guess, y)", LOSS),
        ("error.backward()", BACKWARD),
        ("optimizer.step()", STEP),
        ("losses.append(error.item())", NOTE),
        ("print(epoch)", OTHER),
    ]


def test_a_nested_loop_is_asked_about_its_inner_one():
    source = "for e in range(3):\n    total = 0\n    for x, y in data:\n        loss = f(net(x), y)\n"
    source += "        optimizer.zero_grad()\n        loss.backward()\n        optimizer.step()"
    assert [line.does for line in loop_lines(source, "net")] == [LOSS, ZERO, BACKWARD, STEP]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "for (",
        "train(net)",
        "for e in range(3):\n    train(net)",
        "for e in range(3):\n    optimizer.step(closure)",
        "for e in range(3):\n    loss.backward()\n    optimizer.step()\n    schedule.step()",
        "for e in range(3):\n    f(loss.backward(), optimizer.step())",
    ],
)
def test_what_has_no_plain_loop_is_not_asked_about(source: str):
    assert loop_lines(source, "net") == []


def test_a_right_loop_has_one_line_that_moves_the_parameters_or_is_not_asked_about():
    counts = {}
    for answer, source in WRITTEN:
        stages = [line.does for line in loop_lines(source, "net" if answer.lesson == LINE else "model")]
        if stages:
            counts[f"{answer.lesson}-{answer.name}"] = stages.count(STEP), stages.count(BACKWARD)
    assert {name: count for name, count in counts.items() if count != (1, 1)} == {}


def test_most_right_loops_are_asked_about():
    asked = [bool(loop_lines(source, "net" if a.lesson == LINE else "model")) for a, source in WRITTEN]
    assert sum(asked) > len(asked) / 2
