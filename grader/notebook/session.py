"""What importing a lesson's checks does to a notebook: recording starts, and a missing name gets a verdict."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn, optim

from grader.core.cell_source import CheckCall, check_calls, without_mark
from grader.core.exercise import Exercise, Lesson
from grader.core.verdict import CheckFailed
from grader.evidence.evidence import Evidence
from grader.evidence.values import MISSING
from grader.notebook import frontend, progress
from grader.notebook.collect.exercise import NO_NAMES, collect
from grader.notebook.errors import live
from grader.notebook.frontend import is_live
from grader.notebook.present import present, rerun_note
from grader.notebook.recording.recorder import recorder

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


class LearnersSession:
    """What `check.exercise(...)` does in the learner's process."""

    collect = staticmethod(collect)

    def check(
        self, exercise: Exercise, values: Sequence[Any], challenge: int | None, namespace: Mapping[str, Any]
    ) -> None:
        """Collect, judge and show. Raises CheckFailed if points are missing."""
        evidence = collect(exercise, values, challenge, namespace=namespace)
        self.show(exercise, evidence, dict(zip(exercise.collectors, values, strict=True)))

    def show(self, exercise: Exercise, evidence: Evidence, values: Mapping[str, Any] = NO_NAMES) -> None:
        """Judge evidence, show the verdict and keep it. Raises CheckFailed if points are missing.

        `values` are the objects that the evidence was collected from, by their names.
        """
        verdict = exercise.verdict(evidence)
        if not verdict.is_undecided:  # an earlier verdict stays
            progress.note(exercise.lesson, verdict)
        note, bar = rerun_note(exercise.name, evidence), progress.bar(exercise.lesson)
        remark = exercise.remark_on(evidence) if verdict.passed and is_live() else ""
        present(verdict, note, bar, live.of_verdict(verdict, values), remark)


SESSION = LearnersSession()
STYLE_SHEET = Path(__file__).with_name("labextension") / "static" / "output.css"
READY = "Ready: lesson {} has {} exercises, worth {:g} points."


def begin(lesson: Lesson) -> None:
    """Prepare the notebook that imports `lesson`: its checks show, its cells are recorded.

    If somebody is there, PyTorch loads now what it would load in the middle of the lesson, and one line says that the
    lesson is ready.
    """
    lesson.session = SESSION
    try:
        from IPython import get_ipython  # noqa: PLC0415 - judging needs no IPython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return
    torch.set_num_threads(1)  # nets this small lose time to threads, and sums come out the same everywhere
    watch(shell)
    live.begin(shell, lesson)

    def on_error(
        shell: InteractiveShell, kind: type, error: Exception, trace: Any, tb_offset: int | None = None
    ) -> list[str] | None:
        call = _failed_call(shell, trace, lesson) if isinstance(error, NameError) else None
        if call is None:
            shell.showtraceback((kind, error, live.folded(error, trace)), tb_offset=tb_offset)
            sys.last_traceback = trace  # %debug and %tb find all frames
            return None
        vars(error)["settled"] = True
        exercise = lesson.exercises[call.exercise]
        values = [shell.user_ns.get(name, MISSING) for name in call.arguments]
        try:
            SESSION.check(exercise, values, call.seed, shell.user_ns)
        except CheckFailed as failed:
            lines = failed._render_traceback_()
            shell._showtraceback(type(failed), failed, lines)
            return lines
        return None

    shell.set_custom_exc((Exception,), on_error)
    if _end_well not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", _end_well)
    if frontend.here().can_answer:
        _warm_up()
        if is_live():
            _show_style_sheet()
        print(READY.format(lesson.name, len(lesson.exercises), lesson.points))


def _warm_up() -> None:
    """Make an optimizer: the first one in a process loads about as much code as `import torch` does."""
    with recorder.paused():
        optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1)


def _show_style_sheet() -> None:
    """Show what the lesson's outputs look like in a dark theme and on paper. An export of the notebook keeps it."""
    from IPython.display import display  # noqa: PLC0415 - judging needs no IPython

    style = STYLE_SHEET.read_text(encoding="utf-8")
    display({"text/html": f"<style>\n{style}</style>", "text/plain": ""}, raw=True)


def watch(shell: InteractiveShell) -> None:
    """Record what the cells of this notebook train, and with what error one of them ends."""
    recorder.start()
    if recorder.new_cell not in shell.events.callbacks["pre_run_cell"]:
        shell.events.register("pre_run_cell", recorder.new_cell)
        shell.events.register("post_run_cell", _tell_error)
        shell.input_transformers_cleanup.insert(0, _without_mark)


def _without_mark(lines: list[str]) -> list[str]:
    """Take a byte order mark off the first line of a cell."""
    return [without_mark(lines[0]), *lines[1:]] if lines else lines


def _tell_error(result: Any) -> None:
    """Tell the recorder what ended a cell; a check that did not pass ended none of the student's."""
    error = result.error_before_exec or result.error_in_exec
    if error is not None and not isinstance(error, CheckFailed) and not hasattr(error, "settled"):
        recorder.cell_failed(error)


def _end_well(result: Any) -> None:
    """Let a cell whose missing name got a verdict end as one whose check failed: in a front end, without an error.

    The kernel tells the front end what `result` says after this. An error would keep it from running what comes below.
    """
    if is_live() and hasattr(result.error_in_exec, "settled"):
        result.error_in_exec = None


def _failed_call(shell: InteractiveShell, trace: Any, lesson: Lesson) -> CheckCall | None:
    """Return the check call that asked for the missing name, unless the error came from a student's own function."""
    while trace.tb_next is not None:
        trace = trace.tb_next
    if trace.tb_frame.f_code.co_name != "<module>":
        return None
    calls = check_calls(shell.user_ns.get("In", [""])[-1])
    call = next((c for c in calls if trace.tb_lineno in c.lines and c.exercise in lesson.exercises), None)
    # A call with too few or too many values gets no verdict: it says so itself once the name exists.
    takes = call is not None and len(call.arguments) == len(lesson.exercises[call.exercise].collectors)
    return call if takes else None
