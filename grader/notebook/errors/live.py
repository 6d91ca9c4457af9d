"""Shows explanations in a live notebook: below a traceback, and in the box of a check that met an error."""

from __future__ import annotations

import traceback
from types import TracebackType
from typing import TYPE_CHECKING, Any

from grader.core.verdict import CheckFailed, Verdict, WrongCallError
from grader.evidence import errors
from grader.notebook.errors.explain import as_html, as_text, chain_of, explain, explain_value, is_own
from grader.notebook.frontend import is_live
from grader.notebook.recording.recorder import recorder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from IPython.core.interactiveshell import InteractiveShell

    from grader.core.exercise import Lesson
    from grader.evidence.errors import Raised
    from grader.notebook.errors.situation import Explanation

MAX_KNOWN = 100  # errors
_known: dict[str, tuple[int, Explanation | None]] = {}  # by what the error says: the cell's number, the explanation
_made_by: dict[str, str] = {}
_shells: list[InteractiveShell] = []  # the one that runs this notebook, once it is known


def begin(shell: InteractiveShell, lesson: Lesson) -> None:
    """Explain the errors of this notebook from now on. A lesson that is imported later adds the names it asks for."""
    for exercise in lesson.exercises.values():
        for name in exercise.own_names:
            _made_by.setdefault(name, exercise.name)
    if not _shells:
        _shells.append(shell)
        errors.WATCHERS = (*errors.WATCHERS, _watch)
        shell.events.register("post_run_cell", _show)


def of_verdict(verdict: Verdict, values: Mapping[str, Any]) -> tuple[Explanation, ...]:
    """Return the explanations of the errors and of the None values that a verdict tells of."""
    if verdict.passed or not _shells or not is_live():
        return ()
    told = "\n".join(finding.message for finding in verdict.findings)
    found = [each for text, (_, each) in reversed(_known.items()) if each is not None and text in told][:1]
    for name, value in values.items() if not found else ():
        explanation = explain_value(name, value, told, _shells[0].user_ns, recorder.sources)
        if explanation is not None:
            found.append(explanation)
    return tuple(found)


def _watch(error: BaseException, raised: Raised) -> None:
    """Keep the explanation of an error that a check may tell of later: of the first such error in a cell.

    A check calls a function several times and tells of the first call that stopped.
    """
    text, cell = str(raised), _shells[0].execution_count
    if is_live() and text and _known.get(text, (-1, None))[0] != cell:
        _known.pop(text, None)
        _known[text] = (cell, _explained(error))
        if len(_known) > MAX_KNOWN:
            del _known[next(iter(_known))]


def folded(error: BaseException, trace: TracebackType) -> TracebackType:
    """Return the traceback to show: without the frames of libraries if a box below has them and explains the error.

    The first frame is IPython's own, which it leaves out itself.
    """
    kept = [trace, *(each for each in chain_of(trace.tb_next) if is_own(each.tb_frame.f_code.co_filename))]
    if len(kept) == 1 or not is_live() or _explained(error) is None:
        return trace
    *before, last = kept
    shorter = TracebackType(None, last.tb_frame, last.tb_lasti, last.tb_lineno)
    for each in reversed(before):
        shorter = TracebackType(shorter, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return shorter


def _show(result: Any) -> None:
    """Show the explanation of the error with which a cell has ended, in a box below the traceback."""
    error = result.error_before_exec or result.error_in_exec
    if error is None or isinstance(error, CheckFailed | WrongCallError) or hasattr(error, "settled") or not is_live():
        return
    explanation = _explained(error)
    if explanation is not None:
        from IPython.display import display  # noqa: PLC0415 - judging needs no IPython

        trace = error.__traceback__.tb_next if error.__traceback__ is not None else None
        inner = any(not is_own(each.tb_frame.f_code.co_filename) for each in chain_of(trace))
        whole = "".join(traceback.format_exception(type(error), error, trace)) if inner else ""
        display({"text/plain": as_text(explanation), "text/html": as_html(explanation, whole)}, raw=True)


def _explained(error: BaseException) -> Explanation | None:
    return explain(error, _shells[0].user_ns, recorder.sources, _made_by)
