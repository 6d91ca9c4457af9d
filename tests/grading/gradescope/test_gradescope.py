"""The autograder for Gradescope, as far as it can run here: the archive, unpacked as Gradescope does, and its results.

The formats are those of https://gradescope-autograders.readthedocs.io/en/latest/specs/ and its page about
submission_metadata.json. What setup.sh installs is not installed again.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from grader.cli import main
from grader.grading.challenge_key import KEY_FILE
from grader.grading.gradescope.run import notebook_in, student_of
from tests.support.attacks import LIGHT
from tests.support.classroom import BIN, KEY, LINE, ROOT, answered, load, make_course, max_points, notebook_name
from tests.support.plain.grading import STOCK, make_plain_course
from tests.support.plain.submissions import made

if TYPE_CHECKING:
    from grader.grading.course import Course

NOTEBOOK = notebook_name(LINE)
VISIBILITY = {"enum": ["visible", "hidden", "after_due_date", "after_published"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
NUMBER, TEXT = {"type": "number"}, {"type": "string"}
RESULTS = {
    "type": "object",
    "required": ["tests"],
    "additionalProperties": False,
    "properties": {
        "score": NUMBER, "execution_time": NUMBER, "output": TEXT, "output_format": FORMAT, "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY, "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["score"],
                "additionalProperties": False,
                "properties": {
                    "score": NUMBER, "max_score": NUMBER, "status": {"enum": ["passed", "failed"]}, "name": TEXT,
                    "name_format": FORMAT, "number": TEXT, "output": TEXT, "output_format": FORMAT,
                    "tags": {"type": "array", "items": TEXT}, "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}  # fmt: skip
METADATA = {
    "id": 1,
    "created_at": "2026-11-28T14:22:32.365935-07:00",
    "users": [{"email": "hazel@example.org", "id": 7}],
}


@pytest.fixture(scope="module")
def autograder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is /autograder on Gradescope, without a submission."""
    course = make_course(tmp_path_factory.mktemp("course"), LINE)
    return built(course, LINE, tmp_path_factory.mktemp("autograder"))


def built(course: Course, name: str, root: Path) -> Path:
    """Build the archive of an assignment, and make `root` what Gradescope makes of it."""
    before = Path.cwd()
    os.chdir(course.root)
    printed = CliRunner().invoke(main, ["gradescope", name, "--visibility", "after_due_date"])
    os.chdir(before)
    assert printed.exit_code == 0, printed.output
    with zipfile.ZipFile(course.root / f"{name}-gradescope.zip") as archive:
        archive.extractall(root / "source")
        for each in archive.infolist():
            (root / "source" / each.filename).chmod(each.external_attr >> 16)
    for folder in ("submission", "results"):
        (root / folder).mkdir()
    (root / "submission_metadata.json").write_text(json.dumps(METADATA))
    return root


