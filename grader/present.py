"""Show a verdict where the student is: as a box in a notebook, as text elsewhere."""

from __future__ import annotations

from grader.verdict import CheckFailed, Verdict, as_html


def present(verdict: Verdict, progress: tuple[str, str] | None = None) -> None:
    """Display `verdict`, and below it the lesson's `progress` as text and as HTML. Raises CheckFailed unless passed."""
    # Imported here: a grader that only judges needs no IPython.
    from IPython import get_ipython  # noqa: PLC0415
    from IPython.display import display  # noqa: PLC0415

    if get_ipython() is None:
        print(verdict)
    else:
        shown = verdict._repr_mimebundle_()
        if progress is not None:
            text, box = progress
            shown["text/plain"] += f"\n{text}"
            shown["text/html"] = as_html(verdict, box)
        display(shown, raw=True)
    if not verdict.passed:
        raise CheckFailed(verdict)
