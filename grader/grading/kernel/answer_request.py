"""Collect the evidence that a request asks for, in the student's kernel, and answer with a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader import lessons
from grader.evidence import bundle
from grader.evidence.values import MISSING
from grader.notebook.recording.recorder import recorder

if TYPE_CHECKING:
    from grader.core.collect_requests import Request


def collect(request: Request, namespace: dict[str, Any]) -> dict[str, Any]:
    """Return the bundle that answers a request, from the names of a notebook. Judges nothing and shows nothing.

    If the evidence is too large, the bundle says so. Raises KeyError for an exercise that this version of the lesson
    does not have.
    """
    exercise = lessons.find(request.lesson).exercises[request.exercise]
    values = [namespace.get(name, MISSING) if name.isidentifier() else MISSING for name in request.arguments]
    with recorder.asked():  # IPython tells the recorder of cells, but not of requests
        evidence = exercise.collect(
            values, request.challenge, nonce=request.nonce, variant=request.variant, namespace=namespace
        )
    try:
        return bundle.pack(evidence)
    except bundle.EvidenceError as error:
        return bundle.unreadable(exercise.name, request.nonce, str(error))
