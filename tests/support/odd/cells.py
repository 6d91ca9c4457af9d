"""Cells that were added, split, reordered, copied, deleted, or whose metadata changed."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from tests.support.odd.cases import case

if TYPE_CHECKING:
    from tests.support.odd.cases import Work

WRONG = "loss_by_hand = 28"


def code(source: str, name: str, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


@case("cells-added")
def cells_added(work: Work) -> None:
    for number in range(5):
        work.cells.insert(5 + 7 * number, code("print('trying')\n1 / 0", f"added-{number}"))
        text = {"cell_type": "markdown", "metadata": {}, "source": "a note", "id": f"noted-{number}"}
        work.cells.insert(6 + 7 * number, text)
    work.write()


@case("cell-split")
def cell_split(work: Work) -> None:
    """JupyterLab gives both halves the metadata."""
    first = work.cell("training")
    head, _, tail = first["source"].partition("\n")
    second = {**copy.deepcopy(first), "source": tail, "id": "second-half"}
    first["source"] = head
    work.cells.insert(work.cells.index(first) + 1, second)
    work.write()


@case("cell-split-without-metadata")
def cell_split_without_metadata(work: Work) -> None:
    first = work.cell("training")
    head, _, tail = first["source"].partition("\n")
    first["source"] = head
    work.cells.insert(work.cells.index(first) + 1, code(tail, "second-half"))
    work.write()


@case("cells-merged")
def cells_merged(work: Work) -> None:
    first, second = work.cell("criterion"), work.cell("loss_by_hand")
    first["source"] += "\n" + second["source"]
    second["source"] = ""
    work.write()


@case("check-before-its-solution")
def check_before_its_solution(work: Work) -> None:
    check = work.cell("test_loss_by_hand")
    work.cells.remove(check)
    work.cells.insert(work.index("loss_by_hand"), check)
    work.write()


@case("all-checks-first")
def all_checks_first(work: Work) -> None:
    checks = [c for c in work.cells if c["metadata"].get("nbgrader", {}).get("grade")]
    work.notebook["cells"] = checks + [c for c in work.cells if c not in checks]
    work.write()


@case("all-checks-last")
def all_checks_last(work: Work) -> None:
    """A check says what is true when it runs; at the end `net` is still the trained one, and all names are there."""
    checks = [c for c in work.cells if c["metadata"].get("nbgrader", {}).get("grade")]
    work.notebook["cells"] = [c for c in work.cells if c not in checks] + checks
    work.write()


@case("setup-last", others_any=True)
def setup_last(work: Work) -> None:
    setup = work.cell("setup")
    work.cells.remove(setup)
    work.cells.append(setup)
    work.write()


@case("setup-deleted")
def setup_deleted(work: Work) -> None:
    work.cells.remove(work.cell("setup"))
    work.write()


@case("reversed", others_any=True)
def reverse(work: Work) -> None:
    work.cells.reverse()
    work.write()


@case("solution-copied")
def solution_copied(work: Work) -> None:
    work.cells.insert(work.index("criterion") + 1, {**copy.deepcopy(work.cell("criterion")), "id": "copied"})
    work.write()


@case("solution-copied-and-changed-later")
def solution_copied_and_changed_later(work: Work) -> None:
    """A first attempt was kept above the right one."""
    work.cells.insert(
        work.index("criterion"),
        {**copy.deepcopy(work.cell("criterion")), "id": "copied", "source": "criterion = nn.L1Loss()"},
    )
    work.write()


@case("solution-tried-again-at-the-end", loss_by_hand=(1, None, True))
def solution_tried_again_at_the_end(work: Work) -> None:
    """Which of two different answers is meant, nobody can tell."""
    work.cells.append({**copy.deepcopy(work.cell("loss_by_hand")), "id": "copied", "source": WRONG})
    work.write()


@case("check-copied")
def check_copied(work: Work) -> None:
    work.cells.insert(
        work.index("test_loss_by_hand"), {**copy.deepcopy(work.cell("test_loss_by_hand")), "id": "copied"}
    )
    work.cells.append({**copy.deepcopy(work.cell("test_data")), "id": "copied-too"})
    work.write()


@case("all-copied")
def all_copied(work: Work) -> None:
    """The whole notebook contains itself twice: everything runs twice, in the same order."""
    again = [{**copy.deepcopy(each), "id": f"again-{number}"} for number, each in enumerate(work.cells)]
    work.cells.extend(again)
    work.write()


@case("check-deleted")
def check_deleted(work: Work) -> None:
    work.cells.remove(work.cell("test_loss_by_hand"))
    work.write()


@case("checks-deleted")
def checks_deleted(work: Work) -> None:
    work.notebook["cells"] = [c for c in work.cells if not c["metadata"].get("nbgrader", {}).get("grade")]
    work.write()


@case("check-deleted-of-a-wrong-answer", loss_by_hand=(0, ("wrong-values",)))
def check_deleted_of_a_wrong_answer(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = WRONG
    work.cells.remove(work.cell("test_loss_by_hand"))
    work.write()


@case("solution-deleted", loss_by_hand=(0, None))
def solution_deleted(work: Work) -> None:
    work.cells.remove(work.cell("loss_by_hand"))
    work.write()


@case("solution-and-check-deleted", loss_by_hand=(0, None))
def solution_and_check_deleted(work: Work) -> None:
    work.cells.remove(work.cell("loss_by_hand"))
    work.cells.remove(work.cell("test_loss_by_hand"))
    work.write()


@case("all-cells-deleted", others_any=True, data=(0, None), training=(0, None), transfer=(0, None))
def all_cells_deleted(work: Work) -> None:
    work.notebook["cells"] = []
    work.write()


@case("prose-deleted")
def prose_deleted(work: Work) -> None:
    work.notebook["cells"] = [c for c in work.cells if "nbgrader" in c["metadata"]]
    work.write()


@case("metadata-stripped")
def metadata_stripped(work: Work) -> None:
    for each in work.cells:
        each["metadata"] = {}
    work.write()


@case("metadata-stripped-of-a-check")
def metadata_stripped_of_a_check(work: Work) -> None:
    work.cell("test_training")["metadata"] = {}
    work.write()


@case("metadata-of-odd-types", either=True)
def metadata_of_odd_types(work: Work) -> None:
    odd = {"test_data": [], "test_model": "graded", "criterion": None, "optimizer": {"grade_id": 7}}
    for each, about in [(work.cell(grade_id), about) for grade_id, about in odd.items()]:
        each["metadata"]["nbgrader"] = about
    work.write()


@case("schema-version-of-the-future")
def schema_version_of_the_future(work: Work) -> None:
    for each in work.cells:
        if "nbgrader" in each["metadata"]:
            each["metadata"]["nbgrader"]["schema_version"] = 99
    work.write()


@case("schema-version-of-the-past")
def schema_version_of_the_past(work: Work) -> None:
    for each in work.cells:
        if "nbgrader" in each["metadata"]:
            each["metadata"]["nbgrader"]["schema_version"] = 1
    work.write()


@case("points-changed", loss_by_hand=(0, ("wrong-values",)))
def points_changed(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = WRONG
    work.cell("test_loss_by_hand")["metadata"]["nbgrader"]["points"] = 0
    work.cell("test_data")["metadata"]["nbgrader"]["points"] = 1000
    work.write()


@case("points-of-odd-types")
def points_of_odd_types(work: Work) -> None:
    work.cell("test_data")["metadata"]["nbgrader"]["points"] = "many"
    work.cell("test_model")["metadata"]["nbgrader"]["points"] = -5
    work.cell("test_criterion")["metadata"]["nbgrader"]["points"] = None
    work.write()


@case("grade-flag-flipped", loss_by_hand=(0, ("wrong-values",)))
def grade_flag_flipped(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = WRONG
    about = work.cell("test_loss_by_hand")["metadata"]["nbgrader"]
    about.update(grade=False, solution=True, locked=False)
    work.write()


@case("solution-flag-flipped")
def solution_flag_flipped(work: Work) -> None:
    work.cell("loss_by_hand")["metadata"]["nbgrader"].update(grade=True, solution=False, locked=True, points=5)
    work.write()


@case("grade-ids-exchanged", loss_by_hand=(0, None))
def grade_ids_exchanged(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = WRONG
    one, other = (work.cell(name)["metadata"]["nbgrader"] for name in ("test_data", "test_loss_by_hand"))
    one["grade_id"], other["grade_id"] = other["grade_id"], one["grade_id"]
    work.write()


@case("grade-ids-unknown")
def grade_ids_unknown(work: Work) -> None:
    work.cells.append(
        code("1 / 0", "unknown", nbgrader={**work.cell("test_data")["metadata"]["nbgrader"], "grade_id": "x"})
    )
    work.write()


@case("locked-cell-edited", loss_by_hand=(0, ("wrong-values",)))
def locked_cell_edited(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = WRONG
    work.cell("test_loss_by_hand")["source"] = "check.loss_by_hand(29)"
    work.cell("setup")["source"] += "\ncheck.loss_by_hand = lambda *values, **options: None"
    work.write()


@case("locked-cell-edited-and-unlocked", loss_by_hand=(0, ("wrong-values",)))
def locked_cell_edited_and_unlocked(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = WRONG
    work.cell("test_loss_by_hand")["source"] = "print('1 of 1')"
    work.cell("test_loss_by_hand")["metadata"]["nbgrader"].update(locked=False, checksum="")
    work.write()


@case("check-became-markdown")
def check_became_markdown(work: Work) -> None:
    change_type(work.cell("test_loss_by_hand"), "markdown")
    work.write()


@case("check-became-raw")
def check_became_raw(work: Work) -> None:
    change_type(work.cell("test_loss_by_hand"), "raw")
    work.write()


@case("solution-became-markdown", loss_by_hand=(1, None, True))
def solution_became_markdown(work: Work) -> None:
    change_type(work.cell("loss_by_hand"), "markdown")
    work.write()


@case("solution-became-raw", loss_by_hand=(1, None, True))
def solution_became_raw(work: Work) -> None:
    change_type(work.cell("loss_by_hand"), "raw")
    work.write()


def change_type(cell: dict[str, Any], cell_type: str) -> None:
    cell["cell_type"] = cell_type
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)


@case("checks-tagged-to-be-skipped", loss_by_hand=(0, ("wrong-values",)))
def checks_tagged_to_be_skipped(work: Work) -> None:
    """Nbclient does not run a cell with this tag."""
    work.cell("loss_by_hand")["source"] = WRONG
    for each in work.cells:
        if each["metadata"].get("nbgrader", {}).get("grade"):
            each["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-output"]
    work.write()


@case("all-tagged-to-be-skipped", others_any=True)
def all_tagged_to_be_skipped(work: Work) -> None:
    for each in work.cells:
        each["metadata"]["tags"] = ["skip-execution"]
    work.write()


@case("errors-allowed-by-metadata", loss_by_hand=(0, None))
def errors_allowed_by_metadata(work: Work) -> None:
    work.notebook["metadata"]["execution"] = {"allow_errors": True, "timeout": 100_000}
    work.cell("loss_by_hand")["source"] = "1 / 0"
    work.cell("loss_by_hand")["metadata"]["tags"] = ["raises-exception"]
    work.write()


@case("ids-invalid")
def ids_invalid(work: Work) -> None:
    for number, each in enumerate(work.cells):
        each["id"] = ["with spaces", "ü!", "x" * 100, ""][number % 4] + str(number if number % 4 else "")
    work.write()


@case("ids-twice")
def ids_twice(work: Work) -> None:
    for each in work.cells:
        each["id"] = "same"
    work.write()


@case("ids-missing")
def ids_missing(work: Work) -> None:
    for each in work.cells:
        each.pop("id", None)
    work.write()


@case("ids-of-odd-types", either=True)
def ids_of_odd_types(work: Work) -> None:
    for number, each in enumerate(work.cells):
        each["id"] = number
    work.write()


@case("source-in-lines")
def source_in_lines(work: Work) -> None:
    for each in work.cells:
        each["source"] = each["source"].splitlines(keepends=True)
    work.write()


@case("source-of-odd-types", either=True)
def source_of_odd_types(work: Work) -> None:
    work.cells.append(code("", "odd"))
    work.cells[-1]["source"] = 29
    work.write()


@case("source-with-nul", loss_by_hand=(0, None))
def source_with_nul(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = "loss_by_hand = 29\0"
    work.write()


@case("source-with-surrogate", loss_by_hand=(1, None, True))
def source_with_surrogate(work: Work) -> None:
    """Half a pair of UTF-16, which JSON can write and UTF-8 cannot."""
    work.cell("loss_by_hand")["source"] = "loss_by_hand = 29  # \ud83d"
    work.write()


@case("prose-with-surrogate")
def prose_with_surrogate(work: Work) -> None:
    work.cells[0]["source"] = "\ud83d \udc00 \0"
    work.write()


@case("source-in-unicode")
def source_in_unicode(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = "größe = 29  # 学生 🎉 \u202e\nloss_by_hand = größe\nprint('🎉', größe)"
    work.write()


@case("source-with-windows-lines")
def source_with_windows_lines(work: Work) -> None:
    for each in work.cells:
        if each["metadata"].get("nbgrader", {}).get("solution"):
            each["source"] = each["source"].replace("\n", "\r\n")
    work.write()


@case("source-with-tabs-and-other-spaces", loss_by_hand=(0, None))
def source_with_tabs_and_other_spaces(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = "loss_by_hand\u00a0= 29"
    work.write()


@case("source-of-a-megabyte")
def source_of_a_megabyte(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = "loss_by_hand = 29\n" + "# a long comment\n" * 60_000
    work.write()


@case("solution-is-no-python", loss_by_hand=(0, None))
def solution_is_no_python(work: Work) -> None:
    work.cell("loss_by_hand")["source"] = "loss_by_hand = (29"
    work.write()


@case("cell-magics")
def cell_magics(work: Work) -> None:
    work.cells.insert(3, code("%%bash\necho hello", "magic"))
    work.cells.insert(4, code("%matplotlib inline\n%timeit -n 1 -r 1 1 + 1\n!echo hello", "magics"))
    work.cells.insert(5, code("%%nothing\nx", "no-magic"))
    work.write()
