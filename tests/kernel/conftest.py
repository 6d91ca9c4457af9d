"""One zygote for all tests of kernels: it takes some seconds to start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.kernel.limits import Sandbox
from grader.kernel.warm import Zygote

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="package")
def zygote() -> Iterator[Zygote]:
    """A sandboxed zygote with limits that a test can reach."""
    started = Zygote(
        Sandbox(memory_mib=512, processes=40, cpu_seconds=60, wall_seconds=60, disk_mib=32, file_mib=8, output_mib=1)
    )
    started.start()
    yield started
    started.close()
