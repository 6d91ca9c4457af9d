"""Judges are tested each with a record of its own: one recorder watches a whole process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.notebook.recording.recorder import recorder

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def own_record() -> Iterator[None]:
    """Forget what earlier tests trained: a network may begin with a number that one of theirs had."""
    recorder.start()
    with recorder.aside():
        yield
