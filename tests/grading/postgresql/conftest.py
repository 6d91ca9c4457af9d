"""One server for all tests of this folder."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

import pytest

from tests.conftest import summarise
from tests.grading.postgresql.server import Server, programs

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUIRED = os.environ.get("GRADER_POSTGRESQL") == "required"
WITHOUT = "PostgreSQL is not installed (apt-get install postgresql)"


def pytest_collection_finish(session: pytest.Session) -> None:
    """Say in one line what is left out for want of a server."""
    here = [item for item in session.items if "tests/grading/postgresql/" in item.nodeid]
    if here and not REQUIRED and programs() is None:
        summarise(session.config, f"not tested: {len(here)} tests of a gradebook on a server. {WITHOUT}")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if programs() is None:
        (pytest.fail if REQUIRED else pytest.skip)(WITHOUT)
    made = Server()
    yield made
    made.close()


@pytest.fixture
def db_url(server: Server) -> str:
    """The address of a new database."""
    return server.database(uuid.uuid4().hex)
