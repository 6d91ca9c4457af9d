"""Which pairs are listed: copies in disguise are, and independent right answers are not."""

from __future__ import annotations

import itertools
import re
import textwrap

import pytest

from grader import lessons
from grader.grading.similarity import LINE, fragments
from grader.grading.similarity.compare import pairs
from tests.support.answers import answers
from tests.support.classroom import ROOT, load, notebook_name, solution

OWN = """
# every quarter of the epochs the rate is halved
tracked = []
best_loss, best_weights = float("inf"), None
for epoch in range(240):
    if epoch % 60 == 59:
        for group in optimizer.param_groups:
            group["lr"] = group["lr"] * 0.5
    guess = net(x_data)
    error = criterion(guess, y_data)
    optimizer.zero_grad()
    error.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
    optimizer.step()
    tracked.append(error.detach().item())
    if tracked[-1] < best_loss - 1e-4:
        best_loss = tracked[-1]
        best_weights = {key: value.clone() for key, value in net.state_dict().items()}
net.load_state_dict(best_weights)
"""

OTHER = """
losses = []
smallest = None
for i in range(1, 1001):
    net.zero_grad(set_to_none=True)
    loss = ((net(x_data) - y_data) ** 2).sum()
    loss.backward()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter -= 0.005 * parameter.grad
    losses += [float(loss)]
    smallest = min(losses) if i > 10 else smallest
    if i > 50 and abs(losses[-1] - losses[-50]) < 1e-6:
        print(f"stopped after {i} epochs")
        break
"""


def renamed(code: str) -> str:
    names = ("tracked", "best_loss", "best_weights", "epoch", "group", "guess", "error", "key", "value")
    return re.sub(rf"\b({'|'.join(names)})\b", r"my_\1", code)


def respaced(code: str) -> str:
    code = re.sub(r" (=|<|%|\*) ", r"\1", code.replace("    ", "  "))
    return code.replace("# every quarter of the epochs the rate is halved", "# slower and slower, see page three")


def reordered(code: str) -> str:
    lines = code.strip().splitlines()
    lines[1], lines[2] = lines[2], lines[1]
    at = lines.index("    guess = net(x_data)")
    lines[at], lines[at + 1], lines[at + 2] = lines[at + 2], lines[at], lines[at + 1]
    return "\n".join(lines)


def split(code: str) -> str:
    """Return it with expressions over several lines, and with one call in a statement of its own."""
    code = code.replace("(guess, y_data)", "(\n        guess,\n        y_data,\n    )")
    code = code.replace(" for key, value in", "\n            for key, value in")
    return code.replace(
        "tracked.append(error.detach().item())", "number = error.detach().item()\n    tracked.append(number)"
    )


def in_a_function(code: str) -> str:
    return "def train():\n" + textwrap.indent(code, "    ") + "\ntrain()"


def unfinished(code: str) -> str:
    return code + "\nfor epoch in range(3)\n    print(epoch"


def of(code: str) -> dict[str, frozenset[str]]:
    return {"training": frozenset(fragment.text for fragment in fragments.of_code(code))}


DISGUISES = (
    (str,), (renamed,), (respaced,), (reordered,), (split,), (in_a_function,), (unfinished,),
    (renamed, respaced, reordered, split),
)  # fmt: skip


@pytest.mark.parametrize("disguises", DISGUISES, ids=lambda chosen: "-".join(each.__name__ for each in chosen))
def test_copy_in_disguise_is_found(disguises: tuple) -> None:
    copy = OWN
    for disguise in reversed(disguises):
        copy = disguise(copy)
    (pair,) = pairs({"hazel": of(OWN), "rowan": of(copy), "birch": of(OTHER)})
    assert pair.students == ("hazel", "rowan")
    assert pair.best.fraction > 0.6
    assert pair.best.similarity > LINE


def test_what_many_have_counts_little() -> None:
    small = {"hazel": of(OWN), "rowan": of(OWN)}
    large = small | {f"student{i}": of(f"{OWN}\nown_{i} = [{i}, {i + 1}, {i + 2}]") for i in range(40)}
    (pair,) = pairs(small)
    assert pair.whole.fraction == 1
    assert pairs(large) == []


def test_a_group_of_five_is_found_in_a_class_of_thirty() -> None:
    group = {f"friend{i}": of(OWN) for i in range(5)}
    others = {f"student{i}": of(f"{OTHER}\nown_{i} = [{i}, {i + 1}, {i + 2}]") for i in range(25)}
    assert len(pairs(group | others)) == 10


def test_one_copied_cell_is_found_in_a_long_notebook() -> None:
    def notebook(own: int) -> dict[str, frozenset[str]]:
        long = "\n".join(f"value_{own}_{i} = [{own}, {i}, max({own}, {i})]" for i in range(60))
        return {**of(OWN), "model": of(long)["training"]}

    (pair,) = pairs({"hazel": notebook(1), "rowan": notebook(2)})
    assert pair.whole.similarity < LINE < pair.cells["training"].similarity


@pytest.mark.parametrize("lesson", lessons.MODULES)
def test_independent_right_answers_are_below_the_line(lesson: str) -> None:
    """In one class, and each two of them as if they were the whole class."""
    released = load(ROOT / "notebooks" / lesson / notebook_name(lesson))
    given = frozenset(
        fragment.text
        for cell in [*released["cells"], *solution(lesson)["cells"]]
        if cell["cell_type"] == "code"
        for fragment in fragments.of_code("".join(cell["source"]))
    )
    class_ = {
        answer.name: {name: of(source)["training"] - given for name, source in answer.cells.items()}
        for answer in answers(lesson)
        if answer.is_right
    }
    listed = {pair.students for pair in pairs(class_)}
    assert listed <= {("closures", "closures-of-another-name"), ("closures-of-another-name", "closures")}  # is a copy
    closest = [pair.students for pair in pairs(class_, 1.0)]
    alone = (pairs({one: class_[one], other: class_[other]}) for one, other in closest)
    assert {pair.students for found in alone for pair in found} == listed


@pytest.mark.parametrize(
    "code", ["", "x = 1", "\0", "((((", "1" + "+1" * 5000, "[" * 300, "%%capture\n" + OWN, "x" * 10**6]
)
def test_any_text_is_read(code: str) -> None:
    assert isinstance(fragments.of_code(code), frozenset)


def test_numbers_of_lines_are_those_of_the_cell() -> None:
    lines = {fragment.first_line for fragment in fragments.of_code("\n%matplotlib inline\n\nx = f(1, 2)\ny = g(3, 4)")}
    assert lines == {4, 5}


def test_prose_is_compared_by_runs_of_words() -> None:
    text = "The loss falls at first, then it rises again because the learning rate is far too high for this data."
    one, other = (frozenset(each.text for each in fragments.of_prose(said)) for said in (text, f"I think: {text} Yes."))
    (pair,) = pairs({"hazel": {"why": one}, "rowan": {"why": other}})
    assert pair.whole.fraction > 0.8


def test_names_in_pairs_are_unique() -> None:
    found = pairs({name: of(OWN) for name in "abcd"})
    assert sorted(pair.students for pair in found) == list(itertools.combinations("abcd", 2))
