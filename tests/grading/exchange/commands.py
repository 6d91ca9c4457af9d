"""What an instructor and students call for a lesson over nbgrader's exchange, as docs/instructors.md has it."""

from __future__ import annotations

from tests.support.classroom import LINE

RELEASE = f"nbgrader release_assignment {LINE}"
LIST = "nbgrader list"
FETCH = f"nbgrader fetch_assignment {LINE}"
SUBMIT = f"nbgrader submit {LINE}"
COLLECT = f"nbgrader collect {LINE}"
COLLECT_NEWER = f"nbgrader collect {LINE} --update"
RELEASE_FEEDBACK = f"nbgrader release_feedback {LINE}"
FETCH_FEEDBACK = f"nbgrader fetch_feedback {LINE}"

IN_ORDER = (RELEASE, LIST, FETCH, SUBMIT, COLLECT, COLLECT_NEWER, RELEASE_FEEDBACK, FETCH_FEEDBACK)
