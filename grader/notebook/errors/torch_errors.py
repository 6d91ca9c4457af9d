"""PyTorch's errors, as beginners meet them in these lessons."""

from __future__ import annotations

import ast
import math
import re
import types

from torch import Tensor, nn

from grader.core.numbers import counted, in_words
from grader.notebook.errors.library_names import home_of, in_math
from grader.notebook.errors.own_rows import fixed_rows, rows_of_the_notebook
from grader.notebook.errors.pairs import explain_pair
from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import UNKNOWN, Explanation, Situation, with_article

DTYPES = {
    "Float": "float32",
    "Long": "int64",
    "Double": "float64",
    "Byte": "uint8",
    "Int": "int32",
    "Bool": "bool",
    "Half": "float16",
    "float": "float32",
    "double": "float64",
    "long int": "int64",
    "long": "int64",
}
MAX_ASSIGNMENTS_BACK = 3
MATRIX = 2  # dimensions
CUTS = {  # what makes a tensor without a gradient, by how it looks in the source
    "detach": "`.detach()` cuts the connection to the parameters",
    "item": "`.item()` returns a plain number, which does not know how it was computed",
    "tolist": "`.tolist()` returns plain numbers, which do not know how they were computed",
    "numpy": "`.numpy()` leaves PyTorch",
    "round": "rounding has a derivative of zero everywhere",
    "argmax": "`argmax` has no derivative",
    "tensor": "`torch.tensor(...)` makes a new tensor out of the numbers alone",
}


@explains("RuntimeError", r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)")
def shapes(s: Situation, rows: str, features: str, wanted: str, _: str) -> Explanation | None:
    names = next((names for names in s.inner("forward") if isinstance(names.get("self"), nn.Linear)), None)
    if names is None:
        if isinstance(s.node, ast.BinOp):
            left, right = ast.unparse(s.node.left), ast.unparse(s.node.right)
            return Explanation(
                "These two matrices cannot be multiplied",
                f"At {s.place}, `{left}` has {counted(int(features), 'column')} and `{right}` has "
                f"{counted(int(wanted), 'row')}. The two numbers must be equal.",
                f"Print `{left}.shape` and `{right}.shape`. Perhaps one of them has to be flipped with `.T`.",
            )
        return None
    layer = names["self"]
    given = names.get("input")
    shape = tuple(given.shape) if isinstance(given, Tensor) else (int(rows), int(features))
    flat = (
        f" A tensor of one dimension counts as one row of {counted(int(features), 'feature')}."
        if len(shape) == 1
        else ""
    )
    if len(shape) > MATRIX and math.prod(shape[1:]) == layer.in_features:
        return Explanation(
            "The rows are not flat",
            f"At {s.place}, {s.name_of(layer)} needs {counted(layer.in_features, 'feature')} in one row. Its input has "
            f"shape {shape}, so each example still has {len(shape) - 1} dimensions.",
            "Make one row of each example: with `nn.Flatten()` as the first layer of the network, or with "
            "`.flatten(start_dim=1)`.",
        )
    turned = (
        f" If these are the {rows} numbers of one example, put them into one row: `[[a, b]]` has one row and two "
        "columns, `[[a], [b]]` has two rows."
        if shape == (layer.in_features, 1)
        else ""
    )
    return Explanation(
        f"A layer gets {counted(int(features), 'feature')}, but it was made for {layer.in_features}",
        f"At {s.place}, {s.name_of(layer)} is `Linear({layer.in_features}, {layer.out_features})`, so each row of its "
        f"input needs {counted(layer.in_features, 'feature')}. Its input has shape {shape}.{flat}",
        "Compare the first number of `nn.Linear(...)` with the number of columns that arrive. For a layer after "
        f"another one, the first number is the second number of the layer before it.{turned}",
    )


@explains("RuntimeError", r"grad can be implicitly created only for scalar outputs")
def not_scalar(s: Situation) -> Explanation | None:
    name, value = _receiver(s)
    shape = (
        f" At {s.place}, `{name}` has shape {tuple(value.shape)}."
        if isinstance(value, Tensor)
        else f" It is {s.place}."
    )
    return Explanation(
        "`backward` needs one number, the loss",
        f"The gradient is the derivative of one number.{shape}",
        'Make one number of it first. A criterion does that, unless it has `reduction="none"`. Without a criterion, '
        "use `.sum()` or `.mean()`, whichever the exercise asks for.",
    )


@explains("RuntimeError", r"backward through the graph a second time")
def second_time(s: Situation) -> Explanation | None:
    name, _ = _receiver(s)
    loss = f"`{name}`" if name else "this loss"
    return Explanation(
        "The same loss was sent backward twice",
        f"After `backward()`, PyTorch throws away what it needs to compute the gradients. At {s.place}, {loss} depends "
        "on a forward pass that `backward()` has used already.",
        "Compute the outputs and the loss again in each turn of the loop, inside it. If you add up losses, add "
        "`loss.item()`, which is a plain number.",
    )


