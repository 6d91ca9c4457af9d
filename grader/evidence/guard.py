"""What is done whenever code of the student's has run while evidence was being collected.

In a grader's kernel that is to undo what the code may have patched meanwhile; elsewhere it is nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def nothing() -> None:
    """Do nothing."""


undo: Callable[[], None] = nothing
