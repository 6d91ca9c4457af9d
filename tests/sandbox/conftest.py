"""One fork server for all tests of kernels, because it takes some seconds to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.sandbox.forkserver import ForkServer
from grader.sandbox.limits import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="package")
def fork_server() -> Iterator[ForkServer]:
    """Return a sandboxed fork server whose limits are low enough for a test to reach."""
    started = ForkServer(
        Sandbox(memory_mib=512, processes=40, cpu_seconds=60, wall_seconds=60, disk_mib=32, file_mib=8, output_mib=1)
    )
    started.start()
    yield started
    started.close()
