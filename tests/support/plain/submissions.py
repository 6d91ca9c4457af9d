"""What students make of an assignment: right, wrong and tampered notebooks, each an edit of the released one."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    Edit = Callable[["Notebook"], None]

Notebook = dict[str, Any]

SQUARES = """
def squares(n):
    if n < 1:
        raise ValueError("n must be greater than or equal to 1")
    return [i ** 2 for i in range(1, n + 1)]
"""
SUM = "def sum_of_squares(n):\n    return sum(squares(n))"
FORMULA = "$\\sum_{i=1}^n i^2$"
USE = "def pyramidal_number(n):\n    return sum_of_squares(n)"
ANSWERS = {
    "squares": SQUARES, "sum_of_squares": SUM, "sum_of_squares_equation": FORMULA, "sum_of_squares_application": USE,
    "set_a": "a = 1", "baz": "An answer in words.", "quux": "b = a + 1",
}  # fmt: skip
TEST = "correct_squares"  # the cell that is tampered with


class Submission(NamedTuple):
    """`fault` says which fault of stock nbgrader's makes its points others than ours, if any.

    The points of such a one are to be those of the submission `as_if`, if there is one to compare with.
    """

    edit: Edit
    fault: str = ""
    as_if: str = ""


SUBMISSIONS: dict[str, Submission] = {}


def submission(name: str, fault: str = "", as_if: str = "") -> Callable[[Edit], Edit]:
    def declare(edit: Edit) -> Edit:
        SUBMISSIONS[name] = Submission(edit, fault, as_if)
        return edit

    return declare


def find(notebook: Notebook, grade_id: str) -> dict[str, Any] | None:
    return next((c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id), None)


def fill(notebook: Notebook, **other: str) -> None:
    """Write the answers into a notebook, `other` ones where they are given."""
    for name, answer in (ANSWERS | other).items():
        if (cell := find(notebook, name)) is not None:
            cell["source"] = answer


def code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}


def made(name: str, released: Notebook) -> Notebook:
    notebook = copy.deepcopy(released)
    SUBMISSIONS[name].edit(notebook)
    return notebook


def _answered(name: str, fault: str = "", as_if: str = "", **other: str) -> None:
    SUBMISSIONS[name] = Submission(lambda notebook: fill(notebook, **other), fault, as_if)


@submission("blank")
def blank(notebook: Notebook) -> None:
    pass


# -- right ---------------------------------------------------------------------------------------------------------
_answered("right")
_answered("right-by-a-loop", squares=(
    "def squares(n):\n    if n < 1:\n        raise ValueError(n)\n    found = []\n    for i in range(n):\n"
    "        found.append((i + 1) * (i + 1))\n    return found"
))  # fmt: skip
_answered("right-by-recursion", squares=(
    "def squares(n):\n    if n < 1:\n        raise ValueError\n    return ([] if n == 1 else squares(n - 1)) + [n * n]"
), sum_of_squares="sum_of_squares = lambda n: sum(squares(n))")  # fmt: skip
_answered("right-with-numpy", squares=(
    "import numpy as np\n\ndef squares(n):\n    if n <= 0:\n        raise ValueError('too small')\n"
    "    return (np.arange(1, n + 1) ** 2).tolist()"
), set_a="import math\na = math.factorial(1)")  # fmt: skip
_answered("right-and-prints", squares=SQUARES + "\nprint('working', squares(3))", set_a="print('a')\na = 1.0")
_answered("right-in-two-steps", sum_of_squares=(
    "def sum_of_squares(n):\n    total = 0\n    for each in squares(n):\n        total += each\n    return total"
))  # fmt: skip


@submission("right-with-cells-added")
def right_with_cells_added(notebook: Notebook) -> None:
    fill(notebook)
    for place in range(len(notebook["cells"]), -1, -3):
        notebook["cells"].insert(place, code("1 + 1"))


@submission("right-with-outputs-kept")
def right_with_outputs_kept(notebook: Notebook) -> None:
    fill(notebook)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["an old output\n"]}]


# -- wrong ---------------------------------------------------------------------------------------------------------
_answered("wrong-off-by-one", squares=SQUARES.replace("n + 1", "n"), set_a="a = 2")
_answered("wrong-no-error-raised", squares="def squares(n):\n    return [i ** 2 for i in range(1, n + 1)]")
_answered("wrong-tuple", squares=SQUARES.replace("[i", "tuple(i").replace("1)]", "1))"), set_a="a = (1,)")
_answered("wrong-empty-list", squares="def squares(n):\n    return []", set_a="a = 2")
_answered("wrong-prints", squares=SQUARES.replace("return", "print"), set_a="print(1)")
_answered("wrong-syntax", squares="def squares(n)\n    return n", set_a="a = = 1")
_answered("wrong-sum-by-itself", sum_of_squares="def sum_of_squares(n):\n    return n * (n + 1) * (2 * n + 1) // 6")
_answered("wrong-endless-recursion", squares="def squares(n):\n    return squares(n)", set_a="a = squares(1)")
_answered("wrong-raises", squares="raise RuntimeError('not done')", set_a="1 / 0")
_answered("wrong-visible-cases-only", squares=(
    "def squares(n):\n    if n < 1:\n        raise ValueError\n    return {1: [1], 2: [1, 4]}.get(n)"
))  # fmt: skip
_answered("wrong-first-part-only", sum_of_squares="# later", sum_of_squares_equation="?")
_answered("wrong-exits", squares="import sys\nsys.exit(0)", set_a="import sys\nsys.exit(1)")


# -- tampered ------------------------------------------------------------------------------------------------------
@submission("tampered-points")
def tampered_points(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if "points" in cell["metadata"].get("nbgrader", {}):
            cell["metadata"]["nbgrader"]["points"] = 100
    fill(notebook)


@submission("tampered-points-and-wrong")
def tampered_points_and_wrong(notebook: Notebook) -> None:
    tampered_points(notebook)
    fill(notebook, squares="def squares(n):\n    return []")


@submission("tampered-tests-emptied")
def tampered_tests_emptied(notebook: Notebook) -> None:
    fill(notebook, squares="def squares(n):\n    return []", set_a="a = 3")
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade") and not cell["metadata"]["nbgrader"]["solution"]:
            cell["source"] = "pass"


@submission("tampered-score-typed")
def tampered_score_typed(notebook: Notebook) -> None:
    tampered_tests_emptied(notebook)
    for cell in notebook["cells"]:
        if cell["source"] == "pass":
            cell["source"] = "1"


@submission("tampered-checksums")
def tampered_checksums(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if "checksum" in cell["metadata"].get("nbgrader", {}):
            cell["metadata"]["nbgrader"]["checksum"] = "0" * 32


@submission("tampered-test-moved-to-the-top")
def tampered_test_moved_to_the_top(notebook: Notebook) -> None:
    fill(notebook)
    if (cell := find(notebook, TEST)) is not None:
        notebook["cells"].remove(cell)
        notebook["cells"].insert(0, cell)


@submission("tampered-locked-text")
def tampered_locked_text(notebook: Notebook) -> None:
    fill(notebook)
    for name in ("jupyter", "ro1", "ro2", "task1"):
        if (cell := find(notebook, name)) is not None:
            cell["source"] = "raise SystemExit" if cell["cell_type"] == "code" else "something else"


@submission("fault-answer-is-text", "an answer turned into text fails a notebook without cell ids", "right")
def fault_answer_is_text(notebook: Notebook) -> None:
    fill(notebook)
    for name in ("squares", "set_a"):
        if (cell := find(notebook, name)) is not None:
            cell["cell_type"] = "markdown"
            del cell["outputs"], cell["execution_count"]


@submission("tampered-test-unlocked")
def tampered_test_unlocked(notebook: Notebook) -> None:
    fill(notebook, squares="def squares(n):\n    return []")
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["locked"] = False


@submission("fault-unknown-cell", "a grade_id that was never released fails the submission", "right")
def fault_unknown_cell(notebook: Notebook) -> None:
    fill(notebook)
    about = {"grade": False, "grade_id": "mine", "locked": False, "schema_version": 3, "solution": True, "task": False}
    notebook["cells"].append({**code("mine = 1"), "metadata": {"nbgrader": about}})


_answered("fault-quits", "a kernel that ends takes the whole submission with it", set_a="a = 1\nquit()")


# -- where stock nbgrader is known to fail -------------------------------------------------------------------------
_answered("fault-warning", "text on stderr in a graded cell is no points", "right", squares=(
    "import warnings\n\ndef squares(n):\n    warnings.warn(f'squares of {n}')\n    if n < 1:\n"
    "        raise ValueError\n    return [i ** 2 for i in range(1, n + 1)]"
), set_a=(
    "import sys\n\nclass One(int):\n    def __eq__(self, other):\n        print('compared', file=sys.stderr)\n"
    "        return int(self) == other\n\na = One(1)"
))  # fmt: skip
_answered("fault-kernel-dies", "a kernel that dies takes the whole submission with it", sum_of_squares=(
    "import os\nos._exit(1)"
), quux="import os\nos._exit(1)")  # fmt: skip


@submission("fault-tests-tagged", "a graded cell tagged skip-execution has all points", "wrong-empty-list")
def fault_tests_tagged(notebook: Notebook) -> None:
    fill(notebook, squares="def squares(n):\n    return []", set_a="a = 2")
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["tags"] = ["skip-execution"]


@submission("fault-tests-deleted", "a graded cell that was deleted has no score at all", "right")
def fault_tests_deleted(notebook: Notebook) -> None:
    fill(notebook)
    tests = [cell for cell in notebook["cells"] if _is_test(cell)]
    for cell in tests:
        notebook["cells"].remove(cell)


@submission("fault-metadata-gone", "a graded cell without its metadata has no score at all", "right")
def fault_metadata_gone(notebook: Notebook) -> None:
    fill(notebook)
    for cell in notebook["cells"]:
        if _is_test(cell):
            cell["metadata"] = {}


@submission("fault-copied-cells", "two cells with one grade_id abort the class", "right")
def fault_copied_cells(notebook: Notebook) -> None:
    fill(notebook)
    tests = [copy.deepcopy(cell) for cell in notebook["cells"] if _is_test(cell)]
    notebook["cells"][:0] = tests


@submission("fault-flag-flipped", "a changed grade flag fails the submission", "right")
def fault_flag_flipped(notebook: Notebook) -> None:
    fill(notebook)
    for cell in notebook["cells"]:
        if _is_test(cell):
            cell["metadata"]["nbgrader"]["grade"] = False


@submission("fault-old-metadata", "metadata of an old version abort the class", "right")
def fault_old_metadata(notebook: Notebook) -> None:
    fill(notebook)
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = 1


def _is_test(cell: dict[str, Any]) -> bool:
    about = cell["metadata"].get("nbgrader", {})
    return bool(about.get("grade")) and not about.get("solution")
