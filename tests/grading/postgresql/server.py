"""A real PostgreSQL server of our own, on 127.0.0.1 and a free port, as the user postgres where root runs the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.grading.cluster.running import free_port

USER = "grader"
IDENTIFIED = "hazel"  # a user who has to give a password
DEBIAN = Path("/usr/lib/postgresql")  # where each version has its programs, off PATH


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, of the newest version; None if there is none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    there = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return there[-1].parent if there else None


class Server:
    """Databases in a temporary folder: `start`, `stop`, `close`. One that is `safe` outlasts a loss of power."""

    def __init__(self, *, safe: bool = False) -> None:
        self._safe = safe
        self._folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        self._as: list[str] = []
        if os.getuid() == 0:  # which PostgreSQL refuses to be run by
            postgres = pwd.getpwnam("postgres")
            os.chown(self._folder, postgres.pw_uid, postgres.pw_gid)
            self._as = ["setpriv", f"--reuid={postgres.pw_uid}", f"--regid={postgres.pw_gid}", "--clear-groups"]
        self.port = free_port()
        self._run("initdb", "--username", USER, "--auth", "trust", "--no-sync", "--encoding", "UTF8")
        rules = self._folder / "data" / "pg_hba.conf"
        rules.write_text(f"host all {IDENTIFIED} 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
        self.start()
        self._execute(f"CREATE ROLE {IDENTIFIED} LOGIN PASSWORD 'right'")

    def start(self) -> None:
        options = f"-h 127.0.0.1 -p {self.port} -k {self._folder}" + ("" if self._safe else " -F")
        self._run("pg_ctl", "start", "--wait", "--log", str(self._folder / "log"), "--options", options)

    def stop(self, mode: str = "fast") -> None:
        """End the server and every connection to it; `immediate` is how it ends when power does."""
        self._run("pg_ctl", "stop", "--wait", "--mode", mode)

    def close(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self._folder)

    def database(self, name: str, like: str = "template1") -> str:
        """Make a database, a copy of one that nobody is connected to; return its address as SQLAlchemy wants it."""
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.address(name)

    def address(self, name: str, user: str = USER) -> str:
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{name}"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, dbname="postgres", autocommit=True
        ) as database:
            database.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self._as, programs() / program, "--pgdata", self._folder / "data", *arguments],
            cwd="/", check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