def grade(root: Path, submitted: dict[str, Any] | str, name: str = NOTEBOOK) -> dict[str, Any]:
    """Run the archive's own script on a submission, and return the results, which are as Gradescope wants them."""
    for path in (root / "submission").iterdir():
        path.unlink()
    text = submitted if isinstance(submitted, str) else json.dumps(submitted)
    (root / "submission" / name).write_text(text, encoding="utf-8")
    (root / "results" / "results.json").unlink(missing_ok=True)
    done = subprocess.run(
        [root / "source" / "run_autograder"], capture_output=True, text=True, check=False, cwd=root,
        env={**os.environ, "AUTOGRADER_ROOT": str(root), "GRADER_HOME": str(BIN.parent)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    results = load(root / "results" / "results.json")
    jsonschema.validate(results, RESULTS)
    return results


class TestArchive:
    """What is in it."""

    def test_scripts_are_at_its_root_and_can_be_executed(self, autograder: Path) -> None:
        for name in ("setup.sh", "run_autograder"):
            path = autograder / "source" / name
            assert path.stat().st_mode & stat.S_IXUSR
            assert subprocess.run(["bash", "-n", path], check=False).returncode == 0  # noqa: S607 - any bash

    def test_grader_in_it_is_complete(self, autograder: Path) -> None:
        """Its modules are imported from the archive and not from this clone."""
        program = (
            "import sys; sys.path.insert(0, sys.argv[1])\nimport grader.cli, grader.grading.gradescope.run as run\n"
        )
        program += "from grader import lessons\nprint(run.__file__, *lessons.MODULES)"
        package = autograder / "source" / "package"
        done = subprocess.run(
            [sys.executable, "-I", "-c", program, package], capture_output=True, text=True, check=False
        )
        assert done.stdout.startswith(str(package)), done.stderr
        assert LINE in done.stdout

    def test_requirements_are_those_of_grading_in_the_tested_versions(self, autograder: Path) -> None:
        needed = (autograder / "source" / "requirements.txt").read_text().splitlines()
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        names = {
            Requirement(text).name for text in (*project["dependencies"], *project["optional-dependencies"]["grading"])
        }
        pins = [line.split("#")[0].strip() for line in (ROOT / "constraints.txt").read_text().splitlines()]
        assert {*needed} == {pin for pin in pins if pin.partition("==")[0] in names}
        assert len(needed) == len(names)

    def test_key_is_not_the_course_s_own(self, autograder: Path) -> None:
        key = (autograder / "source" / "course" / KEY_FILE).read_bytes()
        assert len(key) == len(KEY)
        assert key != KEY


class TestResults:
    """What results.json says."""

    def test_right_answer_has_all_points(self, autograder: Path) -> None:
        results = grade(autograder, answered(LINE, **LIGHT[LINE]))
        assert sum(test["score"] for test in results["tests"]) == max_points(LINE)
        assert sum(test["max_score"] for test in results["tests"]) == max_points(LINE)
        assert {test["status"] for test in results["tests"]} == {"passed"}
        assert {test["visibility"] for test in results["tests"]} == {"after_due_date"}

    def test_wrong_answer_says_why(self, autograder: Path) -> None:
        results = grade(
            autograder, answered(LINE, **LIGHT[LINE], criterion="criterion = nn.MSELoss()"), "my copy.ipynb"
        )
        failed = {test["name"]: test for test in results["tests"] if test["status"] == "failed"}
        assert failed["criterion"]["score"] == 0
        assert "code: wrong-reduction" in failed["criterion"]["output"]
        assert results["stdout_visibility"] == "hidden"

    def test_what_is_not_a_notebook_is_told_to_the_student(self, autograder: Path) -> None:
        results = grade(autograder, "no notebook")
        assert [(test["score"], test["max_score"]) for test in results["tests"]] == [(0, max_points(LINE))]
        assert f"{NOTEBOOK} is not graded: {NOTEBOOK} is not a notebook" in results["output"]


def test_assignment_of_two_notebooks_of_which_one_is_missing(tmp_path: Path) -> None:
    course = make_plain_course(tmp_path / "course", ["two"], STOCK)
    root = tmp_path / "autograder"
    root.mkdir()
    built(course, "two", root)
    released = load(course.release("two") / "part-b.ipynb")
    for cell in released["cells"]:
        cell["source"] = "".join(cell["source"])
    results = grade(root, made("right", released), "part-b.ipynb")
    points = {test["name"]: (test["score"], test["max_score"]) for test in results["tests"]}
    assert points == {"part-a": (0, 3), "part-b/foo": (1, 1), "part-b/bar": (1, 1)}
    assert "part-a.ipynb is not graded: hand in one file with the name part-a.ipynb" in results["output"]
    assert "A person has to grade: part-b/baz, part-b/quux." in results["output"]


# What setup.sh does, but for installing: another user can run this Python, and the grader is the archive's.
HOME = """
mount --bind "$BASE" "$FOLDER/python"
"$FOLDER/python/bin/python3" -m venv --without-pip "$FOLDER/home"
site=$("$FOLDER/home/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
cp -a "$AUTOGRADER_ROOT/source/package" "$FOLDER/home/package"
printf '%s\\n' "$FOLDER/home/package" "$PACKAGES" >"$site/grader.pth"
chmod -R a+rX "$FOLDER/home"
PATH=$FOLDER/programs exec "$AUTOGRADER_ROOT/source/run_autograder"
"""
SNOOPS = """
criterion = nn.MSELoss(reduction="sum")
import os
for path in ("source/settings.json", "source/course/.challenge_key", "results/results.json"):
    try:
        open(os.path.join(ROOT, path), "a")
        criterion = f"{path} can be written"  # which costs the points of the exercise
    except PermissionError:
        pass
"""


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("unshare"), reason="Gradescope runs autograders as root")
def test_without_a_sandbox_student_code_is_another_user(autograder: Path) -> None:
    """As in a container that has no bubblewrap, or no namespaces."""
    folder = Path(tempfile.mkdtemp(prefix="gradescope-"))  # pytest's own folders are closed to other users
    folder.chmod(0o755)
    root = folder / "autograder"
    try:
        shutil.copytree(autograder, root)
        (root / "submission" / NOTEBOOK).write_text(
            json.dumps(answered(LINE, **LIGHT[LINE], criterion=f"ROOT = {str(root)!r}\n{SNOOPS}"))
        )
        for name in ("python", "programs"):
            (folder / name).mkdir()
        for name in ("bash", "chmod", "env"):
            (folder / "programs" / name).symlink_to(shutil.which(name) or "")
        (folder / "programs" / "alembic").symlink_to(BIN / "alembic")  # pip installs it beside Python
        packages = sysconfig.get_path("purelib")
        done = subprocess.run(
            ["unshare", "--mount", "bash", "-euc", HOME],  # noqa: S607 - util-linux
            capture_output=True, text=True, check=False,
            env={**os.environ, "BASE": sys.base_prefix, "FOLDER": str(folder), "PACKAGES": packages,
                 "AUTOGRADER_ROOT": str(root), "GRADER_HOME": str(folder / "home")},
        )  # fmt: skip
        if "mount: " in done.stderr or "unshare: " in done.stderr:
            pytest.skip(f"no mounts here: {done.stderr.splitlines()[0]}")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "student code runs as another user" in done.stdout
        results = load(root / "results" / "results.json")
        assert sum(test["score"] for test in results["tests"]) == max_points(LINE)
    finally:
        shutil.rmtree(folder)


class TestStudent:
    """Who has handed in: lesson 4 draws the data from that."""

    @pytest.mark.parametrize(
        ("metadata", "student"),
        [(METADATA, "hazel"), ({"users": []}, "somebody"), ({}, "somebody"), ([1], "somebody"), (None, "somebody")],
    )
    def test_is_the_beginning_of_the_address(self, tmp_path: Path, metadata: object, student: str) -> None:
        path = tmp_path / "submission_metadata.json"
        if metadata is not None:
            path.write_text(json.dumps(metadata))
        assert student_of(path) == student


def test_one_of_two_notebooks_is_taken_by_its_name(tmp_path: Path) -> None:
    for name in ("a.ipynb", "b.ipynb"):
        (tmp_path / name).touch()
    assert notebook_in(tmp_path, "b") == tmp_path / "b.ipynb"
    with pytest.raises(Exception, match=r"hand in one file with the name c\.ipynb; there is a\.ipynb, b\.ipynb"):
        notebook_in(tmp_path, "c")
