"""Classes that several tests look at: each costs a few seconds of real kernels, so each is graded once."""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import pytest

from grader.grading.course import Course
from grader.notebook.progress_file import PROGRESS_FILE
from tests.support.attacks import LIGHT
from tests.support.classroom import (
    LINE,
    ROOT,
    answered,
    cell,
    filled,
    hand_in,
    load,
    make_course,
    notebook_name,
    run,
)

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from xdist.remote import Producer
    from xdist.scheduler import Scheduling
    from xdist.workermanage import WorkerController


TESTS = Path(__file__).parent

# Lines that count: how accurate the judges were, how many attacks were contained.
SUMMARY = pytest.StashKey[list[str]]()
SENT = "summary"  # what a worker calls them when it sends them

# Tests run in two processes. Those of one group run in one of them, in their order, since they share what is costly to
# make. The groups that take minutes begin first, so that neither process is left with one at the end. A group is one
# of these folders or a file; those that look at the graded classes below are one group.
FOLDERS = {"browser", "cluster", "exchange", "postgresql", "report"}
TOGETHER = dict.fromkeys(
    (
        "cluster", "postgresql", "report", "test_autograde", "test_explain", "test_feedback", "test_formgrader",
        "test_handed_in", "test_regrade", "test_settings",
    ),
    "graded classes",
)  # fmt: skip
LONGEST = (
    "test_attacks", "graded classes", "test_answers", "browser", "test_killed", "test_odd", "exchange",
    "test_instructors",
)  # fmt: skip

# The marker of each test, by its file or else by the nearest folder that is listed here. `make quick` runs the tests
# that are marked quick: they need neither a kernel nor a grading run.
MARKERS = {
    ".": "quick",
    "browser": "browser",
    "sandbox": "sandbox",
    "grading": "grading",
    "grading/cluster": "cluster",
    "grading/postgresql": "postgresql",
    "grading/preprocessors": "quick",
    "grading/preprocessors/test_execute.py": "grading",
    "grading/preprocessors/test_formgrader.py": "grading",
    "grading/report": "quick",
    "grading/report/test_gather.py": "grading",
    "grading/report/test_write.py": "grading",
    "grading/similarity": "quick",
    **dict.fromkeys(
        (
            f"grading/{name}.py"
            for name in ("lms/test_moodle_times", "lms/test_csv_safety", "submission/test_locks", "test_times")
        ),
        "quick",
    ),
    "lessons/test_answers.py": "slow",
    "lessons/test_trained_state.py": "slow",
    "devtools/test_calibrate.py": "slow",
    "test_wheel.py": "slow",
    "tools": "slow",
    **dict.fromkeys(
        (
            f"notebook/{name}.py"
            for name in (
                "prompts/test_answers_in_code",
                "prompts/test_learning",
                "prompts/test_lesson_4",
                "prompts/test_prompts",
                "test_left_behind",
                "test_live",
                "test_rerun",
            )
        ),
        "kernel",
    ),
    "notebook/figures/test_connection.py": "kernel",
    "notebook/figures/test_medium.py": "kernel",
    "notebook/test_handed_in.py": "grading",
}

NEEDS = frozenset(MARKERS.values())


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites the recorded messages of the sample answers."""
    parser.addoption("--update-messages", action="store_true", help="rewrite tests/messages/ from what answers get now")


def summarise(config: pytest.Config, line: str) -> None:
    """Have a line of counts printed before pytest's own last one."""
    config.stash.setdefault(SUMMARY, []).append(line)
    if hasattr(config, "workeroutput"):
        config.workeroutput.setdefault(SENT, []).append(line)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController) -> None:
    """Take over what a worker has counted up."""
    lines = getattr(node, "workeroutput", {}).get(SENT, [])
    node.config.stash.setdefault(SUMMARY, []).extend(lines)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the lines that tests have counted up, each once."""
    for line in dict.fromkeys(config.stash.get(SUMMARY, [])):
        terminalreporter.write_line(line)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Hand out tests by groups; of xdist's own way, marks, pytest 9.2 takes no notice."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - this hook is called by xdist only

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    return Groups(config, log)


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses by these markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with what it needs, and let the longest groups begin."""
    for item in items:
        if not NEEDS & {mark.name for mark in item.iter_markers()}:  # a test's own marker comes first
            item.add_marker(marker_of(item.path))
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(group_of(item.nodeid), len(ranks)))


