"""A pytest plugin that prints the CPU time of each test file, the most expensive file first.

Use it as `make test TEST_ARGS="-p tools.cpu_times"`. CPU time depends less on a busy machine than wall time does.
It includes child processes that have ended and were waited for. It leaves out the kernels of the sandbox, because
bubblewrap does not report the CPU time of its children.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from xdist.workermanage import WorkerController

MAX_FILES = 40
SECONDS = pytest.StashKey[Counter[str]]()
SENT = "cpu_times"  # the name under which a worker of pytest-xdist sends its seconds


def cpu_seconds() -> float:
    """Return the CPU time in seconds of this process and of the children that it has waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def pytest_configure(config: pytest.Config) -> None:
    """Begin with nothing counted."""
    config.stash[SECONDS] = Counter()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Add the seconds of a test, its fixtures included, to the seconds of its file."""
    before = cpu_seconds()
    result = yield
    item.config.stash[SECONDS][item.nodeid.partition("::")[0]] += cpu_seconds() - before
    return result


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send the seconds from a worker to the process that prints them."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[SENT] = dict(session.config.stash[SECONDS])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController) -> None:
    """Add up the seconds of all workers."""
    node.config.stash[SECONDS].update(getattr(node, "workeroutput", {}).get(SENT, {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table."""
    seconds = config.stash[SECONDS]
    terminalreporter.section("CPU time in seconds")
    for path, spent in seconds.most_common(MAX_FILES):
        terminalreporter.write_line(f"{spent:8.1f}  {path}")
    terminalreporter.write_line(f"{seconds.total():8.1f}  all {len(seconds)} files")
