"""Submissions whose code prints without end, loops, exits or takes what there is; some of the attacks do just that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.attacks import FOLDER, Attack, read
from tests.support.classroom import LINE
from tests.support.odd.cases import CASES, Case, case

if TYPE_CHECKING:
    from tests.support.odd.cases import Work

ALSO_ATTACKS = (
    "prints-200000-lines", "prints-one-gigabyte", "endless-loop", "endless-loop-ignores-signals", "sys-exit",
    "raises-keyboard-interrupt", "kills-its-parent", "fork-bomb", "memory-in-a-list", "os-exit", "warnings-as-errors",
)  # fmt: skip


def _of_attack(attack: Attack) -> None:
    def build(work: Work) -> None:
        for grade_id, source in attack.cells.items():
            work.cell(grade_id)["source"] = source
        work.write()

    CASES[attack.name] = Case(
        attack.name, build, attack.expected, None, f"odd-{attack.name}", dangerous=attack.dangerous
    )


for _name in ALSO_ATTACKS:
    _of_attack(read(FOLDER / LINE / f"{_name}.py"))


@case("first-cell-never-ends", others_any=True, data=(0, ("timed-out",)))
def first_cell_never_ends(work: Work) -> None:
    work.cell("data")["source"] = "while True:\n    pass"
    work.write()


@case("every-cell-prints-to-stderr")
def every_cell_prints_to_stderr(work: Work) -> None:
    for each in work.cells:
        if each["metadata"].get("nbgrader", {}).get("solution"):
            each["source"] += "\nimport sys, warnings\nprint('to stderr', file=sys.stderr)\nwarnings.warn('careful')"
    work.write()


@case("asks-for-input", loss_by_hand=(0, None))
def asks_for_input(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = "loss_by_hand = float(input('loss? '))"
    work.write()


@case("result-is-nan", loss_by_hand=(0, None))
def result_is_nan(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = "loss_by_hand = float('nan')"
    work.write()


@case("installs-a-package")
def installs_a_package(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = (
        "loss_by_hand = 29\n%pip install --quiet --timeout 1 --retries 0 no-such-package-x"
    )
    work.write()


@case("debugger", others_any=True)
def debugger(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = "loss_by_hand = 29\nbreakpoint()"
    work.write()
