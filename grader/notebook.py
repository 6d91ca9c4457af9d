"""What importing a lesson's checks does to a notebook: recording starts, and a missing name gets a verdict."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import torch

from grader.evidence.values import MISSING
from grader.recorder import recorder
from grader.verdict import CheckFailed

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from grader.exercise import Exercise, Lesson


def begin(lesson: Lesson) -> None:
    """Prepare the notebook that imports `lesson`. Does nothing where no notebook runs, as in a grader's process."""
    try:
        from IPython import get_ipython  # noqa: PLC0415 - judging needs no IPython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return
    torch.set_num_threads(1)  # nets this small lose time to threads, and sums come out the same everywhere
    recorder.start()
    if recorder.new_cell not in shell.events.callbacks["pre_run_cell"]:
        shell.events.register("pre_run_cell", recorder.new_cell)

    def on_name_error(shell: InteractiveShell, kind: type, error: NameError, trace: Any, tb_offset: int | None = None):
        call = _failed_call(shell, trace, lesson)
        if call is None:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
            return None
        exercise, names, challenge = call
        values = [shell.user_ns.get(name, MISSING) for name in names]
        try:
            exercise.settle(exercise.collect(values, challenge))
        except CheckFailed as failed:
            lines = failed._render_traceback_()
            shell._showtraceback(type(failed), failed, lines)
            return lines
        return None

    shell.set_custom_exc((NameError,), on_name_error)


def _failed_call(shell: InteractiveShell, trace: Any, lesson: Lesson) -> tuple[Exercise, list[str], int | None] | None:
    """Return the check call that asked for the missing name, unless the error came from a student's own function."""
    while trace.tb_next is not None:
        trace = trace.tb_next
    if trace.tb_frame.f_code.co_name != "<module>":
        return None
    return find_call(shell.user_ns.get("In", [""])[-1], lesson, trace.tb_lineno)


def find_call(source: str, lesson: Lesson, line: int | None = None) -> tuple[Exercise, list[str], int | None] | None:
    """Return exercise, expressions and challenge of the check call at `line` of a cell; None where there is none."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in lesson.exercises
            and (line is None or node.lineno <= line <= (node.end_lineno or node.lineno))
        ):
            challenge = next((k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)), None)
            return lesson.exercises[node.func.attr], [ast.unparse(a) for a in node.args], challenge
    return None

