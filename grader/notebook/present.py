"""Show a verdict where the student is: as a box in a notebook, as text elsewhere; and the notes below it."""

from __future__ import annotations

import html

import msgspec

from grader.core.catalogue import is_general
from grader.core.html_text import with_code
from grader.core.verdict import CheckFailed, Verdict, as_html, as_text
from grader.evidence.networks import Network
from grader.notebook.errors import explain
from grader.notebook.errors.situation import Explanation
from grader.notebook.frontend import is_live

TRAINING = "training"


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


def rerun_note(exercise: str, evidence: msgspec.Struct) -> str:
    """Tell that the last run of a training loop went on with a network that was trained already; else nothing."""
    if exercise != TRAINING:
        return ""
    networks = (getattr(evidence, name) for name in evidence.__struct_fields__)
    network = next((each for each in networks if isinstance(each, Network)), None)
    if network is None or len(network.history.runs) < 2:  # noqa: PLR2004 - one run continues none
        return ""
    name, run = network.value.name, network.history.runs[-1]
    began = f", at a loss of {float(run.losses[0]):.4g}" if len(run.losses) else ""
    return (
        f"Note: the last run went on with a `{name}` that was trained before{began}. "
        f"To start over, re-create `{name}` and its optimizer, then run the loop."
    ).replace("`", "")
