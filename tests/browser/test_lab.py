"""The JupyterLab of these tests keeps to its own home, and ends with all that it started."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.lab import environment
from tests.support.classroom import BIN

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_jupyter_reads_nothing_of_the_users(browser: Browser, tmp_path: Path) -> None:
    told = subprocess.run(
        [BIN / "jupyter", "--paths", "--json"], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    paths = {path for listed in json.loads(told.stdout).values() for path in map(Path, listed)}
    shared = [Path(sys.prefix), Path("/usr/local"), Path("/usr/share"), Path("/etc")]
    users = [p for p in paths if not any(p.is_relative_to(place) for place in (tmp_path, *shared))]
    assert users == []
