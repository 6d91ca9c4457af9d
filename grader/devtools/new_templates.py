"""What `grader new` fills in: for each kind of answer a declaration, a solution, sample answers and a row of the docs.

Each text is a placeholder that is right as it is. `{name}` and `{points}` are filled in.
"""

from __future__ import annotations

from typing import Any, NamedTuple

LESSON_MODULE = '''"""Say here in one line what lesson {lesson} is about."""

from __future__ import annotations

from grader.core.exercise import Lesson
from grader.notebook.prompts.prompts import Learning
from grader.notebook.session import begin

lesson = Lesson("{lesson}", "{notebook}")

learning = Learning(lesson)
ask = learning  # `check.ask.predict` works in every lesson, also in one with an exercise called `predict`
predict, compare, recall, answer = learning.predict, learning.compare, learning.recall, learning.answer
arrange, own_lines = learning.arrange, learning.own_lines
progress, field_guide = learning.progress, learning.field_guide
begin(lesson)
'''


class Kind(NamedTuple):
    """A kind of answer. `answers` maps a file's name to its title, its code ("" for a right one) and its cell."""

    declaration: str
    text: str
    solution: str
    call: str
    answers: dict[str, tuple[str, str, str]]
    asks: str
    accepted: str
    refused: str
    has_challenge: bool = False
    needs_torch: bool = False


def _value(wanted: str) -> str:
    """Return a solution cell that asks for a value called as the exercise."""
    return f"{{name}} = ...\n### BEGIN SOLUTION\n{{name}} = {wanted}\n### END SOLUTION"


_TITLE = "Say here in one line what `{name}` asks for."
_REMARK = 'remark="Say here another way to write it, or what an expert sees in the answer."'
_FUNCTION = '''def {name}(x):
    """Return twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION'''
_CALLS = f'''def {{name}}_calls(seed: int) -> list[answers.Asked]:
    """Return the calls of `{{name}}`, each with what it should return."""
    random = torch.Generator().manual_seed(seed)
    return [answers.Asked((x,), 2 * x) for x in torch.rand(3, generator=random).tolist()]


{{name}} = answers.function(lesson, "{{name}}", "{_TITLE}", {{name}}_calls, points={{points}}, {_REMARK})'''
_DATA = "torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([[1.0], [3.0], [5.0]])"
_TRAINED = """torch.manual_seed(1)
{{name}} = nn.Linear(1, 1)
descent = torch.optim.{optimizer}({{name}}.parameters(), lr=0.1)
for _ in range({epochs}):
    loss = nn.functional.mse_loss({{name}}(torch.tensor([[0.0], [1.0], [2.0]])), torch.tensor([[1.0], [3.0], [5.0]]))
    descent.zero_grad()
    loss.backward()
    descent.step()"""

