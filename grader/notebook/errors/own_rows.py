"""Functions that count on the rows of the notebook, although they are given other ones."""

from __future__ import annotations

import ast

from torch import Tensor

from grader.core.numbers import counted, listed
from grader.notebook.errors.situation import Explanation, Situation


def rows_of_the_notebook(s: Situation) -> str:
    """Say which tensors of a statement in a function belong to the notebook and not to the function."""
    foreign = [name for name, _ in s.tensors() if s.parameters and name not in s.local_names]
    if not foreign:
        return ""
    given = ", ".join(f"`{each}`" for each in s.parameters)
    belongs = "is a name" if len(foreign) == 1 else "are names"
    told = (
        f"{listed(foreign)} {belongs} of the notebook. `{s.function}` is given {given}, which may have other rows. "
        "Compute only with what the function is given."
    )
    used = {name for name, _ in s.tensors()}
    own = [each for each in s.parameters if isinstance(s.local_names.get(each), Tensor) and each not in used]
    meant = own if len(own) == 1 else [each for each in own if foreign[0].startswith(each)]
    if len(meant) == len(foreign) == 1:
        return f"{told} Do you mean `{meant[0]}` instead of `{foreign[0]}`?"
    return told if own else f"{told} It is given no labels, so is there anything to compare with?"


def fixed_rows(s: Situation, size: str) -> Explanation | None:
    """Explain a number of rows that is typed in a function, for a tensor that the function is given: `y.view(8, 1)`.

    `size` says how many numbers the tensor has in this call.
    """
    call = s.call
    owner = call.func.value if call is not None and isinstance(call.func, ast.Attribute) else None
    value = s.value(owner)
    if call is None or owner is None or not isinstance(value, Tensor) or not value.ndim:
        return None
    sizes = call.args[0].elts if call.args and isinstance(call.args[0], ast.Tuple | ast.List) else call.args
    typed = [each.value for each in sizes if isinstance(each, ast.Constant) and isinstance(each.value, int)]
    name, rows = ast.unparse(owner), len(value)
    fixed = [each for each in typed if each > 1 and each not in value.shape]
    if not s.parameters or name not in s.local_names or len(fixed) != 1:
        return None
    called = "" if s.caller is not None else ", and the check calls yours with data of its own"
    return Explanation(
        f"`{s.function}` counts on {counted(fixed[0], 'row')}, and here there are {rows}",
        f"At {s.place}, `{name}` has shape {tuple(value.shape)}, which is {counted(int(size), 'number')}. A function "
        f"gets other rows from call to call{called}.",
        f"Do not write the number of rows into the function. With `-1` instead of `{fixed[0]}`, PyTorch works it out.",
    )
