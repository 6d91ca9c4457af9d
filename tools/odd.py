"""What stock nbgrader does with each odd submission, beside what this project does: one row a case."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from grader import lessons
from grader.grading.course import Course
from tests.support.attacks import sandboxed
from tests.support.classroom import BIN, LINE, activated_path, run, scores
from tests.support.odd import CASES, Case
from tests.support.odd.cases import hand_in, outcome, solved_notebook
from tests.support.odd.grading import TIMEOUT, grade_odd, prepared_course

NAMED = 4  # exercises in a row of the table
MOST = 150  # seconds for one submission: longer than its cells take together, each ended after TIMEOUT

# The same course for stock nbgrader: its own preprocessors, and no more than it needs to release these lessons.
STOCK = f"""
from pathlib import Path

c = get_config()
c.CourseDirectory.root = str(Path(__file__).absolute().parent)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.ClearSolutions.code_stub = {{"python": ""}}
c.Execute.timeout = {TIMEOUT}
"""


def main(names: list[str]) -> None:
    """Print the table as Markdown."""
    chosen = [CASES[name] for name in names] if names else list(CASES.values())
    print("| submission | stock nbgrader 0.9.6 | this project |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as theirs:
        released = stock_course(Path(theirs) / "released")
        safe = [c for c in chosen if not c.dangerous or sandboxed()]
        course, _, reasons = grade_odd(Path(ours), safe)
        for each in chosen:
            stock = (
                "not tried: dangerous without a sandbox" if each.dangerous else with_stock(Path(theirs), released, each)
            )
            here = told(course, each, reasons) if each in safe else "not tried: there is no sandbox yet"
            print(f"| {each.name} | {stock} | {here} |", flush=True)


def told(course: Course, each: Case, reasons: dict[str, str]) -> str:
    """Return an outcome in a few words."""
    if each.student in reasons:
        return _cell(f"not graded: {reasons[each.student]}")
    found = outcome(course, each.student)
    if isinstance(found, str):
        return _cell(f"not graded: {found}")
    lost = [f"{name} {points:g} ({' '.join(codes)})" for name, (points, codes) in found.items() if codes]
    return _points(sum(points for points, _ in found.values()), lost)


def stock_course(root: Path) -> Course:
    """Make a course that stock nbgrader has released."""
    root.mkdir()
    course = prepared_course(root)
    (root / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    (root / "gradebook.db").unlink(missing_ok=True)
    released = run(root, "nbgrader", "generate_assignment", LINE, "--force", activated=True)
    if released.returncode:
        raise ValueError(released.stderr)
    return course


def with_stock(folder: Path, released: Course, each: Case) -> str:
    """Grade one case with stock nbgrader in a copy of a released course, and return what came of it."""
    root = folder / each.name
    shutil.copytree(released.root, root)
    course = Course(root)
    hand_in(course, each, solved_notebook(released))
    log = root / "nbgrader.log"
    with log.open("wb") as out:
        grading = subprocess.Popen(
            [BIN / "nbgrader", "autograde", LINE],
            cwd=root,
            env={**os.environ, "PATH": activated_path()},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status = grading.wait(MOST)
        except subprocess.TimeoutExpired:
            os.killpg(grading.pid, signal.SIGKILL)
            grading.wait()
            return f"hangs: ended after {MOST} s"
    held = scores(course, LINE).get(each.student)
    said = f"exit {status}, " if status else ""
    if not held or all(score is None for score in held.values()):
        return _cell(said + ("no submission found" if held is None else "nothing graded") + _why(log))
    most = {name: exercise.points for name, exercise in lessons.find(LINE).exercises.items()}
    lost = [f"{name} {'for manual grading' if s is None else f'{s:g}'}" for name, s in held.items() if s != most[name]]
    return said + _points(sum(s or 0 for s in held.values()), lost)


def _points(points: float, lost: list[str]) -> str:
    """Return points, and the first exercises that lack some."""
    named = lost if len(lost) <= NAMED else [*lost[: NAMED - 1], f"{len(lost) - NAMED + 1} more"]
    return _cell(f"{points:g} of {lessons.find(LINE).points:g}" + (f": {', '.join(named)}" if named else ""))


def _why(log: Path) -> str:
    """Return the last error that stock nbgrader logged of a submission, in a few words."""
    text = log.read_text(encoding="utf-8", errors="replace")
    raised = re.findall(r"^ +[\w.]*?(\w+(?:Error|Exception|Interrupt)): (.+)$", text, flags=re.MULTILINE)
    logged = re.findall(r"^\[AutogradeApp \| ERROR\] (No .+)$", text, flags=re.MULTILINE)
    said = f"{raised[-1][0]}: {raised[-1][1]}" if raised else "".join(logged[-1:])
    return f": {said.replace(str(log.parent), '')[:100]}" if said else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")[:200]


if __name__ == "__main__":
    main(sys.argv[1:])