@explains("RuntimeError", r"modified by an inplace operation")
def grown_loss(s: Situation) -> Explanation | None:
    """A loss to which each round adds its own, although a step has changed the parameters since."""
    name, _ = _receiver(s)
    line = next((ast.unparse(n) for n in ast.walk(s.tree or ast.Module([], [])) if _adds_to(n, name)), None)
    if not name or line is None:
        return None
    return Explanation(
        "The loss also holds the losses of earlier rounds",
        f"{s.met} sends `{name}` backward, and `{line}` adds to it in every round. So `{name}` depends on parameters "
        "that a step has changed since.",
        "Send only the loss of this round backward. To add up losses, add plain numbers: `loss.item()`.",
    )


def _adds_to(node: ast.AST, name: str) -> bool:
    """Tell whether a statement adds something to what a name holds: `total = total + loss`, `total += loss`."""
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Add) and ast.unparse(node.target) == name
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.BinOp):
        return False
    sides = {ast.unparse(node.value.left), ast.unparse(node.value.right)}
    return isinstance(node.value.op, ast.Add) and ast.unparse(node.targets[0]) == name and name in sides


@explains("RuntimeError", r"element \d+ of tensors does not require grad")
def no_gradient(s: Situation) -> Explanation | None:
    name, _ = _receiver(s)
    if not name or s.tree is None:
        return None
    reason, line = _cut(s, name)
    if not reason:
        return None
    return Explanation(
        "The loss is not connected to the parameters",
        f"{s.met} asks for the gradients of `{name}`, but {reason}{f': `{line}`' if line else ''}.",
        "Let the loss come from the network's output through tensors only, outside of `torch.no_grad()`. Use "
        "`.item()` and `.detach()` only afterwards, for numbers that you store or print.",
    )


def _cut(s: Situation, name: str, depth: int = 0) -> tuple[str, str]:
    """Return why `name` has no gradient, and the line that did it, by its assignments before the error."""
    if s.tree is None:
        return "", ""
    if _without_recording(s.tree, s.number):
        return "inside `with torch.no_grad():`, PyTorch records nothing", ""
    assigned = [n for n in ast.walk(s.tree) if isinstance(n, ast.Assign) and name in map(ast.unparse, n.targets)]
    latest = max((n for n in assigned if n.lineno <= s.number), key=lambda n: n.lineno, default=None)
    if latest is None:
        return "", ""
    line = ast.unparse(latest)
    if _without_recording(s.tree, latest.lineno):
        return f"`{name}` was computed inside `with torch.no_grad():`, where PyTorch records nothing", line
    reason = next(filter(None, map(_reason, ast.walk(latest.value))), "")
    if reason:
        return reason, line
    parts = [n.id for n in ast.walk(latest.value) if isinstance(n, ast.Name) and n.id != name]
    frozen = next((part for part in parts if _is_frozen(s.names.get(part))), None)
    if frozen is not None:
        return f"all parameters of `{frozen}` are frozen, so their `requires_grad` is `False`", line
    tensors = [part for part in parts if isinstance(s.names.get(part), Tensor) and depth < MAX_ASSIGNMENTS_BACK]
    earlier = (_cut(s, part, depth + 1) for part in tensors if not s.names[part].requires_grad)
    return next((found for found in earlier if found[0]), ("", ""))


def _without_recording(tree: ast.AST, line: int) -> bool:
    """Tell whether a line is inside a `with` block in which PyTorch does not record."""
    blocks = [n for n in ast.walk(tree) if isinstance(n, ast.With) and n.lineno <= line <= (n.end_lineno or 0)]
    managers = [ast.unparse(item) for block in blocks for item in block.items]
    return any("no_grad" in each or "inference_mode" in each for each in managers)


def _reason(node: ast.AST) -> str:
    """Return why a part of an expression has no gradient, empty if it does not tell."""
    if isinstance(node, ast.Compare):
        return "a comparison gives only true or false, and that has no derivative"
    if isinstance(node, ast.Attribute) and node.attr == "data":
        return "`.data` cuts the connection to the parameters"
    called = node.func if isinstance(node, ast.Call) else None
    return CUTS.get(called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""), "")


def _is_frozen(value: object) -> bool:
    if not isinstance(value, nn.Module):
        return False
    parameters = list(value.parameters())
    return bool(parameters) and not any(p.requires_grad for p in parameters)


