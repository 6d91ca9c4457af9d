"""Links, pipes and files of odd sizes and names in a submission's folder; students of odd names."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tests.support.odd.cases import CANARY, NAME, case

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.odd.cases import Work

LINE = "01_linear_regression"


def reading(work: Work, *names: str) -> None:
    """Let the notebook print what it can read at these names; the tests look for the secret in it."""
    lines = "\n".join(
        f"try:\n    print(open({name!r}).read()[-2000:])\nexcept Exception as error:\n    print(type(error))"
        for name in names
    )
    work.cell("loss_by_hand")["source"] = f"loss_by_hand = 29\n{lines}"


@case("folder-named-like-the-notebook", reason="")
def folder_named_like_the_notebook(work: Work) -> None:
    (work.folder / NAME).mkdir()
    work.write(name=f"{NAME}/{NAME}")


@case("notebook-is-a-link-to-the-solution", reason="")
def notebook_is_a_link_to_the_solution(work: Work) -> None:
    work.path.symlink_to(work.course.source(LINE) / NAME)


@case("notebook-is-a-link-to-another-submission", reason="")
def notebook_is_a_link_to_another_submission(work: Work) -> None:
    work.path.symlink_to(f"../../a-neighbour/{LINE}/{NAME}")


@case("notebook-is-a-link-beside-itself", reason="", either=True)
def notebook_is_a_link_beside_itself(work: Work) -> None:
    work.write(name="mine.ipynb")
    work.path.symlink_to("mine.ipynb")


@case("notebook-is-a-dangling-link", reason="")
def notebook_is_a_dangling_link(work: Work) -> None:
    work.path.symlink_to("nowhere.ipynb")


@case("notebook-is-a-link-loop", reason="")
def notebook_is_a_link_loop(work: Work) -> None:
    work.path.symlink_to(NAME)


@case("notebook-is-a-pipe", reason="", dangerous=True)
def notebook_is_a_pipe(work: Work) -> None:
    os.mkfifo(work.path)


@case("notebook-is-a-device", reason="", dangerous=True)
def notebook_is_a_device(work: Work) -> None:
    work.path.symlink_to("/dev/zero")


@case("notebook-of-3-gigabytes", reason="", dangerous=True)
def notebook_of_3_gigabytes(work: Work) -> None:
    with work.path.open("wb") as file:
        file.truncate(3 * 2**30)


@case("notebook-without-permission", either=True)
def notebook_without_permission(work: Work) -> None:
    """Root can read it nevertheless."""
    work.write()
    work.path.chmod(0)


@case("folder-is-a-link", either=True)
def folder_is_a_link(work: Work) -> None:
    shutil.rmtree(work.folder)
    elsewhere = work.folder.parent / "elsewhere"
    elsewhere.mkdir()
    work.folder.symlink_to("elsewhere")
    work.write()


@case("folder-is-a-link-to-the-solutions", reason="")
def folder_is_a_link_to_the_solutions(work: Work) -> None:
    shutil.rmtree(work.folder)
    work.folder.symlink_to(work.course.source(LINE))


@case("links-out-of-the-folder")
def links_out_of_the_folder(work: Work) -> None:
    (work.folder / "passwd").symlink_to("/etc/passwd")
    (work.folder / "solutions").symlink_to(work.course.root / "solutions")
    (work.folder / "secret.txt").symlink_to(work.course.root / "secret.txt")
    (work.folder / "loop").symlink_to("loop")
    (work.folder / "dangling").symlink_to("nowhere")
    (work.folder / "itself").symlink_to(".")
    reading(work, "secret.txt", f"solutions/{LINE}/{NAME}", "../../../secret.txt", str(work.course.root / "secret.txt"))
    work.write()


@case("hard-link-to-a-secret", either=True)
def hard_link_to_a_secret(work: Work) -> None:
    """Only who may read a file can make a hard link to it, on a system that protects them: its content is known."""
    secret = work.folder / "own.txt"
    secret.write_text("own")
    os.link(secret, work.folder / "again.txt")
    reading(work, "again.txt")
    work.write()


@case("extra-files")
def extra_files(work: Work) -> None:
    work.write()
    work.write("a,b\n1,2\n", name="notes/table.csv")
    work.write(bytes(range(256)) * 100, name="picture.png")
    work.write("text", name=".hidden")
    work.write("text", name="ä 学生 'quoted' [x].txt")
    work.write("{}", name="linear_regression.evidence.json")
    work.write(b"SQLite format 3\0", name="gradebook.db")


@case("extra-file-that-the-notebook-reads")
def extra_file_that_the_notebook_reads(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = (
        'errors = [int(n) for n in open("data.csv").read().split(",")]\n'
        "loss_by_hand = sum(e**2 for e in errors) + float(open('more/zero.txt').read())"
    )
    work.write("2,3,4", name="data.csv")
    work.write("0.0", name="more/zero.txt")
    work.write()


@case("extra-file-of-3-gigabytes")
def extra_file_of_3_gigabytes(work: Work) -> None:
    work.write()
    with (work.folder / "data.bin").open("wb") as file:
        file.truncate(3 * 2**30)


@case("extra-files-by-the-thousand")
def extra_files_by_the_thousand(work: Work) -> None:
    work.write()
    for number in range(3000):
        (work.folder / f"file-{number}.txt").write_text("x")


@case("extra-folders-deep")
def extra_folders_deep(work: Work) -> None:
    work.write()
    (work.folder / "/".join(["deep"] * 150)).mkdir(parents=True)


@case("extra-file-is-a-pipe")
def extra_file_is_a_pipe(work: Work) -> None:
    work.write()
    os.mkfifo(work.folder / "data.csv")


@case("extra-file-without-permission")
def extra_file_without_permission(work: Work) -> None:
    work.write()
    work.write("1", name="data.csv")
    (work.folder / "data.csv").chmod(0)
    (work.folder / "closed").mkdir(mode=0)


@case("files-named-like-modules")
def files_named_like_modules(work: Work) -> None:
    """A student who has a `torch.py` cannot import torch at home either, but it must not reach the grader."""
    for name in (
        "grader/__init__.py",
        "sitecustomize.py",
        "msgspec.py",
        "json.py",
        "nbgrader_config.py",
        "conftest.py",
    ):
        work.write("raise SystemExit('LEAK: this file was imported')\n", name=name)
    for name in (
        "ipython_config.py",
        ".ipython/profile_default/startup/a.py",
        ".jupyter/jupyter_config.py",
        ".pythonrc.py",
    ):
        work.write("print('LEAK: this file was run')\n", name=name)
    work.write()


@case("file-named-torch", others_any=True)
def file_named_torch(work: Work) -> None:
    work.write("raise ImportError('a file of the student')\n", name="torch.py")
    work.write()


@case("own-module-beside-the-notebook")
def own_module_beside_the_notebook(work: Work) -> None:
    work.write("def squared(x):\n    return x * x\n", name="my_helpers.py")
    work.cell("loss_by_hand")["source"] = (
        "from my_helpers import squared\n\nloss_by_hand = squared(2) + squared(3) + squared(4)"
    )
    work.write()


@case("timestamp-late")
def timestamp_late(work: Work) -> None:
    work.write()
    work.write("2099-12-31 23:59:59 UTC", name="timestamp.txt")


@case("timestamp-malformed")
def timestamp_malformed(work: Work) -> None:
    work.write()
    work.write("yesterday, I think", name="timestamp.txt")


@case("timestamp-empty")
def timestamp_empty(work: Work) -> None:
    work.write()
    work.write(b"", name="timestamp.txt")


@case("timestamp-no-text")
def timestamp_no_text(work: Work) -> None:
    work.write()
    work.write(b"\xff\xfe\0\0" * 10, name="timestamp.txt")


STUDENTS = {
    "spaces": "Ann van den Berg",
    "unicode": "Zoë 学生 Ω",
    "brackets": "odd [x]",
    "quotes": 'o\'brien "bo"',
    "leading-dash": "-dash",
    "wildcards": "odd*name?",
    "shell": "odd; $(echo x) & `y` #",
    "formula": "=1+1",
    "braces": "odd {assignment_id} %s",
    "markup": "odd <b>[bold]name[red]",
    "dots": "..odd..",
    "long": "odd-" + "x" * 150,
    "comma-and-at": "last, first@example.org",
}


def _of_student(name: str, student: str) -> None:
    @case(f"student-{name}", student=student)
    def of_student(work: Work) -> None:
        work.write()


for _name, _student in STUDENTS.items():
    _of_student(_name, _student)


def secrets(root: Path) -> None:
    """Put into a course the file that links try to reach."""
    (root / "secret.txt").write_text(CANARY, encoding="utf-8")
