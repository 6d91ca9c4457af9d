"""Which file of a submission is graded, if it was renamed or if several were handed in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.grading.errors import CourseError
from grader.grading.gradebook.released import Released, ReleasedCell
from grader.grading.notebook_files.submitted_file import fingerprint_of
from grader.grading.submission.which_file import choose, with_fingerprint
from tests.support.classroom import LINE, ROOT, SOCCER, answered, cell, load, notebook_name

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.classroom import Notebook

NAME = "linear_regression"
BLANK = load(ROOT / "notebooks" / LINE / f"{NAME}.ipynb")
RENAMED = [
    f"Copy of {NAME}.ipynb", f"{NAME} (1).ipynb", f"{NAME}-Copy1.ipynb", "Linear_Regression.ipynb", f"{NAME}.ipynb.txt",
    f"{NAME}.ipynb.json", f"{NAME}.json", f"{NAME}", f"hazelann_4711_900_{NAME}.ipynb", "Kopie von Aufgabe 1.IPYNB",
    f"Ann Hazel_1001_assignsubmission_file_{NAME}.ipynb", f"homework/{NAME}.ipynb", f"Lösung – {NAME} ٢.ipynb",
]  # fmt: skip


def release_of(notebook: Notebook) -> Released:
    """Return what the gradebook has of a released notebook."""
    tagged = [each for each in notebook["cells"] if "nbgrader" in each["metadata"]]
    cells = {
        each["metadata"]["nbgrader"]["grade_id"]: ReleasedCell(
            "".join(each["source"]), each["cell_type"], each["metadata"]["nbgrader"]
        )
        for each in tagged
    }
    return Released(cells, None)


RELEASE = release_of(BLANK)


@pytest.fixture(scope="module")
def worked() -> str:
    return json.dumps(answered(LINE))


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("name", RENAMED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_renamed_notebook_is_found_by_its_cells(name: str, encoding: str, worked: str, tmp_path: Path) -> None:
    path = put(tmp_path, name, worked.encode(encoding))
    put(tmp_path, "data.json", '{"rows": [1, 2]}')
    put(tmp_path, "timestamp.txt", "2030-10-01 12:00:00")
    chosen = choose(tmp_path, NAME, RELEASE)
    assert chosen.path == path
    assert chosen.file_note == f"graded {name}, because there is no {NAME}.ipynb"
    assert with_fingerprint(tmp_path, NAME, fingerprint_of(path.read_bytes()))
    assert not with_fingerprint(tmp_path, NAME, fingerprint_of(b"another"))


def test_exact_name_counts_without_a_look_at_others(worked: str, tmp_path: Path) -> None:
    path = put(tmp_path, f"{NAME}.ipynb", worked)
    put(tmp_path, f"{NAME} (1).ipynb", json.dumps(BLANK))
    put(tmp_path, f"{NAME} (2).ipynb", worked + " ")
    assert choose(tmp_path, NAME, RELEASE) == (path, "")


def test_work_beside_a_blank_notebook_is_told(worked: str, tmp_path: Path) -> None:
    path = put(tmp_path, f"{NAME}.ipynb", json.dumps(BLANK))
    put(tmp_path, f"{NAME}-Copy1.ipynb", worked)
    put(tmp_path, f"{NAME}-Copy2.ipynb", json.dumps(BLANK, indent=1))
    chosen = choose(tmp_path, NAME, RELEASE)
    assert chosen.path == path
    assert chosen.file_note == (
        f"{NAME}.ipynb is as it was handed out, but there is work in {NAME}-Copy1.ipynb beside it"
    )


def test_one_changed_cell_is_work(tmp_path: Path) -> None:
    touched = json.loads(json.dumps(BLANK))
    cell(touched, "data")["source"] = "x_data = 1"
    put(tmp_path, f"{NAME}.ipynb", json.dumps(BLANK))
    put(tmp_path, "mine.ipynb", json.dumps(touched))
    assert "there is work in mine.ipynb" in choose(tmp_path, NAME, RELEASE).file_note


def test_of_several_the_only_one_with_work_counts(worked: str, tmp_path: Path) -> None:
    path = put(tmp_path, "b.ipynb", worked)
    put(tmp_path, "a.ipynb", json.dumps(BLANK))
    put(tmp_path, "c.ipynb", worked)  # the same bytes, so it does not matter which one
    assert choose(tmp_path, NAME, RELEASE).path == path


def test_several_with_different_work_are_not_guessed(worked: str, tmp_path: Path) -> None:
    put(tmp_path, "a.ipynb", worked)
    put(tmp_path, "b.ipynb", worked + "\n")
    with pytest.raises(CourseError, match="several notebooks with its cells: a.ipynb, b.ipynb. Rename the one"):
        choose(tmp_path, NAME, RELEASE)


@pytest.mark.parametrize("what", ["another lesson", "without metadata", "no notebook", "link", "hidden", "nothing"])
def test_other_files_are_not_taken_for_it(what: str, worked: str, tmp_path: Path) -> None:
    if what == "another lesson":
        put(tmp_path, notebook_name(SOCCER), json.dumps(answered(SOCCER)))
    elif what == "without metadata":
        bare = json.loads(worked)
        for each in bare["cells"]:
            each["metadata"] = {}
        put(tmp_path, "bare.ipynb", json.dumps(bare))
    elif what == "no notebook":
        put(tmp_path, "notes.txt", "{ not JSON")
        put(tmp_path, "list.json", "[1, 2]")
    elif what == "link":
        (tmp_path / "link.ipynb").symlink_to(put(tmp_path.parent, "of_another.ipynb", worked))
    elif what == "hidden":
        put(tmp_path, f".ipynb_checkpoints/{NAME}-checkpoint.ipynb", worked)
    exact = tmp_path / f"{NAME}.ipynb"
    assert choose(tmp_path, NAME, RELEASE) == (exact, "")
    assert not exact.exists()
