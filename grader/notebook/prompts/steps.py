"""The stages of a training loop, and which of them a learner's line is, read off its syntax tree."""

from __future__ import annotations

import ast
from typing import NamedTuple

FORWARD, LOSS, ZERO, BACKWARD, STEP = "forward", "loss", "zero", "backward", "step"
NOTE, OTHER = "note", "other"
METHODS = {"step": STEP, "backward": BACKWARD, "zero_grad": ZERO}

DOES = {
    FORWARD: "computes predictions. It reads the parameters and changes none of them",
    LOSS: "turns predictions and targets into one number. It fills no gradient and moves no parameter",
    ZERO: "clears `.grad`. The parameters stay as they are",
    BACKWARD: "works out the gradients and adds them to `.grad`. The parameters stay as they are",
    STEP: "changes the parameters by what `.grad` holds. It leaves `.grad` as it is",
    NOTE: "keeps a number for the history. Neither parameters nor gradients change",
    OTHER: "touches neither parameters nor gradients",
}


class Line(NamedTuple):
    """A statement of the training loop: its source as the learner wrote it, and what it does."""

    source: str
    does: str


def loop_lines(source: str, network: str) -> list[Line]:
    """Return the statements of the loop in `source` that takes the optimizer's steps, in their order.

    Nothing if `source` has no such loop of its own, if it has more than one backward pass or step, or if one
    statement does several of what a question may ask for. `network` is the name that is called for predictions.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    loops = [node for node in ast.walk(tree) if isinstance(node, (ast.For, ast.While)) and STEP in _calls(node)]
    if not loops:
        return []
    statements = _statements(loops[-1])  # the innermost comes last
    sent = {name for statement in statements for name in _sent_backward(statement)}
    lines = [_line(statement, source, network, sent) for statement in statements]
    stages = [line.does for line in lines]
    return lines if stages.count(STEP) == stages.count(BACKWARD) == 1 and "" not in stages else []


def _statements(loop: ast.For | ast.While) -> list[ast.stmt]:
    """Return the simple statements in the body of a loop, those inside its `if` and `with` too."""
    found = []
    waiting = list(loop.body)
    while waiting:
        statement = waiting.pop(0)
        inside = [part for part in ast.iter_child_nodes(statement) if isinstance(part, ast.stmt)]
        if inside:
            waiting = inside + waiting
        else:
            found.append(statement)
    return found


def _sent_backward(statement: ast.stmt) -> list[str]:
    """Return the names of what is sent backward: `loss` in `loss.backward()`."""
    functions = [part.func for part in ast.walk(statement) if isinstance(part, ast.Call)]
    methods = [f for f in functions if isinstance(f, ast.Attribute) and f.attr == "backward"]
    return [f.value.id for f in methods if isinstance(f.value, ast.Name)]


def _assigns(statement: ast.stmt, names: set[str]) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id in names for target in targets)


def _line(statement: ast.stmt, source: str, network: str, sent: set[str]) -> Line:
    calls = _calls(statement)
    moving = [stage for stage in (ZERO, BACKWARD, STEP) if stage in calls]
    if len(moving) > 1:
        does = ""
    elif moving:
        does = moving[0]
    elif "append" in calls:
        does = NOTE
    elif _assigns(statement, sent):
        does = LOSS
    elif network in calls:
        does = FORWARD
    else:
        does = OTHER
    text = ast.get_source_segment(source, statement) or ast.unparse(statement)
    return Line(" ".join(text.split()), does)


def _calls(node: ast.AST) -> list[str]:
    """Name what is called inside `node`: a stage for the methods that make one, else the name that is called."""
    functions = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)]
    methods = [METHODS.get(f.attr, f.attr) for f in functions if isinstance(f, ast.Attribute)]
    return methods + [f.id for f in functions if isinstance(f, ast.Name)]
