"""`python -m tools.stages` measures functions by their names, so each name has to be there."""

from __future__ import annotations

from tools.stages import STAGES


def test_every_measured_function_is_there() -> None:
    missing = [f"{owner.__name__}.{name}" for functions in STAGES.values() for owner, name in functions
               if not hasattr(owner, name)]  # fmt: skip
    assert missing == []
