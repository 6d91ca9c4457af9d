"""JupyterLab on a free port of this machine, in a home of its own: nothing of the user's is read or written."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from tests.support.classroom import BIN, ROOT, activated_path

SECONDS_TO_START = 90
SECONDS_TO_END = 20
# Only what is not the user's: no JUPYTER_…, IPYTHON…, XDG_… or PYTHON… variable gets through.
KEPT = re.compile(r"LANG|LC_.*|TZ|TMPDIR|LD_LIBRARY_PATH")
TRACKER = "@jupyterlab/notebook-extension:tracker"
SETTINGS = {
    # All cells are in the page, not only those that can be seen: a test looks for one in any place.
    TRACKER: {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
# Tells in the page of an open notebook whether its kernel runs and has nothing to do.
KERNEL_IS_IDLE = "() => jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"
WITHOUT = {"@jupyterlab/apputils-extension:splash": True}  # it hides the page at each change of the theme


def environment(home: Path) -> dict[str, str]:
    """Return the variables under which Jupyter, IPython and matplotlib keep everything of theirs in `home`."""
    return {
        **{name: value for name, value in os.environ.items() if KEPT.fullmatch(name)},
        "PATH": activated_path(),
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
    }


class Lab:
    """A running `jupyter lab` whose files are those in `root`; `address` is http://127.0.0.1:PORT."""

    def __init__(self, root: Path, home: Path, settings: Path | None = None) -> None:
        """Start it. A `home` that is empty gets what tests need, another one is used as it was left.

        `settings` is a folder that Jupyter reads besides: what `make lab` and `make teach` name in JUPYTER_CONFIG_PATH.
        """
        self.root = root
        self.token = secrets.token_urlsafe(24)
        self.log = home / "lab.log"
        self.environment = environment(home) | ({"JUPYTER_CONFIG_PATH": str(settings)} if settings else {})
        if not (home / "config").exists():
            _configure(home, SETTINGS if settings is None else {TRACKER: SETTINGS[TRACKER]})
        port = _free_port()
        self.address = f"http://127.0.0.1:{port}"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    BIN / "jupyter", "lab", "--no-browser", "--allow-root", "--expose-app-in-browser",
                    "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
                    f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={self.token}",
                ],
                cwd=root, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.end()
            raise

    def page(self, path: str) -> str:
        """Return the address at which JupyterLab shows the file at `path`, with the token that lets a browser in.

        Each file has a workspace of its own: JupyterLab would show again what was open before.
        """
        workspace = re.sub(r"\W", "-", path) or "none"
        return f"{self.address}/lab/workspaces/{workspace}/tree/{path}?token={self.token}"

    def processes(self) -> list[psutil.Process]:
        """Return the server's process and all that it started: its kernels."""
        server = psutil.Process(self.process.pid)
        return [server, *server.children(recursive=True)]

    def end(self) -> list[psutil.Process]:
        """End the kernels, then the server; return what had to be killed."""
        if self.process.poll() is not None:
            return []
        started = self.processes()
        try:
            self.end_kernels()
            self.ask("POST", "/api/shutdown")
        except OSError:
            self.process.terminate()
        _, alive = psutil.wait_procs(started, timeout=SECONDS_TO_END)
        for process in alive:
            process.kill()
        self.process.wait()
        return alive

    def end_kernels(self) -> None:
        for session in self.ask("GET", "/api/sessions"):
            self.ask("DELETE", f"/api/sessions/{session['id']}")

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None):
        """Send a request to the server; return what its answer holds as JSON. Raises OSError."""
        request = urllib.request.Request(  # noqa: S310 - http to this machine
            self.address + path, method=method, headers={"Authorization": f"token {self.token}"},
            data=None if body is None else json.dumps(body).encode(),
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=SECONDS_TO_END) as reply:  # noqa: S310 - http to this machine
            body = reply.read()
        return json.loads(body) if body else None

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                self.ask("GET", "/api/status")
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text(errors='replace')}")


def _configure(home: Path, overrides: dict[str, Any]) -> None:
    config = home / "config"
    (config / "labconfig").mkdir(parents=True)
    (config / "labconfig" / "default_setting_overrides.json").write_text(json.dumps(overrides))
    (config / "labconfig" / "page_config.json").write_text(json.dumps({"disabledExtensions": WITHOUT}))
    shutil.copytree(ROOT / "etc" / "jupyter", config, dirs_exist_ok=True)  # where pip puts it
    extension = home / "data" / "labextensions" / "train-a-network"
    shutil.copytree(ROOT / "grader" / "notebook" / "labextension", extension)  # where pip puts it, too
    (home / "exchange").mkdir()  # else formgrader looks for one that all users of this machine share
    (config / "nbgrader_config.py").write_text(f"c.Exchange.root = {str(home / 'exchange')!r}\n")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
