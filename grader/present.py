"""Show a verdict where the student is: as a box in a notebook, as text elsewhere."""

from __future__ import annotations

from typing import Any

from grader.evidence import bundle
from grader.verdict import CheckFailed, Verdict


def present(verdict: Verdict, evidence: dict[str, Any] | None = None) -> None:
    """Display `verdict`, and `evidence` with it where a grader is listening. Raises CheckFailed unless it passed."""
    # Imported here: a grader that only judges needs no IPython.
    from IPython import get_ipython  # noqa: PLC0415
    from IPython.display import display  # noqa: PLC0415

    if get_ipython() is None:
        print(verdict)
    else:
        shown = verdict._repr_mimebundle_()
        if evidence is not None:
            shown[bundle.MIME_TYPE] = evidence
        display(shown, raw=True)
    if not verdict.passed:
        raise CheckFailed(verdict)
