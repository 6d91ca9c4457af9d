"""Each kind of error is explained in plain words, however the learner wrote it; others stay unexplained."""

from __future__ import annotations

import inspect

import pytest

from grader.notebook.errors.explain import KINDS
from grader.notebook.errors.facts import LOOK
from grader.notebook.errors.rules import RULES
from tests.notebook.errors.cells import explained

NET = """class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)
    def forward(self, x):
        return self.linear(x)
"""
LOOP = """for epoch in range(3):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""
DEEP = "deep = nn.Sequential(nn.Linear(1, 4), nn.ReLU(), nn.Linear(4, 1))\nopt = optim.SGD(deep.parameters(), lr=0.1)"
GROWING = """for epoch in range(3):
    loss = criterion(deep(x_data), y_data)
    ADD
    total.backward(retain_graph=True)
    opt.step()
"""
VALUE = """class Value:
    def __init__(self, data):
        self.data = data
    def __add__(self, other):
        return Value(self.data + other.data)
    def __mul__(self, other):
        return Value(self.data * other.data)
"""
NODE = """class Value:
    def __init__(self, data, inputs=()):
        self.data = data
        self.inputs = inputs
"""
SCALE = """class Scale(nn.Module):
    def forward(self, x):
        return (x - torch.ones(1)) / 2
scaled = nn.Sequential(Scale(), nn.Linear(1, 1))
"""
KEPT = """kept = []
for loss in (3.0, 2.0):
    kept.append(loss)
    if kept[-1] < min(kept):
        best = loss
