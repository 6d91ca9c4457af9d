"""What a student's kernel does with a request: it collects, and answers with a bundle of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader import lessons
from grader.evidence import bundle
from grader.evidence.values import MISSING
from grader.notebook.recorder import recorder

if TYPE_CHECKING:
    from grader.core.collect_requests import Request


def collect(request: Request, namespace: dict[str, Any]) -> dict[str, Any]:
    """Return the bundle that answers a request from the names of a notebook. Judges nothing and shows nothing.

    What is too large for a bundle is answered too, by one that says so. Raises KeyError for an exercise that this
    version of the lesson does not have.
    """
    exercise = lessons.find(request.lesson).exercises[request.exercise]
    values = [namespace.get(name, MISSING) if name.isidentifier() else MISSING for name in request.arguments]
    with recorder.asked():  # a request is no cell that IPython would have told the recorder of
        evidence = exercise.collect(
            values, request.challenge, nonce=request.nonce, variant=request.variant, namespace=namespace
        )
    try:
        return bundle.pack(evidence)
    except bundle.EvidenceError as error:
        return bundle.unreadable(exercise.name, request.nonce, str(error))