KINDS: dict[str, Kind] = {
    "number": Kind(
        f'{{name}} = answers.number(lesson, "{{name}}", "{_TITLE}", 42.0, points={{points}}, {_REMARK})',
        "Assign six times seven to `{name}`.",
        _value("42"),
        "{name}",
        {
            "computed": ("The number is computed.", "", "{name} = 6 * 7"),
            "other": ("One factor is taken for another.", "wrong-values", "{name} = 6 * 8"),
            "words": ("The number is a word.", "wrong-type", '{name} = "forty-two"'),
        },
        "a number", "any number within 1 % of it, in a tensor too", "another number",
    ),
    "fraction": Kind(
        f'{{name}} = answers.fraction(lesson, "{{name}}", "{_TITLE}", 0.75, points={{points}}, {_REMARK})',
        "Which fraction of 4 is 3? Assign it to `{name}`, as a number from 0 to 1.",
        _value("3 / 4"),
        "{name}",
        {
            "decimal": ("The fraction is written with a decimal point.", "", "{name} = 0.75"),
            "percentage": ("The fraction is a percentage.", "wrong-values", "{name} = 75"),
            "words": ("The fraction is text.", "wrong-type", '{name} = "3/4"'),
        },
        "a fraction from 0 to 1", "a number rounded to two decimals", "a percentage",
    ),
    "table": Kind(
        f'{{name}} = answers.table(lesson, "{{name}}", "{_TITLE}", torch.tensor([[1.0, 2.0], [3.0, 4.0]]), '
        f"points={{points}}, {_REMARK})",
        "Make `{name}`, a tensor with the rows 1, 2 and 3, 4.",
        _value("torch.tensor([[1.0, 2.0], [3.0, 4.0]])"),
        "{name}",
        {
            "arange": ("The numbers are counted.", "", "{name} = torch.arange(1.0, 5.0).reshape(2, 2)"),
            "columns": ("The rows are columns.", "wrong-values", "{name} = torch.tensor([[1.0, 3.0], [2.0, 4.0]])"),
            "flat": ("The table is one row.", "wrong-shape", "{name} = torch.tensor([1.0, 2.0, 3.0, 4.0])"),
            "whole": ("The numbers are whole.", "wrong-dtype", "{name} = torch.tensor([[1, 2], [3, 4]])"),
            "list": ("The table is a list.", "wrong-type", "{name} = [[1.0, 2.0], [3.0, 4.0]]"),
        },
        "a float32 tensor", "any way to make it", "other shapes, other number types, other values",
        needs_torch=True,
    ),
    "function": Kind(
        _CALLS,
        "Write a function `{name}(x)` that returns twice its argument.",
        _FUNCTION,
        "{name}",
        {
            "sum": ("The argument is added to itself.", "", "def {name}(x):\n    return x + x"),
            "thrice": ("Three times the argument.", "wrong-values", "def {name}(x):\n    return 3 * x"),
            "constant": ("The same number for every argument.", "hard-coded", "def {name}(x):\n    return 1.0"),
            "prints": ("The number is printed.", "wrong-type", "def {name}(x):\n    print(2 * x)"),
            "tensor": ("One number in a list.", "wrong-shape", "def {name}(x):\n    return [2 * x]"),
            "stops": ("A name is misspelled.", "raised-an-error", "def {name}(x):\n    return 2 * y"),
        },
        "a function that returns twice its argument", "any way to compute it", "the same number for every call",
        has_challenge=True, needs_torch=True,
    ),
    "network": Kind(
        f"""{{name}}_data = ({_DATA})
{{name}} = answers.trained_network(lesson, "{{name}}", "{_TITLE}", {{name}}_data, points={{points}}, below=0.1,
{_REMARK})""",
        "Train a network `{name}` on the rows 0, 1, 2 with the targets 1, 3, 5, to a mean squared error below 0.1.",
        "{name} = ...\n### BEGIN SOLUTION\n" + _TRAINED.format(optimizer="SGD", epochs=200) + "\n### END SOLUTION",
        "{name}",
        {
            "adam": ("Another optimizer.", "", _TRAINED.format(optimizer="Adam", epochs=400)),
            "early": ("The loop stops early.", "not-converged", _TRAINED.format(optimizer="SGD", epochs=2)),
        },
        "a network whose mean squared error on the data is below 0.1", "any layers, optimizer and number of epochs",
        "parameters that no training set",
        needs_torch=True,
    ),
}  # fmt: skip


def exercise_cells(kind: Kind, name: str, points: float, seed: int | None) -> list[dict[str, Any]]:
    """Return the text of an exercise, its solution cell and its graded cell. A challenge has the given `seed`."""
    call = f"check.{name}({kind.call.format(name=name)})"
    if seed is not None:
        hidden = call.replace(")", f", challenge={seed})")
        call += f"\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
    title = name.replace("_", "-")
    solved = kind.solution.format(name=name)
    return [
        _cell("markdown", f"about-{title}", f"**Exercise `{name}`.** {kind.text.format(name=name)}"),
        _cell("code", title, solved, grade_id=name, solution=True, locked=False),
        _cell("code", f"test-{title}", call, grade_id=f"test_{name}", grade=True, points=points),
    ]


_ABOUT = "**Estimated time:** 1 to 5 minutes\n\nSay here what it is about."


def lesson_cells(topic: str) -> list[dict[str, Any]]:
    """Return the cells of a lesson without exercises: its setup, the five headings, a summary."""
    title = topic.replace("_", " ")
    setup = (
        f"import torch\nfrom torch import nn\n\nfrom grader.lessons import {topic} as check\n\n"
        "randomness = torch.manual_seed(1)  # the same random numbers each time you run the notebook from the top"
    )
    headings = ("Data", "Model", "Criterion", "Optimizer", "Training loop")
    return [
        _cell("markdown", "title", f"# {title.capitalize()}\n\n{_ABOUT}"),
        _cell("code", "setup", setup, grade_id="setup"),
        *(_cell("markdown", f"about-{each.lower().replace(' ', '-')}", f"## {each}") for each in headings),
        _cell("markdown", "summary", "## Summary\n\n- Say here what was learned."),
        _cell("code", "progress", "check.progress()"),
    ]  # fmt: skip


def _cell(kind: str, cell_id: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    """Return a cell; with a `grade_id`, one of nbgrader's, which students cannot change unless it is not locked."""
    about = {"grade": False, "locked": True, "schema_version": 3, "solution": False, "task": False, **nbgrader}
    metadata = {"nbgrader": dict(sorted(about.items()))} if nbgrader else {}
    outputs: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    cell = {
        "cell_type": kind,
        "id": cell_id,
        "metadata": metadata,
        "source": source.splitlines(keepends=True),
        **outputs,
    }
    return dict(sorted(cell.items()))
