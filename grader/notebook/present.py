"""Show a verdict where the student is: as a box in a notebook, as text elsewhere."""

from __future__ import annotations

import html

import msgspec

from grader.core.catalogue import is_general
from grader.core.html_text import with_code
from grader.core.verdict import CheckFailed, Verdict, as_html, as_text
from grader.notebook.errors import explain
from grader.notebook.errors.situation import Explanation
from grader.notebook.frontend import is_live


def present(
    verdict: Verdict, note: str = "", progress: tuple[str, str] = ("", ""), explained: tuple[Explanation, ...] = (),
    remark: str = "",
) -> None:  # fmt: skip
    """Display `verdict`, below it what explains its errors, a `remark` on a right answer, and a `note`.

    The lesson's `progress`, as text and as HTML, comes last.

    Raises CheckFailed unless it passed, or the check itself failed, or somebody runs the cell in a front end: the box
    is enough there, and the cells below can run too.
    """
    # Imported here: a grader that only judges needs no IPython.
    from IPython import get_ipython  # noqa: PLC0415
    from IPython.display import display  # noqa: PLC0415

    if get_ipython() is None:
        print(as_text(verdict))
    else:
        shown = verdict._repr_mimebundle_()
        seen = _without_general_hint(verdict) if explained else verdict
        below = "".join(map(explain.inside, explained))
        below += f'<div style="margin-top: 0.4em">{with_code(remark)}</div>' if remark else ""
        below += f'<div style="margin-top: 0.4em">{html.escape(note)}</div>' if note else ""
        texts = [as_text(seen), *map(explain.as_text, explained), remark, note, progress[0]]
        shown["text/plain"] = "\n".join(filter(None, texts))
        shown["text/html"] = as_html(seen, below + progress[1])
        display(shown, raw=True)
    if not verdict.passed and not verdict.is_undecided and not is_live():
        raise CheckFailed(verdict)


def _without_general_hint(verdict: Verdict) -> Verdict:
    """Leave out a general hint for the first finding: an explanation of the error says more precisely what to do.

    A hint that the judge wrote for this finding alone stays.
    """
    first, *others = verdict.findings
    if is_general(first):
        first = msgspec.structs.replace(first, hint="")
    return msgspec.structs.replace(verdict, findings=(first, *others))
