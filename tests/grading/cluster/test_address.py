"""Which scheduler an option or a file names, and what is said if it names none."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.grading.cluster import address
from grader.grading.cluster.courses import Courses
from grader.grading.errors import ClusterError

if TYPE_CHECKING:
    from pathlib import Path


def find(scheduler: str | Path, seconds: float = 0.1) -> address.Place:
    return asyncio.run(address.find(scheduler, seconds))


def test_address_is_taken_as_it_is() -> None:
    assert find("tls://10.0.0.1:8786") == ("tls://10.0.0.1:8786", None)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"address": 8786}', "\xff"])
def test_file_without_an_address_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "scheduler.json").write_text(text, encoding="latin-1")
    with pytest.raises(ClusterError, match=r"scheduler\.json: it does not hold the address of a scheduler$"):
        find(tmp_path / "scheduler.json")


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=r"^no scheduler has written .*/none\.json: No such file or directory$"):
        find(tmp_path / "none.json")


def test_file_may_come_later_and_in_two_parts(tmp_path: Path) -> None:
    """A batch job may start before its scheduler, and a shared file system may show half of a file."""
    path, text = tmp_path / "scheduler.json", json.dumps({"address": "tcp://10.0.0.1:8786"})

    def written() -> None:
        time.sleep(0.3)
        path.write_text(text[:10])
        time.sleep(0.5)
        path.write_text(text)

    writer = threading.Thread(target=written)
    writer.start()
    assert find(path, 20).address == "tcp://10.0.0.1:8786"
    writer.join()


def test_gateway_needs_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask_gateway", None)
    with pytest.raises(ClusterError, match="pip install dask-gateway"):
        find("gateway://127.0.0.1:8000/a1b2")


@pytest.mark.parametrize(
    "value", ["gateway://127.0.0.1:8000", "gateway://127.0.0.1/a1b2", "http://127.0.0.1:8000/a1b2"]
)
def test_address_of_a_gateway_names_its_cluster(value: str) -> None:
    printed = CliRunner().invoke(main, ["autograde", "01_linear_regression", "--scheduler", value])
    assert printed.exit_code == 2
    assert "gateway://HOST:PORT/CLUSTER" in printed.output


def test_only_one_option_names_the_scheduler() -> None:
    both = ["--scheduler", "tcp://127.0.0.1:8786", "--scheduler-file", "scheduler.json"]
    printed = CliRunner().invoke(main, ["autograde", "01_linear_regression", *both])
    assert printed.exit_code == 2
    assert "give one of them" in printed.output


def test_one_course_at_a_time_and_none_waits_for_ever() -> None:
    """Two runs of one course share a worker. Another course has its turn before what came after it."""
    order: list[str] = []

    async def graded(courses: Courses, name: str, threshold: int) -> None:
        settings = {"LessonSettings": {"points": {"a": threshold}}}
        async with courses.turn_of(SimpleNamespace(modules=(), config=settings)):
            order.append(f"{name} begins")
            await asyncio.sleep(0.01)
            order.append(f"{name} ends")

    async def all_of_them() -> None:
        courses = Courses()
        await asyncio.gather(*(graded(courses, *each) for each in (("a", 1), ("b", 1), ("c", 2), ("d", 1))))

    asyncio.run(all_of_them())
    assert order == ["a begins", "b begins", "a ends", "b ends", "c begins", "c ends", "d begins", "d ends"]
