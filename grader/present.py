"""Show a verdict where the student is: as a box in a notebook, as text elsewhere."""

from __future__ import annotations

from grader.verdict import CheckFailed, Verdict


def present(verdict: Verdict) -> None:
    """Display `verdict`. Raises CheckFailed unless it passed."""
    # Imported here: a grader that only judges needs no IPython.
    from IPython import get_ipython  # noqa: PLC0415
    from IPython.display import display  # noqa: PLC0415

    if get_ipython() is None:
        print(verdict)
    else:
        display(verdict._repr_mimebundle_(), raw=True)
    if not verdict.passed:
        raise CheckFailed(verdict)
