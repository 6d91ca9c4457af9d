"""Odd submissions of lesson 1: named cases, each a folder as a student might hand it in, and what it should get.

python -m tools.odd                 the table: what stock nbgrader does with each, beside what this project does
python -m tools.odd NAME...         the same for some of them
"""

from tests.support.odd import cells, files, notebooks, runtime  # noqa: F401 - each adds its cases
from tests.support.odd.cases import CASES, Case, Work

__all__ = ["CASES", "Case", "Work"]