@explains("AttributeError", r"^'(\w+)' object has no attribute '(?:size|dim|shape)'")
def not_tensor(s: Situation, kind: str) -> Explanation | None:
    call = s.call
    if call is None or not isinstance(s.value(call.func), nn.Module):
        return None
    called = ast.unparse(call.func)
    given = [(ast.unparse(a), s.value(a)) for a in call.args]
    network = next((text for text, v in given if isinstance(v, nn.Module) and type(v).__name__ == kind), None)
    if network is not None:
        return Explanation(
            f"`{called}` needs the network's output, not the network",
            f"{s.met} gives it `{network}` itself.",
            f"Call `{network}` on the inputs first, and give `{called}` what comes out.",
        )
    if kind in ("method", "builtin_function_or_method"):
        return _uncalled(s, call)
    if kind not in ("list", "tuple", "float", "int"):
        return None
    sure = next(filter(None, (_counter(s, each) or explain_pair(s, each) for each in call.args)), None)
    if sure is not None:
        return sure
    odd = next((text for text, value in given if type(value).__name__ == kind), None)
    which = f"`{odd}` is {with_article(kind)}" if odd else f"one of its inputs is {with_article(kind)}"
    if odd is None and kind == "list":
        odd = next((ast.unparse(a) for a in call.args if isinstance(a, (ast.List, ast.ListComp))), None)
    return Explanation(
        f"`{called}` needs tensors",
        f"At {s.place}, {which}, and not a tensor.",
        f"Make a tensor of it first: `torch.tensor({odd})`. If it comes from your network, give the network's output "
        "itself, without `.item()` or `.tolist()`."
        if odd
        else "Give the network's output itself and the labels as a tensor.",
    )


def _uncalled(s: Situation, call: ast.Call) -> Explanation | None:
    """Explain a method that is passed without being called: `criterion(outputs, y.squeeze)`."""
    passed = [each for each in call.args if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)]
    bound = (types.MethodType, types.BuiltinMethodType)
    text = next((ast.unparse(e) for e in passed if isinstance(getattr(s.value(e.value), e.attr, None), bound)), None)
    if text is None:
        return None
    return Explanation(
        "The brackets of a call are missing",
        f"{s.met} gives the method `{text}` itself to `{ast.unparse(call.func)}`. Without brackets, it is not called.",
        f"Write `{text}()`.",
    )


def _counter(s: Situation, argument: ast.expr) -> Explanation | None:
    """Explain a name that counts the rounds of a loop with `enumerate`, used as if it were what the loop gives."""
    for loop in ast.walk(s.tree or ast.Module([], [])):
        if not isinstance(loop, ast.For) or not loop.lineno <= s.number <= (loop.end_lineno or 0):
            continue
        target, made = loop.target, loop.iter
        if not isinstance(made, ast.Call) or ast.unparse(made.func) != "enumerate" or not made.args:
            continue
        names = [ast.unparse(each) for each in target.elts] if isinstance(target, ast.Tuple) else [ast.unparse(target)]
        if len(names) > 1 and names[0] == ast.unparse(argument):
            walked, item = ast.unparse(made.args[0]), s.value(target.elts[1]) if isinstance(target, ast.Tuple) else None
            look = f"Use `{names[1]}`, or a part of it, instead of `{names[0]}`."
            if isinstance(item, list | tuple) and len(item) == len(names):
                look = (
                    f"If you do not need the number: `for {', '.join(names)} in {walked}:`. If you do: "
                    f"`for i, ({', '.join(names)}) in enumerate({walked}):`."
                )
            return Explanation(
                f"`{names[0]}` is the number of the round",
                f"{s.met} uses `{names[0]}`. `enumerate` puts a number before each item: 0, 1, 2, ... So `{names[0]}` "
                f"is {s.value(argument)}, and `{names[1]}` is the whole item.",
                look,
            )
    return None


def _for_one_number(s: Situation, call: ast.Call, function: str, kind: str) -> Explanation | None:
    """Explain a function of PyTorch that gets a plain number, and that Python has for plain numbers: `torch.log(2)`."""
    if kind not in ("float", "int") or not in_math(function) or not ast.unparse(call.func).startswith("torch."):
        return None
    called, given = ast.unparse(call.func), ast.unparse(call.args[0])
    return Explanation(
        f"`{called}` needs a tensor, and `{given}` is a plain number",
        f"{s.met} gives it {with_article(kind)}.",
        f"For a plain number, write `import math` above and `math.{function}({given})` here.",
    )


@explains("TypeError", r"^(\w+)\(\): argument '(\w+)' \(position \d\) must be Tensor, not (\w+)")
def must_be_tensor(s: Situation, function: str, argument: str, kind: str) -> Explanation | None:
    call = s.call
    if call is None or not call.args:
        return None
    text = ast.unparse(call.args[0])
    if kind in ("method", "builtin_function_or_method"):
        return _uncalled(s, call)
    sure = _counter(s, call.args[0]) or explain_pair(s, call.args[0]) or _for_one_number(s, call, function, kind)
    if sure is not None:
        return sure
    return (
        Explanation(
            f"`{ast.unparse(call.func)}` needs a tensor",
            f"At {s.place}, its input is {with_article(kind)}.",
            "Make a tensor of it first, with one row per example: `torch.tensor([[...]])`."
            if kind in ("float", "int")
            else f"Is there a tensor that was made of `{text}`? Use its name. If there is none, make one: "
            f"`torch.tensor({text})`."
            if kind in ("list", "tuple") and text.isidentifier()
            else f"Make a tensor of it first: `torch.tensor({text})`."
            if kind in ("list", "tuple") and len(text) < 40
            else "Look where this value comes from, and make it a tensor there.",
        )
        if kind != "NoneType"
        else None
    )


