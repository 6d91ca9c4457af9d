"""Whose rows are these? In a lesson that draws a variant for each student, rows may be those of another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from grader.core.catalogue import found
from grader.core.numbers import listed
from grader.core.verdict import Finding
from grader.evidence.values import Value
from grader.judges.parts.scale import scale_between

LOOKED_AT = 20  # rows: if all of them are in another table, that is not an accident


class Tables(NamedTuple):
    """What a student's own variant is called, and by their names the rows (n, d) of all `others`."""

    own: str
    others: Callable[[], Iterable[tuple[str, Tensor]]]

    def owner(self, rows: Tensor) -> str | None:
        """Return the name of the other variant that has these rows (m, d)."""
        some = rows[:: max(1, len(rows) // LOOKED_AT)].to(torch.float32)  # as the tables are
        return next((name for name, table in self.others() if len(some) and _stand_in(some, table)), None)

    def owner_of_all(self, rows: Tensor) -> str | None:
        """Return the name of the other variant that has exactly these rows (n, d), with columns as given or scaled."""
        rows = rows.to(torch.float64)
        return next((name for name, table in self.others() if scale_between(rows, table) is not None), None)


def expect_no_others_rows(findings: Iterable[Finding], parts: Iterable[Value], tables: Tables) -> Iterator[Finding]:
    """Pass on what was found about `parts`; if they hold another student's rows, say only that.

    If nothing was found, no other student's rows are looked for.
    """
    found_before = list(findings)
    owned = _owned(list(parts), tables) if found_before else None
    if owned is None:
        yield from found_before
        return
    names, owner = owned
    yield found("other-variant", f"The rows of {names} are those of {owner}, but your data are {tables.own}.")


def _owned(parts: list[Value], tables: Tables) -> tuple[str, str] | None:
    """Return the names of parts, and the owner of their rows; None if the rows are the student's own."""
    held = [(part.name, part.numbers) for part in parts if part.numbers is not None and part.numbers.dim() == 2]
    if len(held) < len(parts):
        return None
    for name, rows in held:
        owner = tables.owner(rows)
        if owner is not None:
            return f"`{name}`", owner
    if len({rows.shape[1] for _, rows in held}) > 1:
        return None
    owner = tables.owner_of_all(torch.cat([rows for _, rows in held]))
    return None if owner is None else (listed([name for name, _ in held]), owner)


def _stand_in(rows: Tensor, table: Tensor) -> bool:
    if rows.shape[1:] != table.shape[1:]:
        return False
    return bool((rows[:, None].to(table.dtype) == table[None]).all(dim=2).any(dim=1).all())
