"""Print the comparison as Markdown."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from tests.support.plain import grading
from tests.support.plain.grading import (
    ASSIGNMENTS,
    STOCK,
    differences,
    hand_in,
    make_plain_course,
    with_grader,
    with_nbgrader,
    with_stock,
)
from tests.support.plain.submissions import SUBMISSIONS

RECORD = Path(grading.__file__).parent / "stock.json"


def main(names: list[str]) -> int:
    """Return 1 if a cell differs for no known reason."""
    unknown = 0
    record = "--record" in names
    names = [name for name in names if name != "--record"]
    recorded = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    print("| assignment | submissions | cells | same points | others, by a fault of stock nbgrader's | unexplained |")
    print("|---|--:|--:|--:|--:|--:|")
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names or ASSIGNMENTS:
            began = time.monotonic()
            stock = make_plain_course(Path(folder, name, "stock"), [name], STOCK)
            here = make_plain_course(Path(folder, name, "here"), [name])
            other = make_plain_course(Path(folder, name, "other"), [name])
            for course in (stock, here, other):
                hand_in(course, name)
            recorded[name] = theirs = with_stock(stock, name)
            if record:
                RECORD.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            ours, by_nbgrader = with_grader(here, name), with_nbgrader(other, name)
            differ = differences(theirs, ours)
            cells = sum(len(each) for each in ours.values())
            known = sum(bool(each.fault) for each in differ)
            unknown += len(differ) - known
            counts = [len(SUBMISSIONS), cells, cells - len(differ), known, len(differ) - known]
            print("|", " | ".join(map(str, [name, *counts])), "|", flush=True)
            disagree = differences(by_nbgrader, ours)
            unknown += len(disagree)
            print(f"{name}: {time.monotonic() - began:.0f} s; `grader` and `nbgrader autograde` disagree about "
                  f"{len(disagree)} cells: {disagree}", file=sys.stderr)  # fmt: skip
            found += [(name, each) for each in differ]
    print("\n| submission | assignment and cell | stock | here | why |\n|---|---|--:|--:|---|")
    for name, each in sorted(found, key=lambda pair: pair[1].student):
        print(f"| {each.student} | {name} {each.cell} | {each.stock} | {each.here} | {each.fault or 'UNEXPLAINED'} |")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