@explains("RuntimeError", r"Boolean value of Tensor with more than one value is ambiguous")
def ambiguous(s: Situation) -> Explanation | None:
    call = s.call
    made = s.value(call.func) if call is not None else UNKNOWN
    if call is not None and isinstance(made, type) and issubclass(made, nn.Module):
        text = ast.unparse(call.func)
        data = ", ".join(map(ast.unparse, call.args))
        if isinstance(call.func, ast.Name) and text != made.__name__:
            passed = s.given(text)
            if passed is not None:
                outer, argument = passed
                return Explanation(
                    f"`{text}` is the class `{made.__name__}` itself",
                    f"{s.met} gives it data, but a class only creates an object when it is called. `{text}` comes from "
                    f"{outer.place}.",
                    f"Write the brackets there: `{ast.unparse(argument)}()`.",
                )
            owner = (
                f"the cell of the exercise `{s.made_by[text]}`"
                if text in s.made_by
                else f"the line that makes `{text}`"
            )
            return Explanation(
                f"`{text}` is the class `{made.__name__}` itself",
                f"{s.met} gives it data, but a class only creates an object when it is called.",
                f"The brackets are missing in {owner}: write `{text} = nn.{made.__name__}()`, and run it again.",
            )
        return Explanation(
            "The data belongs in the second pair of brackets",
            f"{s.met} gives `{data}` to `{text}(...)`, which only creates the loss function. Its options, and not "
            "data, go into these brackets.",
            f"Create it once, `criterion = {text}()`, and then call it: `loss = criterion({data})`.",
        )
    if not isinstance(s.statement, (ast.If, ast.While, ast.Assert, ast.Return, ast.Assign, ast.Expr)):
        return None
    if s.frames:
        return None
    shapes_seen = ", ".join(f"`{name}` has shape {tuple(t.shape)}" for name, t in s.tensors())
    return Explanation(
        "One yes or no is needed, and there are many",
        f"{s.met} asks whether a whole tensor is true.{f' There, {shapes_seen}.' if shapes_seen else ''} Each of its "
        "numbers has an answer of its own.",
        "For an answer for each row, compare without `if`: `(values > 0).float()`. For one answer, use `.all()` or "
        "`.any()`. Instead of `and`, `or` and `not`, use `&`, `|` and `~` with tensors.",
    )


@explains(
    "RuntimeError",
    r"mat1 and mat2 must have the same dtype, but got (\w+) and (\w+)"
    r"|expected m1 and m2 to have the same dtype, but got: ([\w ]+) != ([\w ]+)",
)
def layer_dtype(s: Situation, first: str, second: str, third: str, fourth: str) -> Explanation | None:
    got, wanted = _dtypes(first or third, second or fourth)
    if not got:
        return None
    return Explanation(
        f"The input has dtype {got}, and the layer computes with {wanted}",
        f"{s.met} gives a tensor of dtype {got} to a layer with parameters of dtype {wanted}.{_seen(s)}",
        "Convert the tensor with `.float()`, make it with `dtype=torch.float32`, or write its numbers with a decimal "
        "point, as `1.0`."
        if wanted == "float32"
        else "Use the same dtype for both.",
    )


@explains("RuntimeError", r"^Found dtype (\w+) but expected (\w+)|expected scalar type (\w+) but found (\w+)")
def loss_dtype(s: Situation, found: str, expected: str, expected_2: str, found_2: str) -> Explanation | None:
    got, wanted = _dtypes(found or found_2, expected or expected_2)
    if not got or wanted not in ("float32", "float64"):
        return None
    return Explanation(
        f"A tensor has dtype {got}, and {wanted} is needed",
        f"{s.met} computes with both.{_seen(s)}",
        "Check the dtype of the labels. Convert them with `.float()`, or write them with a decimal point."
        if wanted == "float32"
        else "Convert both to float32 with `.float()`.",
    )