def group_of(nodeid: str) -> str:
    """Return the group of a test, by the file that it is in."""
    path = PurePosixPath(nodeid.partition("::")[0])
    name = path.parent.name if path.parent.name in FOLDERS else path.stem
    return TOGETHER.get(name, name)


def marker_of(path: Path) -> str:
    """Return the marker of a test file: what MARKERS says of it, or of the nearest folder that MARKERS lists."""
    if not path.is_relative_to(TESTS):
        return "slow"  # solutions/, whose cells nbval runs again
    relative = path.relative_to(TESTS)
    return next(MARKERS[place.as_posix()] for place in (relative, *relative.parents) if place.as_posix() in MARKERS)


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for the sockets of kernels, by which their processes are recognised; its name has to be short."""
    folder = Path(tempfile.mkdtemp(prefix="kernels-"))
    yield folder
    shutil.rmtree(folder)


class Graded(NamedTuple):
    """A course, and what the command printed that graded it."""

    course: Course
    printed: subprocess.CompletedProcess[str]


ClassOf = Callable[[str], Graded]

# A network whose forward pass writes to stderr when a check calls it; stock nbgrader gives such a cell no points.
NOISY_MODEL = """
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        if not torch.is_grad_enabled():
            import sys
            print("UserWarning: something to worry about", file=sys.stderr)
        return self.linear(x)

net = LinearRegression_i1_o1()
"""

# A check that is replaced by one that claims full marks in every way that nbgrader or a reader might believe.
FORGED_DATA = """
from IPython.display import display
def forged(*values, **options):
    verdict = {"exercise": "data", "points": 2, "max_points": 2, "findings": []}
    display({"application/vnd.grader.verdict+json": verdict, "text/plain": "data: 2 of 2 points, passed"}, raw=True)
x_data = y_data = None
check.data = forged
"""


@pytest.fixture(scope="session")
def line_class(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Lesson 1, handed in blank, solved, odd in many ways and unreadable; graded from a folder inside the course."""
    course = make_course(tmp_path_factory.mktemp("line"), LINE)
    printed = run(course.root, "grader", "release", LINE)
    assert printed.returncode == 0, printed.stderr
    hand_in(course, LINE, "blank", load(course.release(LINE) / notebook_name(LINE)))
    hand_in(course, LINE, "junk", "this is not a notebook")
    solved = hand_in(course, LINE, "solved", filled(course, LINE, **LIGHT[LINE], model=NOISY_MODEL))
    (solved.parent / PROGRESS_FILE).write_text("what a lesson keeps for its learner, here no JSON at all")
    faults = {"data": FORGED_DATA, "criterion": "criterion = nn.MSELoss()", "repair": "import os\nos._exit(1)"}
    odd = filled(course, LINE, **LIGHT[LINE], **faults)
    odd["cells"].remove(cell(odd, "test_optimizer"))
    odd["cells"].append(dict(cell(odd, "loss_by_hand"), source="loss_by_hand = 29", id="copied"))
    hand_in(course, LINE, "odd", odd)
    return Graded(course, run(course.root / "submitted" / "odd", "grader", "autograde", LINE))


@pytest.fixture(scope="session")
def class_of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ClassOf:
    """Return a function that grades the class of a lesson, once.

    The class is `line_class` or has three students, blank, solved and odd, who were graded without a release.
    """

    @functools.cache
    def graded(lesson: str) -> Graded:
        if lesson == LINE:
            return request.getfixturevalue("line_class")
        course = make_course(tmp_path_factory.mktemp("class"), lesson)
        hand_in(course, lesson, "blank", load(Course(ROOT).release(lesson) / notebook_name(lesson)))
        solved = answered(lesson)
        hand_in(course, lesson, "solved", solved)
        # Odd: the first solution stops with an error, the last one ends the kernel.
        first, *_, last = [cell for cell in solved["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
        first["source"], last["source"] = "1 / 0", "import os\nos._exit(1)"
        hand_in(course, lesson, "odd", solved)
        return Graded(course, run(course.root, "grader", "autograde", lesson))

    return graded
