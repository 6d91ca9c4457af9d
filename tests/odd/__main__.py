"""What stock nbgrader does with each odd submission, beside what this project does: one row a case."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from grader import lessons
from grader.course import Course, CourseError
from tests.attacks import sandboxed
from tests.classroom import LINE, scores
from tests.odd import CASES, Case
from tests.odd.cases import hand_in, outcome, solved_notebook
from tests.odd.grading import TIMEOUT, grade_odd, prepared_course

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
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as theirs:
        safe = [c for c in chosen if not c.dangerous or sandboxed()]
        course, _, reasons = grade_odd(Path(ours), safe)
        for each in chosen:
            stock = "not tried: dangerous without a sandbox" if each.dangerous else with_stock(Path(theirs), each)
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
    return _cell(f"{sum(points for points, _ in found.values()):g} of 24" + (f": {', '.join(lost)}" if lost else ""))


def with_stock(folder: Path, each: Case) -> str:
    """Grade one case with stock nbgrader in a course of its own, and return what came of it."""
    root = folder / each.name
    root.mkdir()
    course = prepared_course(root)
    solved = solved_notebook(course)
    (root / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    (root / "gradebook.db").unlink(missing_ok=True)
    course = Course(root)
    from nbgrader.converters import Autograde, GenerateAssignment  # noqa: PLC0415 - it takes a while to import

    course.convert(GenerateAssignment, course.directory(assignment_id=LINE), force=True)
    hand_in(course, each, solved)
    try:
        course.convert(Autograde, course.directory(assignment_id=LINE), force=True)
    except (CourseError, SystemExit) as error:
        return _cell(f"fails: {error}")
    held = scores(course, LINE).get(each.student)
    if not held:
        return "no submission found" if held is None else "graded nothing"
    most = {name: exercise.points for name, exercise in lessons.find(LINE).exercises.items()}
    lost = [f"{name} {'for manual grading' if s is None else f'{s:g}'}" for name, s in held.items() if s != most[name]]
    return _cell(f"{sum(s or 0 for s in held.values()):g} of 24" + (f": {', '.join(lost)}" if lost else ""))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")[:200]


if __name__ == "__main__":
    main(sys.argv[1:])