@explains("RuntimeError", r"[Ll]ong or Byte,? but (?:got|found) (\w+)|expected scalar type Long but found (\w+)")
def class_dtype(s: Situation, first: str, second: str) -> Explanation | None:
    got = DTYPES.get(first or second)
    if got is None:
        return None
    return Explanation(
        "This criterion needs class numbers as labels",
        f"{s.met} gets labels of dtype {got}.{_seen(s)} A loss that chooses between classes needs whole numbers, one "
        "for each row: the number of the right class.",
        "Convert the labels with `.long()` and give them shape (n,). If your labels are 0.0 and 1.0 and the network "
        "has one output, use `nn.BCEWithLogitsLoss()` instead.",
    )


@explains("RuntimeError", r"multi-target not supported")
def multi_target(s: Situation) -> Explanation | None:
    return Explanation(
        "This criterion needs one class number for each row",
        f"{s.met} gets labels with two dimensions.{_seen(s)} `nn.CrossEntropyLoss` needs labels of shape (n,) that "
        "are class numbers.",
        "Remove the second dimension and convert: `y.squeeze(1).long()`. If the network has one output, use "
        "`nn.BCEWithLogitsLoss()` instead.",
    )


@explains("IndexError", r"^Target (-?\d+) is out of bounds")
def no_such_class(s: Situation, target: str) -> Explanation | None:
    return Explanation(
        f"There is a label {target}, but the network has no output for it",
        f"{s.met} compares outputs and labels. With n outputs, the classes are 0 to n - 1.{_seen(s)}",
        "Give the last layer one output for each class, and number the classes from 0.",
    )


@explains("ValueError", r"[Tt]arget size \(torch\.Size\(\[([\d, ]*)\]\)\).*input size \(torch\.Size\(\[([\d, ]*)\]\)\)")
def target_size(s: Situation, target: str, given: str) -> Explanation | None:
    wide = _wide(s, target, given)
    if wide is not None:
        return wide
    flat = target.count(",") < given.count(",")
    flattening = re.search(r"\w+((?:\.squeeze|\.flatten|\.view|\.reshape)\([^()]*\))", s.line)
    return Explanation(
        "Outputs and labels have different shapes",
        f"At {s.place}, the outputs have shape {_shape(given)} and the labels have shape {_shape(target)}. The "
        "criterion needs the same shape for both.",
        f"Remove `{flattening[1]}` from this line: it takes the second dimension away."
        if flat and flattening is not None
        else "Give the labels one row per example: `.unsqueeze(1)` turns shape (n,) into (n, 1)."
        if flat
        else "Print both shapes, and find the line that changes one of them.",
    )


def _wide(s: Situation, target: str, given: str) -> Explanation | None:
    """Explain a network with several outputs, and a criterion that wants one number for each label."""
    outputs, labels = given.split(", "), target.split(", ")
    if len(outputs) != MATRIX or len(labels) != MATRIX or outputs[0] != labels[0] or labels[1] != "1":
        return None
    return Explanation(
        f"The network gives {outputs[1]} numbers for each row, and there is one label",
        f"At {s.place}, the outputs have shape {_shape(given)} and the labels have shape {_shape(target)}. This "
        "criterion compares one number with one label.",
        "Either let the last layer give one number, or choose the loss for several scores per row: "
        "`nn.CrossEntropyLoss()`, with class numbers as labels.",
    )


@explains("RuntimeError", r"^The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)")
def sizes(s: Situation, first: str, second: str) -> Explanation | None:
    return Explanation(
        f"Two tensors have {first} and {second} entries, and these cannot be paired",
        f"{s.met} computes with both, entry by entry.{_seen(s)}",
        rows_of_the_notebook(s)
        or "Use tensors that belong to the same rows: for example, do not compare predictions for one dataset with "
        "the labels of another.",
    )


@explains("AssertionError", r"^Size mismatch between tensors")
def dataset_rows(s: Situation) -> Explanation | None:
    tensors = next((names["tensors"] for names in s.inner("__init__") if "tensors" in names), ())
    rows = [str(len(each)) for each in tensors if isinstance(each, Tensor) and each.ndim]
    if len(rows) < MATRIX:
        return None
    return Explanation(
        "The tensors of a dataset need the same number of rows",
        f"{s.met} gives it tensors with {in_words(rows)} rows.",
        "`.flatten()` puts the numbers of all examples into a single row. `.flatten(start_dim=1)` keeps the examples "
        "apart."
        if ".flatten()" in s.line
        else "Print the `.shape` of each: the first number counts the rows. Do both belong to the same examples?",
    )


