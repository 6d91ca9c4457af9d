"""After an import of a package that is not installed, only what uses the package fails."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from grader.sandbox.absent_packages import NOTE, Absent, LeaveOutAbsent, packages_in


def ran(source: str) -> dict[str, Any]:
    """Return the names that a cell leaves behind."""
    tree = ast.fix_missing_locations(LeaveOutAbsent().visit(ast.parse(source)))
    space: dict[str, Any] = {}
    exec(compile(tree, "cell", "exec"), space)  # noqa: S102 - as a notebook does
    return space


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import seaborn_", ["seaborn_"]),
        ("import seaborn_ as sns", ["sns"]),
        ("import seaborn_.objects", ["seaborn_"]),
        ("import seaborn_.objects as so", ["so"]),
        ("from seaborn_ import lineplot, histplot as h", ["lineplot", "h"]),
        ("from seaborn_ import *", []),
        ("import math, seaborn_ as sns", ["sns"]),
    ],
)
def test_the_names_say_which_package_is_missing(
    source: str, names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    space = ran(f"{source}\nafter = 3")
    assert space["after"] == 3
    assert all(isinstance(space[name], Absent) for name in names)
    for name in names:
        for use in (lambda it: it.set_theme, lambda it: it(), lambda it: it[0], iter):
            with pytest.raises(ModuleNotFoundError, match="^The package `seaborn_` is not installed where notebooks"):
                use(space[name])
    assert capsys.readouterr().err == NOTE.format("seaborn_") + "\n"


def test_packages_that_are_there_are_imported() -> None:
    space = ran("import math, json as j\nfrom os.path import join")
    assert (space["math"].pi > 3, space["j"].dumps(1), space["join"]("a", "b")) == (True, "1", "a/b")


def test_an_import_that_expects_to_fail_fails() -> None:
    assert ran("try:\n    import seaborn_\nexcept ImportError:\n    seaborn_ = None")["seaborn_"] is None


def test_an_import_of_a_name_that_a_package_lacks_fails() -> None:
    with pytest.raises(ImportError, match="cannot import name"):
        ran("from math import nothing")


def test_packages_of_a_notebook() -> None:
    cells = [
        {"outputs": [{"output_type": "stream", "name": "stderr", "text": f"a\n{NOTE.format('seaborn')}\n"}]},
        {"outputs": [{"output_type": "error", "ename": "ModuleNotFoundError", "evalue": "No module named 'bokeh.io'"}]},
        {"outputs": [{"output_type": "error", "ename": "ModuleNotFoundError", "evalue": "<script>"}]},
        {"source": "prose"},
    ]
    assert packages_in(cells) == ["seaborn", "bokeh"]