"""
LOADER = "from torch.utils.data import DataLoader\n"
LOSSES = "losses = []\nlosses = losses.append(1.0)"
# Words that the explanation has, and the cells, the last of which raises.
TABLE: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "network for parameters": [
        ("net.parameters()", ("optimizer = optim.SGD(net, lr=0.01)",)),
        ("model.parameters()", ("model = nn.Linear(2, 1)\nopt = torch.optim.Adam(model)",)),
    ],
    "brackets of parameters": [
        ("Write `net.parameters()`", ("optimizer = optim.SGD(net.parameters, lr=0.01)",)),
        ("Write `m.parameters()`", ("from torch.optim import Adam\nm = nn.Linear(1, 1)\nAdam(m.parameters)",)),
    ],
    "self": [
        ("def forward(self, x)", (NET.replace("(self, x)", "(x)"), "net = Net()\nnet(x_data)")),
        (
            "def forward(self, inputs)",
            ("class A(nn.Module):\n    def forward(inputs):\n        return inputs\nA()(x_data)",),
        ),
    ],
    "constructor": [
        ("`Net()` takes no values", (NET, "net = Net(1, 1)")),
        ("`Line()` takes no values", ("class Line:\n    def __init__(self):\n        self.a = 1\nLine(3)",)),
    ],
    "super": [
        ("super().__init__()", (NET.replace("        super().__init__()\n", ""), "net = Net()")),
        ("super().__init__()", (NET.replace("super().__init__()", "super()._init_()"), "net = Net()")),
    ],
    "_init_": [
        ("Rename `_init_`", (NET.replace("def __init__", "def _init_"), "Net()(x_data)")),
        (
            "Rename `init`",
            (NET.replace("def __init__", "def init"), "model = Net()\nloss = criterion(model(x_data), y_data)"),
        ),
    ],
    "layer without self": [
        ("self.linear = ...", (NET.replace("self.linear =", "linear ="), "Net()(x_data)")),
        ("self.linear", (NET.replace("self.linear", "linear"), "Net()(x_data)")),
        ("`self.linear`", (NET.replace("self.linear(x)", "self.liner(x)"), "Net()(x_data)")),
    ],
    "item too early": [
        ("plain number", ("loss = criterion(net(x_data), y_data).item()\nloss.backward()",)),
        (
            "plain number",
            (
                "total = 0\nfor x, y in zip(x_data, y_data):\n    total += criterion(net(x), y).item()\ntotal.backward()",
            ),
        ),
    ],
    "criterion overwritten": [
        ("`criterion` was overwritten", (LOOP.replace("loss", "criterion"),)),
        (
            "`loss_fn` was overwritten",
            ("loss_fn = nn.MSELoss()", "for _ in range(2):\n    loss_fn = loss_fn(net(x_data), y_data)"),
        ),
    ],
    "not a module": [
        ("without square brackets", ("nn.Sequential([nn.Linear(1, 1), nn.ReLU()])",)),
        ("without square brackets", ("layers = [nn.Linear(1, 1), nn.ReLU()]\nmodel = nn.Sequential(layers)",)),
        ("`nn.ReLU()`", ("nn.Sequential(nn.Linear(2, 8), nn.ReLU, nn.Linear(8, 1))",)),
        ("`nn.Sigmoid()`", ("nn.Sequential(nn.Linear(2, 8), torch.sigmoid)",)),
    ],
    "not a scalar": [
        ("(3, 1)", ("outputs = net(x_data)\noutputs.backward()",)),
        ("reduction", ("crit = nn.MSELoss(reduction='none')\nloss = crit(net(x_data), y_data)\nloss.backward()",)),
    ],
    "backward twice": [
        ("in each turn", ("loss = criterion(net(x_data), y_data)\nfor _ in range(2):\n    loss.backward()",)),
        (
            "in each turn",
            (
                "total = 0\nfor _ in range(2):\n    total = total + criterion(net(x_data), y_data)\n    total.backward()",
            ),
        ),
    ],
    "no gradient": [
        ("detach", ("outputs = net(x_data).detach()\nloss = criterion(outputs, y_data)\nloss.backward()",)),
        ("no_grad", ("with torch.no_grad():\n    loss = criterion(net(x_data), y_data)\n    loss.backward()",)),
        (
            "no_grad",
            ("with torch.no_grad():\n    outputs = net(x_data)\nloss = criterion(outputs, y_data)\nloss.backward()",),
        ),
        ("comparison", ("out = (net(x_data) > 0).float()\nloss = criterion(out, y_data)\nloss.backward()",)),
        (
            "torch.tensor(...)",
            ("value = criterion(net(x_data), y_data).item()\nloss = torch.tensor(value)\nloss.backward()",),
        ),
        (
            "frozen",
            (
                "for p in net.parameters():\n    p.requires_grad = False\nloss = criterion(net(x_data), y_data)\nloss.backward()",
            ),
        ),
    ],
    "criterion needs tensors": [
        ("`targets` is a `list`", ("targets = [3.0, 5.0]\ncriterion(net(x_data), targets)",)),
        ("`a` is a `float`", ("a = net(x_data)[0].item()\nloss = criterion(a, y_data)",)),
        ("torch.tensor([3.0])", ("criterion(net(x_data), [3.0])",)),
    ],
    "data to the constructor": [
        ("second pair of brackets", ("loss = nn.MSELoss(net(x_data), y_data)",)),
        ("second pair of brackets", ("outputs = net(x_data)\nerror = nn.L1Loss(outputs, y_data)",)),
    ],
    "ambiguous": [
        ("(values > 0).float()", ("if net(x_data) > 0:\n    print(1)",)),
        (".all()", ("answer = not x_data",)),
        (".all()", ("while x_data < 5:\n    x_data = x_data + 1",)),
    ],
    "dtype of the input": [
        ("`xs` has shape (2, 1) and dtype int64", ("xs = torch.tensor([[1], [2]])\nnet(xs)",)),
        ("float64", ("import numpy as np\nnet(torch.from_numpy(np.ones((3, 1))))",)),
    ],
    "dtype of the labels": [
        ("int64", ("y = torch.tensor([[0], [1], [1]])\nnn.BCELoss()(torch.sigmoid(net(x_data)), y)",)),
        ("class numbers", ("t = torch.tensor([0.0, 1.0, 1.0])\nnn.CrossEntropyLoss()(nn.Linear(1, 2)(x_data), t)",)),
    ],
    "multi-target": [
        ("squeeze(1)", ("nn.CrossEntropyLoss()(nn.Linear(1, 2)(x_data), y_data)",)),
        (
            "class number for each row",
            ("ce = nn.CrossEntropyLoss()\nt = torch.tensor([[0], [1], [1]])\nloss = ce(nn.Linear(1, 3)(x_data), t)",),
        ),
    ],
    "shapes of a layer": [
        (
            "`model[2]` is `Linear(4, 1)`",
            ("model = nn.Sequential(nn.Linear(1, 8), nn.ReLU(), nn.Linear(4, 1))\nmodel(x_data)",),
        ),
        ("`n.linear` is `Linear(1, 1)`", (NET, "n = Net()\nn(torch.zeros(5, 2))")),
        ("one dimension", ("net(torch.tensor([1.0, 2.0]))",)),
        ("flipped", ("w = torch.zeros(3, 1)\nx_data @ w",)),
    ],
    "list index": [
        ("int(epoch / 2)", ("losses = [1, 2]\nepoch = 2\nlosses[epoch / 2]",)),
        ("torch.tensor(rows)", ("rows = [[1, 2], [3, 4]]\nrows[:, 0]",)),
        ("no keys", ("losses = [1, 2]\nlosses['last']",)),
    ],
    "None from append": [
        ("`losses =` stores this `None`", (LOSSES + "\nlosses.append(2.0)",)),
        ("`losses =` stores this `None`", ("losses = []\nfor e in range(2):\n    losses = losses.append(e)",)),
        ("without `values =`", ("values = [2, 1]", "values = values.sort()", "values[0]")),
        ("without `history =`", ("kept = []\nhistory = kept.append(1)", "for each in history:\n    print(each)")),
    ],
    "None from a function": [
        ("without a `return` line", ("def double(x):\n    y = 2 * x", "a = double(2)", "a + 1")),
        ("prints its result", ("def double(x):\n    print(2 * x)", "a = double(2)\nprint(a + 1)")),
        (
            "`Net.forward` ends without",
            (NET.replace("return ", ""), "net = Net()\nout = net(x_data)\ncriterion(out, y_data)"),
        ),
        ("`Net.forward` ends without", (NET.replace("return ", ""), "net = Net()\ncriterion(net(x_data), y_data)")),
        ("return", ("def triple(x):\n    y = 3 * x", "triple(2) + 1")),
    ],
    "None from a call": [
        ("only shows a value", ("total = print(3)", "total + 1")),
        ("writes a file", ("import io\nmodel = torch.save(net.state_dict(), io.BytesIO())", "model(x_data)")),
        ("fills the `.grad`", ("loss = criterion(net(x_data), y_data)\nloss = loss.backward()\nloss.item()",)),
    ],
    "missing keys": [
        ("on a line of its own", ("net = net.load_state_dict(net.state_dict())", "net(x_data)")),
        (
            "`model.load_state_dict",
            ("model = nn.Linear(1, 1)\nmodel = model.load_state_dict(model.state_dict())\nmodel.eval()",),
        ),
    ],
    "range": [
        ("range(100)", ("for epoch in 100:\n    pass",)),
        ("for i in range(n)", ("n = 5\nfor i in n:\n    print(i)",)),
        ("whole numbers", ("for i in range(10 / 2):\n    print(i)",)),
    ],
    "path": [
        ("folder / 'net.pt'", ("folder = Path('.')\nfolder + 'net.pt'",)),
        ("Path('a') / name", ("name = 'b'\nfile = Path('a') + name",)),
    ],
    "weights only": [
        ("state_dict()", ("import io\nf = io.BytesIO()\ntorch.save(net, f)\nf.seek(0)\ntorch.load(f)",)),
        (
            "state_dict()",
            ("import io\nf = io.BytesIO()\ntorch.save({'net': nn.Linear(1, 1)}, f)\nf.seek(0)\nnew = torch.load(f)",),
        ),
    ],
    "syntax": [
        ("write the point: `0.1`", ("lr = 01",)),
        ("write the point", ("optim.SGD(net.parameters(), lr=001)",)),
        ("`(` on this line", ("loss = criterion(net(x_data), y_data\nloss.backward()",)),
        ("`[` on this line", ("rows = [[1.0], [2.0]\nx = 3",)),
        ("A colon is missing", ("for epoch in range(3)\n    pass",)),
        ("A colon is missing", ("def f(x)\n    return x",)),
        ("comma", ("x = [1.0 2.0]",)),
        ("`==`", ("if x_data = 3:\n    pass",)),
        ("four spaces", ("for i in range(3):\nprint(i)",)),
        ("too many spaces", ("a = 1\n  b = 2",)),
        ("quotation mark", ("print('a)",)),
        ("closes it", ("x = [(1, 2]",)),
        ("outside of a function", ("return 3",)),
    ],
    "load_state_dict": [
        ("shape (1, 2) in the saved", ("net2 = nn.Linear(1, 1)\nnet2.load_state_dict(nn.Linear(2, 1).state_dict())",)),
        ("does not fit", ("net.load_state_dict(nn.Linear(1, 1).state_dict())",)),
    ],
    "still dots": [
        ("exercise `model`", ("net = ...", "outputs = net.forward(x_data)")),
        ("exercise `optimizer`", ("optimizer = ...", LOOP)),
        ("exercise `model`", ("net = ...", "net(x_data)")),
    ],
    "no parameters": [
        (
            "nn.ModuleList",
            (
                "class A(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layers = [nn.Linear(1, 1)]\na = A()\noptim.SGD(a.parameters(), lr=0.1)",
            ),
        ),
        (
            "never trained",
            (
                "class B(nn.Module):\n    def forward(self, x):\n        return nn.Linear(1, 1)(x)\nb = B()\nopt = optim.Adam(b.parameters())",
            ),
        ),
    ],
    "names": [
        ("exercise `training` creates it", ("print(losses)",)),
        ("`criterion`", ("criterio(net(x_data), y_data)",)),
        ("import numpy as np", ("np.array([1])",)),
        ("Only the function `f`", ("def f():\n    result = 3\nf()", "print(result)")),
        ("spelling", ("Net_work = 1\nprint(net_work)",)),
        ("Assign `count` earlier", ("count = 0\ndef f():\n    count = count + 1\nf()",)),
    ],
    "sizes": [
        ("(3, 1)", ("nn.BCELoss()(torch.sigmoid(net(x_data)), torch.ones(3))",)),
        ("unsqueeze", ("t = torch.zeros(3)\nnn.BCEWithLogitsLoss()(net(x_data), t)",)),
        ("cannot be paired", ("a = torch.zeros(20)\nb = torch.zeros(12)\na == b",)),
        ("cannot be paired", ("(torch.zeros(4) - torch.zeros(3)).mean()",)),
    ],
    "one number": [
        ("holds 3 numbers", ("net(x_data).item()",)),
        ("One number", ("out = net(x_data)\nfloat(out)",)),
        ("torch.stack", ("torch.tensor([x_data, y_data])",)),
    ],
    "tensors": [
        ("small t", ("match = torch.Tensor(1.0, 2.0)",)),
        ("`torch.tensor([1, 2])`", ("torch.tensor(1, 2)",)),
        ("different lengths", ("torch.tensor([[1.0, 2.0], [3.0]])",)),
        ("torch.tensor(xs)", ("xs = [1.0]\nnet(xs)",)),
        ("one row per example", ("net(4.0)",)),
        ("detach", ("net(x_data).numpy()",)),
        ("There is `Linear`", ("nn.linear(1, 1)",)),
    ],
    "brackets and modules": [
        ("without brackets", ("x_data.shape()",)),
        ("Python's own `print`", ("print = 3", "print(4)")),
        ("`optim.SGD(...)`", ("optim(net.parameters())",)),
        (
            "not the module any more",
            ("optim = optim.SGD(net.parameters(), lr=0.1)", "optim.SGD(net.parameters(), lr=0.1)"),
        ),
        ("not the module any more", ("check = True", "check.data(x_data, y_data)")),
        ("`lr=`", ("optim.SGD(net.parameters(), learning_rate=0.1)",)),
        ("`zero_grad`", ("net.zero_grads()",)),
        ("`zero_grad`", ("optimizer.zero_grads()",)),
        ("use square brackets", ("l = [1, 2]\nl(0)",)),
        ("`target`", ("loss = criterion(net(x_data))",)),
        ("is the class", (NET, "Net.forward(x_data)")),
    ],
    "network for its output": [
        ("Call `net` on the inputs", ("loss = criterion(net, y_data)",)),
        ("Call `net` on the inputs", ("loss = criterion(y_data, net)",)),
    ],
    "attribute of a layer": [
        ("`net[0].weight`", ("net.weight",)),
        ("`model.linear.bias`", (NET, "model = Net()\nb = model.bias.item()")),
    ],
    "layer of another name": [
        ("What `model` has is `model.linear`", (NET, "model = Net()\nmodel.layer.weight")),
        ("What `net` has is `net[0]`", ("net.linear.weight",)),
    ],
    "code without quotation marks": [
        ('`"broadcast-target"`', ("diagnosis_1 = broadcast-target",)),
        ('`"losses-not-floats"`', ("diagnosis_5 = losses-not-floats",)),
    ],
    "labels before predictions": [
        ("are swapped", ("bce = nn.BCELoss()\nloss = bce(torch.ones(3, 1), 3 + net(x_data) ** 2)",)),
        ("are swapped", ("bce = nn.BCELoss()\nout = 2 + net(x_data) ** 2\nloss = bce(torch.ones(3, 1), out)",)),
    ],
    "losses of earlier rounds": [
        ("`total = total + loss` adds to it", (DEEP, "total = 0\n" + GROWING.replace("ADD", "total = total + loss"))),
        ("`total += loss` adds to it", (DEEP, "total = 0\n" + GROWING.replace("ADD", "total += loss"))),
    ],
    "labels out of range": [
        ("labels below 0 or above 1", ("nn.BCELoss()(torch.rand(3, 1), y_data)",)),
        ("labels below 0 or above 1", ("bce = nn.BCELoss()\nbce(torch.sigmoid(net(x_data)), 2 * torch.ones(3, 1))",)),
    ],
    "a comparison for an assignment": [
        ("Write one `=`: `self.linear = nn.Linear(1, 1)`", (NET.replace("linear = nn", "linear == nn"), "Net()")),
        ("Write one `=`: `losses = []`", ("losses == []",)),
    ],
    "decimal comma": [
        ("Write `0.1`", ("optim.SGD(net.parameters(), lr=0,1)",)),
        ("Write `0.5`", ("nn.Dropout(p=0,5 )\nnn.Linear(in_features=1,5, out_features=2)",)),
    ],
    "not a list": [
        ("`losses` is the number 0", ("losses = 0\nlosses.append(1.0)",)),
        ("`losses = []`", ("losses = list\nlosses.append(1.0)",)),
        ("`a` is a string", ("a = ''\na.append(1)",)),
    ],
    "nowhere created": [
        ("no cell that has run", ("zzzqqq",)),
        ("`f` is given `a`, `b`", ("def g():\n    total = 1", "def f(a, b):\n    return total\nf(1, 2)")),
        ("first line of this cell", ("math.log(2)",)),
    ],
    "file without quotation marks": [
        ('`"net.pt"`', ("Path('.') / net.pt",)),
        ('`"weights.csv"`', ("open(weights.csv)",)),
    ],
    "a value that is not a tensor": [
        (
            "where it is `4`",
            ("class Scale(nn.Module):\n    def __init__(self, rows):\n        rows.std(dim=0)", "Scale(4)"),
        ),
        ("`a` is the number 4", ("a = 4\na.mean()",)),
    ],
    "an own class": [
        (
            "Read the number out of it as well: `other.data`",
            (VALUE.replace("+ other.data", "+ other"), "Value(1) + Value(2)"),
        ),
        ("Rename `_init_`", (VALUE.replace("__init__", "_init_"), "Value(2.0)")),
        ("has no `__init__`", ("class A:\n    pass\nA(3)",)),
        ("Write `Value(x)`", (VALUE, "def fit(w, x):\n    return w * x\nfit(Value(1.0), 2.0)")),
        ("does not have it. It has `+`, `*`", (VALUE, "Value(1.0) - Value(2.0)")),
        ("Rename `_add_`", (VALUE.replace("__add__", "_add_"), "a, b = Value(1.0), Value(2.0)\na + b")),
        ("on its left side", (VALUE, "2.0 * Value(1.0)")),
        ("`data`", (VALUE, "v = Value(1.0)\nv.dta")),
        ("run that cell again", (VALUE, "v = Value(1.0)\nv.backward()")),
        ("Value.relu = relu", (VALUE, "def relu(self):\n    return self\nValue.relu = relu()")),
        ("Value.__pow__ = power", (VALUE, "def power(self, e):\n    return self\nValue.__pow__ = power()")),
    ],
    "a value too few": [
        ("`def __init__(self):`", (NET.replace("(self):", "(self, linear):"), "Net()")),
        ("an operator makes one", ("criterion(net(x_data) - y_data)",)),
        ("Put a value for `b`", ("def f(a, b):\n    return a\nf(1)",)),
    ],
    "no gradient yet": [
        ("nothing to clear", ("w = torch.tensor(1.0, requires_grad=True)\nw.grad.zero_()",)),
        ("Call `backward()` before", ("w = torch.tensor(1.0, requires_grad=True)\nw.data -= 0.1 * w.grad",)),
        ("is not that tensor any more", ("w = torch.tensor(1.0)\nw = w - 0.1 * w.grad",)),
    ],
    "a method that is not called": [
        ("Write `y_data.squeeze()`", ("criterion(net(x_data), y_data.squeeze)",)),
        ("Write `x_data.float()`", ("net(x_data.float)",)),
    ],
    "sizes of a layer": [
        ("`x_data.shape[1]`", ("nn.Linear(x_data.shape, 1)",)),
        ("whole numbers", ("nn.Sequential(nn.Linear('2', 1))",)),
    ],
    "a copy of a network": [
        ("copy.deepcopy(net)", ("net.copy()",)),
        ("copy.deepcopy(m)", ("m = nn.Linear(1, 1)\nm.clone()",)),
    ],
    "a class for a criterion": [
        ("of the exercise `criterion`", ("criterion = nn.BCELoss", "criterion(net(x_data), y_data)")),
        ("the line that makes `loss_fn`", ("loss_fn = nn.MSELoss\nloss_fn(net(x_data), y_data)",)),
    ],
    "rows that are not flat": [
        ("nn.Flatten()", ("nn.Linear(96, 4)(torch.zeros(5, 12, 8))",)),
        ("not flat", ("m = nn.Linear(6, 1)\nm(torch.zeros(2, 3, 2))",)),
        (
            "start_dim=1",
            ("from torch.utils.data import TensorDataset as T\nT(torch.zeros(4, 3).flatten(), torch.zeros(4))",),
        ),
    ],
    "several outputs for one label": [
        ("gives 2 numbers", ("nn.BCEWithLogitsLoss()(torch.zeros(8, 2), torch.zeros(8, 1))",)),
        ("gives 3 numbers", ("bce = nn.BCELoss()\nbce(torch.zeros(8, 3), torch.zeros(8, 1))",)),
    ],
    "rows of the notebook": [
        ("`f` is given `x`", ("other = torch.ones(7)", "def f(x):\n    return x == other\nf(torch.ones(4))")),
        (
            "`y7` is a name",
            ("y7 = torch.ones(7)", "def p(X):\n    out = net(X)\n    return out.squeeze() - y7\np(x_data)"),
        ),
    ],
    "a pair in a loop": [
        ("`x, y = batch`", ("batch = (torch.zeros(6, 2), torch.zeros(6))\nfor x, y in batch:\n    pass",)),
        ("zip", ("for x, y in x_data:\n    pass",)),
    ],
    "saving": [
        ("torch.save(net.state_dict(), path)", ("path = 'x.pt'\ntorch.save(path, net.state_dict())",)),
        ("torch.save(net, '/tmp/x')", ("torch.save('/tmp/x', net)",)),
        ("holds parameters", ("m = net.state_dict()\nm(x_data)",)),
        ("holds parameters", ("m = net.state_dict()", "m.eval()")),
    ],
    "one object after the other": [
        ("zip(x_data, y_data)", ("for x, y in x_data, y_data:\n    pass",)),
        ("zip(a, b)", ("a, b = [1, 2, 3], [4, 5, 6]\nfor p, q in (a, b):\n    pass",)),
    ],
    "what a network does not have": [
        ("the criterion itself", ("loss = criterion\nloss.backward()",)),
        ("write the loop yourself", ("net.fit(x_data, y_data)",)),
        ("`net(...)`", ("net.predict(x_data)",)),
        ("`w.item()`", ("w = x_data[0]\nw.value",)),
    ],
    "an argument of step": [
        ("Write `optimizer.step()`", ("loss = criterion(net(x_data), y_data)\noptimizer.step(loss)",)),
        ("Write `opt.step()`", ("opt = optim.Adam(net.parameters())\nopt.step(net(x_data).sum())",)),
    ],
    "a number in quotation marks": [
        ("Write `0.1`", ("optim.SGD(net.parameters(), lr='0.1')",)),
        ("Write `64`", ("from torch.utils.data import DataLoader\nDataLoader(x_data, batch_size='64')",)),
    ],
    "reading": [
        ("net.load_state_dict(torch.load(path))", ("path = Path('a.pt')\nnet.load_state_dict(path)",)),
        ("torch.load('a.pt')", ("net.load_state_dict('a.pt')",)),
        ("for x, y in loader", ("from torch.utils.data import DataLoader\nloader = DataLoader(x_data)\nloader[0]",)),
        ("`ls.index(min(ls))`", ("ls = [2.0, 1.0]\nmin(ls).index()",)),
    ],
    "a class that is passed on": [
        (
            "`nn.MSELoss()`",
            ("def run(loss_function):\n    return loss_function(net(x_data), y_data)\nrun(nn.MSELoss)",),
        ),
        (
            "`nn.L1Loss()`",
            ("def run(x, criterion):\n    return criterion(net(x), y_data)\nrun(x_data, criterion=nn.L1Loss)",),
        ),
    ],
    "a sum of own objects": [
        ("Value(0.0)", (VALUE, "sum([Value(1.0), Value(2.0)])")),
        ("Value(0.0)", (VALUE, "vs = [Value(1.0)]\ntotal = sum(v * v for v in vs)")),
        ("Which numbers of each item", ("total = sum(net)",)),
    ],
    "too large": [
        ("grown without limit", ("import math\nmath.exp(1e6)",)),
        ("grown without limit", ("10.0 ** 1000",)),
    ],
    "brackets of an f-string": [
        ("is not closed", ("loss = 0.5\nprint(f'loss: {loss:.4f')",)),
        ("was not opened", ("loss = 0.5\nprint(f'loss: loss:.4f}')",)),
        ("not match", ("print(f'{x_data[0}')",)),
        ("hold no value", ("print(f'loss: {}')",)),
    ],
    "a parameter of a library with a learner's name": [
        ("nothing to do with your `x`", ("def f(net, x):\n    return copy.deepcopy()\nf(net, x_data)",)),
        ("nothing to do with your `input`", ("input = x_data\nnn.functional.relu()",)),
    ],
    "words without quotation marks": [
        ('between quotation marks: `"shape-mismatch"`', ("diagnosis_1 = shape-mismatch",)),
        ('between quotation marks: `"too-large-steps"`', ("diagnosis_3 = too-large-steps  # my guess",)),
    ],
    "a whole number": [
        ("write `len(x_data)`", ("order = torch.randperm(x_data)",)),
        ("`int(0.8 * len(x_data))`", ("torch.randperm(0.8 * len(x_data))",)),
        ("`n.item()`", ("n = torch.tensor(4.0)\ntorch.randperm(n)",)),
    ],
    "a state that is none": [
        ("line that assigns `best`", ("best = copy.deepcopy(net.state_dict)", "net.load_state_dict(best)")),
        ("Write `net.state_dict()`", ("net.load_state_dict(net.state_dict)",)),
        ("Write `net.state_dict()`", ("net.load_state_dict(copy.deepcopy(net.state_dict))",)),
        ("m.load_state_dict(net.state_dict())", ("m = nn.Sequential(nn.Linear(1, 1))\nm.load_state_dict(net)",)),
    ],
    "what a loader gives": [
        ("`for x, y in data:`", ("data = [(x_data, y_data)]\nfor x, y in enumerate(data):\n    net(x)",)),
        ("Use `b`, or a part of it", ("for i, b in enumerate([x_data]):\n    print(b)\n    net(i)",)),
        ("Use `x`", ("for i, x in enumerate(x_data):\n    criterion(i, y_data)",)),
        ("`x, y = batch`", ("batch = [x_data, y_data]\nout = net(batch)",)),
    ],
    "true or false, many times": [
        ("`(net(x_data) > 0).sum().item()`", ("right = 0\nright += (net(x_data) > 0).item()",)),
        ("`hits.sum().item()`", ("hits = x_data == y_data\nn = hits.item()",)),
    ],
    "a pair that is not taken apart": [
        (
            "`for v, other in node.inputs:`",
            (
                NODE,
                "def walk(node):\n    for v in node.inputs:\n        walk(v)",
                "a = Value(1.0)\nwalk(Value(2.0, [(a, 1.0)]))",
            ),
        ),
        ("use `pair[0]`", (NODE, "pair = (Value(1.0), 2.0)\npair.data")),
    ],
    "a default": [
        ("`def __init__(self, data, inputs=()):`", (NODE.replace("=()", "") + "Value(1.0, [])", "Value(2.0)")),
        (
            "`def __init__(self, size, name=None):`",
            ("class A:\n    def __init__(self, size, name):\n        pass\nA(1, name='a')", "A(2)"),
        ),
    ],
    "habits of other libraries": [
        ("`model.append(...)` adds a layer", ("model = nn.Sequential()\nmodel.add(nn.Linear(1, 1))",)),
        ("`print(net)` shows the layers", ("net.summary()",)),
        ("nn.Linear(inputs, outputs)", ("nn.Dense(4)",)),
        ("`nn.ReLU()` after this layer", ("nn.Linear(1, 4, activation='relu')",)),
        ("`x_data.float()` converts", ("x_data.astype('float32')",)),
        ("torch.tensor(...)", ("torch.array([1.0])",)),
    ],
    "a method of a tensor on a list": [
        ("`ls.index(min(ls))`", ("ls = [2.0, 1.0]\nbest = ls.argmin() + 1",)),
        ("`sum(ls) / len(ls)`", ("ls = [2.0, 1.0]\nls.mean()",)),
        ("`ls` itself can stay a list", ("ls = [2.0, 1.0]\nls.std()",)),
        ("on the loss itself", ("ls = [2.0, 1.0]\nls.backward()",)),
        ("of 0 numbers", ("ls = []\nls.mean()",)),
    ],
    "a batch that is not taken apart": [
        ("`for x, y in loader:`", (SCALE, "loader = [[x_data, y_data]]\nfor batch in loader:\n    scaled(batch)")),
        ("`for x, y in pairs:`", ("pairs = [(x_data, y_data)]\nfor b in pairs:\n    b / 255",)),
        ("`for x, y in pairs:`", ("pairs = [[x_data, y_data]]\nfor b in pairs:\n    b.float()",)),
        ("each under its own name", ("b = [x_data, y_data]\ncriterion(b, y_data)",)),
        ("`for batch_x, batch_y in [b]:`", ("b = [x_data, y_data]\nx = 0\nfor each in [b]:\n    net(each)",)),
        ("torch.tensor(rows)", (SCALE, "rows = [[1.0], [2.0]]\nscaled(rows)")),
        ("torch.tensor([[1.0]])", (SCALE, "scaled([[1.0]])")),
    ],
    "a line that never ran": [
        ("Write `<=`", (KEPT, "best")),
        ("Write `>=`", (KEPT.replace("<", ">").replace("min", "max"), "best")),
        ("Write `<=`", (KEPT.replace("kept[-1]", "loss"), "net.load_state_dict(best)")),
        ("runs only if `x_data.sum() > 99` is true", ("if x_data.sum() > 99:\n    large = 1\nprint(large)",)),
        ("is false", ("if True:\n    a = 1\nelse:\n    zz = 2", "zz")),
        ("with 0 of them", ("for each in []:\n    last = each", "last")),
    ],
    "features and labels for a loader": [
        ("`TensorDataset(x_data, y_data)`", (LOADER + "DataLoader(x_data, y_data, batch_size=2)",)),
        ("`TensorDataset(x_data, y_data)`", (LOADER + "DataLoader(x_data, y_data)",)),
        ("`TensorDataset(x_data, y_data)`", (LOADER + "DataLoader(x_data, y_data, 2, True)",)),
    ],
    "a value that is given twice": [
        ("Remove `2`", ("nn.Linear(1, 2, out_features=3)",)),
        ("Remove `0.1`", ("optim.SGD(net.parameters(), 0.1, lr=0.2)",)),
    ],
    "None that is used at once": [
        ("`reversed(nodes)`", ("nodes = [1, 2]\nfor node in nodes.reverse():\n    pass",)),
        ("`sorted(nodes)`", ("nodes = [1, 2]\nnodes.sort()[0]",)),
        ("on a line of its own", ("nodes = [1, 2]\nlist(nodes.append(3))",)),
        ("without a `return` line", ("def f():\n    a = 3", "for each in f():\n    pass")),
    ],
    "a plain number": [
        ("`v.data`", (VALUE, "import math\nv = Value(1.0)\nmath.log(v)")),
        ("`-v.data`", (VALUE, "import math\nv = Value(1.0)\nmath.exp(-v)")),
        ("`v.data`", (VALUE, "v = Value(1.0)\nmax(0.0, v)")),
        ("`v.data`", (VALUE, "v = Value(1.0)\nif v > 0:\n    pass")),
        ("`v.data`", (VALUE, "v = Value(1.0)\nfloat(v)")),
        ('`float("inf")`', ("best = None\nif 0.5 < best:\n    pass",)),
        ("Write `loss.item()`", ("loss = criterion(net(x_data), y_data)\nif loss.item < 0.1:\n    pass",)),
        ("`kept[-1]`", ("kept = [1.0]\nif kept < 0.1:\n    pass",)),
    ],
    "names of a function": [
        ("has assigned `total` so far", ("def f(a):\n    total = a\n    return toal_of_a\nf(1)",)),
        ("has assigned `i` and `n` so far", ("def f(a):\n    for i in a:\n        n = i\n        zzqq\nf([1])",)),
    ],
    "a comma too few": [
        ("A comma is missing between `[2.0]` and `[3.0]`", ("torch.tensor([[1.0], [2.0] [3.0]])",)),
        ("A comma is missing between `[2]` and `[3]`", ("torch.tensor([[1], [2] [3]])",)),
        ("between `[3.0, 0.5]` and `[1.0, 1.0]`", ("rows = [\n    [3.0, 0.5]\n    [1.0, 1.0],\n]",)),
        ("between `(1.0, 2.0)` and `[3.0]`", ("pairs = [(1.0, 2.0) [3.0]]",)),
        ("between `[-1.0]` and `[-2.0]`", ("x = torch.tensor([[-1.0] [-2.0]])",)),
    ],
    "a position to store in": [
        (
            "Write `losses.append(loss)`",
            ("losses = []\nfor epoch in range(3):\n    loss = 1.0\n    losses[epoch] = loss",),
        ),
        ("`kept` has 2 items", ("kept = [0, 0]\nkept[2] = 5",)),
        ("is a tuple", ("kept = (0, 0)\nkept[0] = 5",)),
        ("`losses = []`", ("losses = 0\nfor i in range(3):\n    losses[i] = 0.5",)),
        ("It is empty", ("losses = []\nfor i in range(3):\n    losses[i] += 0.5",)),
        ("has 2 items", ("import numpy as np\nkept = np.zeros(2)\nkept[2] = 1.0",)),
        ("`range(len(rows))`", ("rows = [1, 2]\nfor i in range(3):\n    print(rows[i])",)),
        ("`range(len(x_data))`", ("flat = [x_data[i] for i in range(4)]",)),
    ],
    "names of other libraries": [
        ("`net[0].weight.item()`", ("a = float(net.coef_[0])",)),
        ("`model.linear.bias.item()`", (NET, "model = Net()\nb = model.intercept_")),
        ("`net[0].bias.item()`", ("b = net[0].intercept_",)),
        ("`print(net)`", ("net.summary()",)),
        ("`net(...)`", ("p = net.predict_proba(x_data)",)),
    ],
    "too many values for a network": [
        ("`torch.tensor([[a, b]])`", ("def chance(a, b):\n    return net(a, b).item()\nchance(2, 1)",)),
        ("`torch.tensor([[3.4, 4.1]])`", (NET, "model = Net()\nmodel(3.4, 4.1)")),
        ("labels are for the criterion", ("net(x_data, y_data)",)),
        ("two: the predictions and the labels", ("loss = criterion(net(x_data), y_data, 3)",)),
        ("`nn.Tanh()(x_data)`", ("nn.Sigmoid()(nn.Tanh(x_data))",)),
        ("`nn.Sigmoid()(net(x_data))`", ("p = nn.Sigmoid(net(x_data))",)),
    ],
    "a number of rows in a function": [
        (
            "`f` counts on 8 rows, and here there are 3",
            ("def f(x, y):\n    return y.reshape(8, 1)\nf(x_data, y_data)",),
        ),
        ("`-1` instead of `4`", ("def g(y):\n    flat = y.squeeze()\n    return flat.view((4, 1))\ng(y_data)",)),
        ("counts on 8 rows", ("def h(y):\n    return y.expand(8, 1)\nh(torch.zeros(6, 1))",)),
    ],
    "asked of nothing": [
        (
            "`losses.append(criterion(net(x_data), y_data).item())`",
            ("losses = []\nlosses.append(criterion(net(x_data), y_data)).item()",),
        ),
        ("`kept.append(pair[0])`", ("kept, pair = [], (1, 2)\nkept.append(pair)[0]",)),
        ("`print(x_data.shape)`", ("print(x_data).shape",)),
        ("on a line of its own", ("criterion(net(x_data), y_data).backward().item()",)),
    ],
    "scikit-learn": [
        (
            "`(outputs >= 0.5).float()`",
            (
                "from sklearn.metrics import accuracy_score\noutputs = torch.tensor([0.2, 0.9])",
                "accuracy_score(torch.tensor([0.0, 1.0]), outputs)",
            ),
        ),
        ("`p` holds other", ("from sklearn import metrics\np = [0.5, 0.1]\nmetrics.f1_score(p, [1, 0])",)),
        ("3 and 2 rows", ("from sklearn.metrics import accuracy_score\naccuracy_score([1, 0, 1], [1, 0])",)),
        (
            "`t.reshape(-1, 1)`",
            ("from sklearn.preprocessing import StandardScaler\nt = torch.ones(2)\nStandardScaler().fit(t)",),
        ),
        (
            "`scaler.fit(...)`",
            ("from sklearn.preprocessing import StandardScaler\nscaler = StandardScaler()\nscaler.transform([[1.0]])",),
        ),
    ],
    "a name in another module": [
        ("`nn.Linear(inputs, outputs)`", ("layer = nn.dense(1)",)),
        ("`nn.Linear`", ("layer = torch.Linear(1, 1)",)),
        ("`optim.SGD`", ("optimizer = nn.SGD(net.parameters(), lr=0.1)",)),
        ("`nn.BCELoss()`", ("criterion = nn.BinaryCrossentropy()",)),
        ("`torch.tensor(...)`", ("x = torch.array([1.0])",)),
        ("Write `torch.float32`", ("torch.tensor([[1]], dtype=float32)",)),
        ("Write `nn.MSELoss`", ("criterion = MSELoss(reduction='sum')",)),
        ("`math.log`", ("bce = -log(0.8)",)),
        ("Write `dtype=torch.float32`", ("torch.tensor([1], dtype='float32')",)),
        ("`x_data.float()`", ("x_data.astype('float32')",)),
        ("`torch.tensor([1]).float()`", ("torch.tensor([1]).astype('float32')",)),
        ("`x_data.detach()`", ("x_data.detach.numpy()",)),
    ],
    "arguments of other libraries": [
        ("a layer of its own", ("nn.Linear(2, 10, activation='relu')",)),
        ("Write `out_features=`", ("nn.Linear(2, units=10)",)),
    ],
    "one example as a row": [
        ("put them into one row", ("pair = nn.Linear(2, 1)\npair(torch.tensor([[3.0], [4.0]]))",)),
        ("`math.log(0.8)`", ("bce = -torch.log(0.8)",)),
        ("`math.exp(2)`", ("torch.exp(2)",)),
        ("`torch.log(...)`", ("import math\nmath.log(x_data)",)),
    ],
    "no number": [
        ("Write `net[0].weight.item()`", ("float(net[0].weight.item)",)),
        ("the layer that holds the parameter", ("a = float(net.parameters())",)),
        ("`losses[-1]`", ("losses = [0.5, 0.4]\nfloat(losses)",)),
    ],
    "a key": [
        ("`0.weight` and `0.bias`", ("net.state_dict()['linear.weight']",)),
        ("`a`", ("kept = {'a': 1.0, 'b': 2.0}\nkept['c']",)),
    ],
    "copies by another name": [
        ("Write `copy.deepcopy`", ("other = deepcopy(net)",)),
        ("`copy.deepcopy(...)`", ("other = copy(net)",)),
    ],
    "a class in place of an object": [
        ("`MSELoss(...)`", ("loss = nn.MSELoss\nloss.backward()",)),
        ("`Net(...)`", (NET, "model = Net\nmodel.linear.weight")),
        ("write the loop yourself", ("net.compile(optimizer='adam')",)),
    ],
    "an argument in quotation marks": [
        ("without quotation marks", ("optim.SGD(net.parameters(), 'lr'=0.1)",)),
        ("plain name", ("nn.Linear(net.size=1, out_features=1)",)),
    ],
    "labels of the function": [
        (
            "Do you mean `y` instead of `y_data`?",
            ("def fit(x, y):\n    loss = x - y_data\nfit(torch.ones(5, 1), torch.ones(5, 1))",),
        ),
        (
            "Do you mean `y` instead of `y_data`?",
            ("def fit(x, y):\n    out = net(x)\n    return out - y_data\nfit(torch.ones(5, 1), torch.ones(5, 1))",),
        ),
        ("given no labels", ("def fit(x):\n    return net(x) - y_data\nfit(torch.ones(5, 1))",)),
    ],
}
INSTANCES = [(kind, *each) for kind, several in TABLE.items() for each in several]
# Nothing is known of the line, or the learner's own code raises the error on purpose.
UNEXPLAINED = [
    "raise ValueError('mine')",
    "raise TypeError(\"'int' object is not iterable\")",
    "raise RuntimeError('grad')",
    "assert x_data.sum() == 3",
    "sum(5)",
    "list(3)",
    "'a' * 'b'",
    "{'a': 1}['b']",
    "int('a')",
    "class A:\n    pass\nA()()",
    "raise KeyboardInterrupt",
    "raise SystemExit",
    "class Odd(Exception):\n    def __str__(self):\n        raise ValueError('no')\nraise Odd",
    "class Odd(TypeError):\n    __str__ = None\nraise Odd",
    "torch.zeros(3).backwards()",
    "x y",
    "max(3)",
    "class A:\n    def __init__(self):\n        self.p, self.q = 1, 2\nfloat(A())",
    "[1, 'a'].argmin()",
]
# No rule knows what is meant. What the names of the line stood for is told, and no cause.
FACTS = {
    "a = None\na.append(1)": "`a` was `None`",
    "a = {}.get('b')\na.append(1)": "`a` was `None`",
    "a = [1, 2] if False else None\na[0]": "`a` was `None`",
    "x = 3\nx.foo": "`x` was the number 3",
    "lr = '0.1'\nlr * 0.5": "`lr` was the string `'0.1'`",
    "seen, at = {}, 0\nseen[at]": "`seen` was an empty dict and `at` was the number 0",
    "seen, at, n = 'ab', 'c', 1\nseen.index(at, n)": "`at` was the string `'c'`, `n` was the number 1 and `seen` was",
    "def f(n):\n    return f(n + 1)\nf(0)": "`n` was the number ",
    "def f(rows):\n    return int(rows, 2)\nf({'b': 1})": "`rows` was a dictionary with the keys `'b'`",
    "loss = torch.tensor(2.0)\nloss[0]": "`loss` was a tensor that holds one number, without a dimension",
    "len(criterion)": "`criterion` was a network or layer of class `MSELoss`",
    "sum(len)": "`len` was a function",
    "way = Path('no')\nlen(way)": "`way` was an object of class",
}


@pytest.mark.parametrize(("kind", "words", "cells"), INSTANCES, ids=[f"{k}-{w}" for k, w, _ in INSTANCES])
def test_an_error_is_explained_in_whole_sentences_without_paths(kind: str, words: str, cells: tuple[str, ...]) -> None:
    error, explanation = explained(*cells)
    assert explanation is not None, repr(error)
    assert explanation.look != LOOK
    assert words in f"{explanation.title} {explanation.evidence} {explanation.look}"
    for text in (explanation.evidence, explanation.look):
        assert text.endswith((".", "?", "`", ":"))
        assert text.count("`") % 2 == 0
        assert not any(odd in text for odd in ("ipykernel", "\x1b", ".py", "UNKNOWN", "None,"))


@pytest.mark.parametrize("kind", TABLE)
def test_each_kind_is_tried_in_two_ways_at_least(kind: str) -> None:
    assert len(TABLE[kind]) > 1


@pytest.mark.parametrize("source", UNEXPLAINED)
def test_an_error_stays_unexplained(source: str) -> None:
    assert explained(source)[1] is None


@pytest.mark.parametrize(("source", "words"), FACTS.items())
def test_what_the_names_stood_for_is_told_where_no_rule_is_sure(source: str, words: str) -> None:
    explanation = explained(source)[1]
    assert explanation is not None
    assert words in explanation.evidence
    assert explanation.look == LOOK


def test_modules_of_rules_are_asked_in_the_order_that_is_written() -> None:
    explained("1 / 0")
    asked = dict.fromkeys(rule.__module__.rpartition(".")[2] for *_, rule in RULES if inspect.isfunction(rule))
    assert [each for each in asked if each != "network_attributes"] == [f"{kind}_errors" for kind in KINDS.split()]