@explains(
    "RuntimeError ValueError TypeError",
    r"a Tensor with (\d+) elements cannot be converted to Scalar|^only one element tensors can be converted",
)
def not_one(s: Situation, count: str | None) -> Explanation | None:
    call = s.call
    if call is None:
        return None
    called = ast.unparse(call.func)
    if called == "torch.tensor":
        return Explanation(
            "`torch.tensor` cannot put tensors together",
            f"{s.met} gives it a list of tensors.",
            "Use `torch.stack(...)` to put tensors of the same shape below each other.",
        )
    if called.startswith("math.") and home_of(called.removeprefix("math.")):
        return Explanation(
            f"`{called}` computes with one number",
            f"{s.met} gives it a tensor that holds more than one.",
            f"For a tensor, write `torch.{called.removeprefix('math.')}(...)`.",
        )
    if not called.endswith(".item") and called not in ("float", "int"):
        return None
    what = called.removesuffix(".item") if called.endswith(".item") else ast.unparse(call.args[0]) if call.args else ""
    many = f"{count} numbers" if count else "more than one number"
    return Explanation(
        "One number is needed, and there are many",
        f"At {s.place}, `{what}` holds {many}.",
        f"To count how often it is true, write `{what}.sum().item()`."
        if _is_truth(s, call)
        else "Check what goes into it: one row gives one output. For a loss or a mean, use `.mean()` first.",
    )


def _is_truth(s: Situation, call: ast.Call) -> bool:
    """Tell whether a call reads a number out of the result of a comparison."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    value = s.value(owner) if owner is not None else UNKNOWN
    return isinstance(owner, ast.Compare) or (isinstance(value, Tensor) and str(value.dtype) == "torch.bool")


@explains("TypeError", r"^(\w+)\(\): argument '\w+' \(position (\d)\) must be int, not (Tensor|float)")
def must_be_whole(s: Situation, function: str, position: str, kind: str) -> Explanation | None:
    call = s.call
    if call is None or len(call.args) < int(position) or not ast.unparse(call.func).endswith(function):
        return None
    argument = call.args[int(position) - 1]
    called, text, value = ast.unparse(call.func), ast.unparse(argument), s.value(argument)
    if kind == "float":
        given, look = f"`{text}`, and that is a decimal number", f"Make a whole number of it: `int({text})`."
    elif not isinstance(value, Tensor) or not value.ndim:
        given, look = f"the tensor `{text}`", f"Write `{text}.item()` if it holds one whole number."
    else:
        given = f"`{text}`, and that is a tensor of shape {tuple(value.shape)}"
        look = f"If you mean its number of rows, write `len({text})`."
    return Explanation(f"`{called}` needs a whole number", f"{s.met} gives it {given}.", look)


@explains("TypeError", r"^new\(\) received an invalid combination of arguments")
def big_tensor(s: Situation) -> Explanation | None:
    if s.call is None or not ast.unparse(s.call.func).endswith("Tensor") or len(s.call.args) < 2:
        return None
    values = ", ".join(map(ast.unparse, s.call.args))
    return Explanation(
        "`torch.Tensor` with a capital T reads numbers as sizes",
        f"{s.met} calls `{ast.unparse(s.call.func)}({values})`.",
        f"Use `torch.tensor` with a small t and the values in square brackets: `torch.tensor([[{values}]])` is one "
        "row.",
    )


@explains("TypeError", r"^tensor\(\) takes 1 positional argument but \d+ were given")
def tensor_brackets(s: Situation) -> Explanation | None:
    if s.call is None:
        return None
    values = ", ".join(map(ast.unparse, s.call.args))
    return Explanation(
        "The values of a tensor need square brackets",
        f"{s.met} gives them one after the other.",
        f"Write `torch.tensor([{values}])`." if len(values) <= 80 else "Put all of them into one pair of `[...]`.",
    )


@explains("ValueError", r"^expected sequence of length (\d+) at dim (\d+) \(got (\d+)\)")
def ragged(s: Situation, length: str, _: str, got: str) -> Explanation | None:
    return Explanation(
        "The rows have different lengths",
        f"{s.met} makes a tensor. One row has {length} numbers and another has {got}.",
        "Give each row the same number of values. Look for a missing comma, bracket or value.",
    )


@explains("TypeError", r"^(.+?) is not a Module subclass")
def not_a_module(s: Situation, what: str) -> Explanation | None:
    call = s.call
    if call is None:
        return None
    called = ast.unparse(call.func)
    if what in ("list", "tuple"):
        return Explanation(
            f"`{called}` needs the layers one by one, without square brackets",
            f"{s.met} gives a {what}.",
            f"Remove the inner brackets: `{called}(nn.Linear(...), nn.ReLU(), ...)`.",
        )
    for argument in call.args:
        value, text = s.value(argument), ast.unparse(argument)
        if isinstance(value, type) and issubclass(value, nn.Module):
            return Explanation(
                f"The brackets behind `{text}` are missing",
                f"{s.met} gives the class `{text}`, not a layer.",
                f"Write `{text}()`, which creates a layer.",
            )
        if value is not UNKNOWN and callable(value) and not isinstance(value, nn.Module):
            layer = {"relu": "nn.ReLU()", "sigmoid": "nn.Sigmoid()", "tanh": "nn.Tanh()"}.get(text.split(".")[-1])
            return Explanation(
                f"`{text}` is a function, not a layer",
                f"{s.met} puts it between layers.",
                f"Use the layer `{layer}`." if layer else "Use a layer of `nn`, such as `nn.ReLU()`.",
            )
    return None


@explains("ValueError", r"^optimizer got an empty parameter list")
def no_parameters(s: Situation) -> Explanation | None:
    call = s.call
    inner = call.args[0] if call is not None and call.args else None
    owner = inner.func.value if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) else None
    value, text = (s.value(owner), ast.unparse(owner)) if owner is not None else (UNKNOWN, "")
    if not isinstance(value, nn.Module):
        return Explanation(
            "The optimizer got no parameters",
            f"The list that {s.place} gives it is empty.",
            "`parameters()` can be walked through only once. Call it again where you create the optimizer.",
        )
    lists = [name for name, each in vars(value).items() if isinstance(each, (list, tuple, dict)) and each]
    hidden = next((n for n in lists if any(isinstance(m, nn.Module) for m in _items(vars(value)[n]))), None)
    if hidden is not None:
        return Explanation(
            f"`{text}` does not know its layers",
            f"The layers are in the Python list `self.{hidden}`, and `nn.Module` does not look into lists. So "
            f"`{text}.parameters()` is empty.",
            f"Write `self.{hidden} = nn.ModuleList([...])`, or store each layer in a name of its own.",
        )
    return Explanation(
        f"`{text}` has no parameters",
        f"{s.met} asks for them, but no layer is stored in `{text}`.",
        "Create the layers in `__init__` and store each as `self.name = nn.Linear(...)`. A layer that is created in "
        "`forward` is new in each call and never trained.",
    )


@explains("TypeError", r"^(?:params argument given to the optimizer should be|optimizer can only optimize Tensors)")
def wrong_parameters(s: Situation) -> Explanation | None:
    if s.call is None or not s.call.args:
        return None
    return Explanation(
        "The optimizer needs the parameters of a network",
        f"{s.met} gives it `{ast.unparse(s.call.args[0])}`.",
        "Write `net.parameters()` as the first argument, with the name of your network.",
    )


@explains("RuntimeError", r"Error\(s\) in loading state_dict for (\w+)")
def loading(s: Situation, kind: str) -> Explanation | None:
    mismatch = re.search(
        r"size mismatch for ([\w.]+): .*?torch\.Size\(\[([\d, ]*)\]\).*?torch\.Size\(\[([\d, ]*)\]\)", s.message
    )
    if mismatch:
        name, saved, own = mismatch.groups()
        evidence = f"`{name}` has shape {_shape(saved)} in the saved values and shape {_shape(own)} in the network."
    else:
        found = {
            w: re.findall(r'"([^"`]+)"', line)
            for w in ("Missing", "Unexpected")
            for line in s.message.splitlines()
            if line.strip().startswith(w)
        }
        parts = (
            [f"it has `{found['Unexpected'][0]}`, which the network does not have"] if found.get("Unexpected") else []
        )
        parts += [f"it does not have `{found['Missing'][0]}`, which the network needs"] if found.get("Missing") else []
        if not parts:
            return None
        evidence = f"The saved `state_dict` does not fit: {in_words(parts)}."
    return Explanation(
        "These parameters were saved from a network of another form",
        f"{s.met} loads them. {evidence}",
        "Build the network with the same layers, in the same order and sizes, as the one that was saved.",
    )


@explains("UnpicklingError", r"Weights only load failed")
def weights_only(s: Situation) -> Explanation | None:
    if "GLOBAL getattr" in s.message:
        return Explanation(
            "The file holds a method, and not what it returns",
            f"{s.met} loads a file. Whoever saved it gave the method `state_dict` without brackets to `torch.save`.",
            "Write the brackets in the line that saves, `net.state_dict()`, and run it again.",
        )
    return Explanation(
        "The file holds more than parameters",
        f"{s.met} loads a file. To be safe, `torch.load` reads only tensors and plain data, and this file holds "
        "something else, for example a whole network.",
        "Save the parameters alone, `torch.save(net.state_dict(), path)`. Then load them with "
        "`net.load_state_dict(torch.load(path))`.",
    )


@explains("RuntimeError", r"^Can't call numpy\(\) on Tensor that requires grad")
def to_numpy(s: Situation) -> Explanation | None:
    return Explanation(
        "A tensor that is part of a computation cannot become an array",
        f"{s.met} uses it as an array.",
        "Use `.detach()` first. If it is a loss that you store in each epoch, store `loss.item()`, a plain number.",
    )


@explains("RuntimeError", r"all elements of (input|target) should be between 0 and 1")
def no_probability(s: Situation, which: str) -> Explanation | None:
    call = s.call
    if which == "target":
        if call is not None and len(call.args) == 2 and _is_output(s, call.args[1]):
            first, second = map(ast.unparse, call.args)
            return Explanation(
                "The predictions and the labels are swapped",
                f"{s.met} gives `{first}` as the predictions and `{second}` as the labels.",
                "A criterion gets the predictions first, and then the labels.",
            )
        return Explanation(
            "`nn.BCELoss` needs labels between 0 and 1",
            f"{s.met} gives it labels below 0 or above 1.{_seen(s)}",
            "Print the labels. For two classes they are 0.0 and 1.0.",
        )
    return Explanation(
        "`nn.BCELoss` needs probabilities",
        f"{s.met} gives it numbers below 0 or above 1.",
        "End the network with `nn.Sigmoid()`, or use `nn.BCEWithLogitsLoss()`, which takes logits. The labels must be "
        "0.0 or 1.0.",
    )


@explains("ValueError", r"is not a valid value for reduction")
def reduction(s: Situation) -> Explanation | None:
    return Explanation(
        "`reduction` is a word in quotation marks",
        f"The criterion was made with another value. This shows at {s.place}.",
        'Write `reduction="mean"` or `reduction="sum"`, or leave it out.',
    )


@explains("RuntimeError", r"^a leaf Variable that requires grad is being used in an in-place operation")
def in_place(s: Situation) -> Explanation | None:
    return Explanation(
        "A parameter is changed while PyTorch records",
        f"{s.met} changes it.",
        "Put the line into a block `with torch.no_grad():`, or let the optimizer change the parameters.",
    )


@explains("RuntimeError", r"^The expanded size of the tensor \(\d+\) must match")
def expand(s: Situation) -> Explanation | None:
    name, value = _receiver(s)
    return fixed_rows(s, str(value.numel())) if name and isinstance(value, Tensor) else None


@explains("RuntimeError", r"^shape '\[([\d, -]+)\]' is invalid for input of size (\d+)")
def view(s: Situation, shape: str, size: str) -> Explanation | None:
    return fixed_rows(s, size) or Explanation(
        f"{size} numbers do not fit into shape ({shape})",
        f"{s.met} changes the shape of a tensor.{_seen(s)}",
        f"The product of the new sizes has to be {size}. With `-1` in one place, PyTorch computes that size.",
    )


@explains("TypeError", r"argument 'dtype' must be torch\.dtype, not (\w+)")
def dtype_as_text(s: Situation, kind: str) -> Explanation | None:
    given = next((each.value for each in s.call.keywords if each.arg == "dtype"), None) if s.call is not None else None
    if not isinstance(given, ast.Constant | ast.Name):
        return None
    text = str(given.value) if isinstance(given, ast.Constant) else given.id
    meant = f"torch.{text}" if home_of(text) else "torch.float32"
    return Explanation(
        "A dtype belongs to PyTorch, and is not a text",
        f"{s.met} gives `dtype={ast.unparse(given)}`, which has type `{kind}`.",
        f"Write `dtype={meant}`, without quotation marks.",
    )


@explains("RuntimeError", r"^mean\(\): could not infer output dtype.*Got: (\w+)")
def mean_of_integers(s: Situation, kind: str) -> Explanation | None:
    return Explanation(
        "`mean` needs floats",
        f"{s.met} takes the mean of a tensor of dtype {DTYPES.get(kind, kind)}.",
        "Convert it first: `.float().mean()`.",
    )


def _is_output(s: Situation, node: ast.AST) -> bool:
    """Tell whether an expression is computed from a network's output: from a call of one, or a tensor with a graph."""

    def leads_to_parameters(each: ast.AST) -> bool:
        if isinstance(each, ast.Call):
            return isinstance(s.value(each.func), nn.Module)
        value = s.value(each) if isinstance(each, ast.Name) else UNKNOWN
        return isinstance(value, Tensor) and value.requires_grad

    return any(map(leads_to_parameters, ast.walk(node)))


def _receiver(s: Situation) -> tuple[str, object]:
    """Return the name on which the method that raised was called, and its value."""
    function = s.call.func if s.call is not None else None
    owner = function.value if isinstance(function, ast.Attribute) else None
    return (ast.unparse(owner), s.value(owner)) if owner is not None else ("", UNKNOWN)


def _seen(s: Situation) -> str:
    """Return a sentence on the shapes and dtypes of the tensors that the statement names, empty if there are none."""
    found = [
        f"`{name}` has shape {tuple(t.shape)} and dtype {str(t.dtype).removeprefix('torch.')}"
        for name, t in s.tensors()
    ]
    return f" There, {', '.join(found)}." if found else ""


def _shape(sizes_text: str) -> str:
    sizes = sizes_text.split(", ")
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def _dtypes(got: str, wanted: str) -> tuple[str | None, str]:
    return DTYPES.get(got.strip()), DTYPES.get(wanted.strip(), wanted)


def _items(held: list | tuple | dict) -> list:
    return list(held.values()) if isinstance(held, dict) else list(held)
