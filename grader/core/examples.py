"""The third tier of a hint: for a code, a worked example on other data.

The first tier is what was seen (a finding's message), the second where to look (the catalogue's hint). An example shows
the same idea elsewhere, with numbers and names that no exercise has, and never a line of a solution. What a line prints
is that output; tests run every example and compare.
"""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """`says`: what the example shows. `code`: lines that run after `import torch`, `from torch import nn, optim`."""

    says: str
    code: str = ""


def example_of(code: str) -> Example | None:
    """Return the worked example for a code of the catalogue, None if it has no example."""
    return EXAMPLES.get(code)


EXAMPLES: dict[str, Example] = {
    "not-attempted": Example(
        "`...` is a value like any other, so Python does not complain about it: it waits to be replaced.",
        "height = ...\nprint(height)  # Ellipsis\nheight = 4 + 4\nprint(height)  # 8",
    ),
    "missing-name": Example(
        "A name exists once the line that assigns it has run, and is spelled in one way only.",
        "Width = 6\nprint('Width' in globals(), 'width' in globals())  # True False",
    ),
    "wrong-type": Example(
        "A list, a class and its instance are different kinds of things.",
        "sizes = [4.0, 6.0]\nprint(type(sizes).__name__)  # list\n"
        "print(type(torch.tensor(sizes)).__name__)  # Tensor\n"
        "print(type(nn.Tanh).__name__, type(nn.Tanh()).__name__)  # type Tanh",
    ),
    "wrong-shape": Example(
        "Each inner pair of brackets is a row; a flat list has one dimension only.",
        "flat = torch.tensor([4.0, 6.0])\nprint(tuple(flat.shape))  # (2,)\n"
        "rows = torch.tensor([[4.0], [6.0]])\nprint(tuple(rows.shape))  # (2, 1)",
    ),
    "wrong-dtype": Example(
        "One decimal point makes all numbers of a tensor floats.",
        "print(torch.tensor([4, 6]).dtype)  # torch.int64\nprint(torch.tensor([4.0, 6]).dtype)  # torch.float32",
    ),
    "wrong-values": Example(
        "Subtract what you expect from what you have: what is not 0 differs, and its place says where.",
        "have, expected = torch.tensor([4.0, 6.0]), torch.tensor([4.0, 9.0])\n"
        "print((have - expected).tolist())  # [0.0, -3.0]",
    ),
    "wrong-module": Example(
        "Printing a network shows its layers in order, with how many numbers go in and come out.",
        "other = nn.Sequential(nn.Linear(4, 6), nn.Tanh())\n"
        "print(other[0])  # Linear(in_features=4, out_features=6, bias=True)\nprint(other[1])  # Tanh()",
    ),
    "sigmoid-missing": Example(
        "A linear layer's score can be any number; squeezed by a sigmoid it lies between 0 and 1.",
        "squeezed = torch.sigmoid(torch.tensor([-4.0, 0.0, 4.0]))\n"
        "print([round(p, 3) for p in squeezed.tolist()])  # [0.018, 0.5, 0.982]",
    ),
    "sigmoid-twice": Example(
        "A second sigmoid turns probabilities from 0 to 1 into numbers from 0.5 to 0.73: none can get near 0 or 1.",
        "once = torch.sigmoid(torch.tensor([-6.0, 6.0]))\n"
        "print([round(p, 3) for p in once.tolist()])  # [0.002, 0.998]\n"
        "print([round(p, 3) for p in torch.sigmoid(once).tolist()])  # [0.501, 0.731]",
    ),
    "wrong-criterion": Example(
        "One prediction and one target tell losses apart: here the error is 4.",
        "said, true = torch.tensor([9.0]), torch.tensor([13.0])\n"
        "print(nn.L1Loss()(said, true).item())  # 4.0\nprint(nn.MSELoss()(said, true).item())  # 16.0",
    ),
    "softmax-in-model": Example(
        "Scores that are sure, then their softmax, in a loss that applies a softmax to whatever it gets.",
        "scores, label = torch.tensor([[9.0, -9.0]]), torch.tensor([0])\n"
        "for given in (scores, scores.softmax(dim=1)):\n"
        "    loss = nn.CrossEntropyLoss()(given, label)\n"
        "    print(round(loss.item(), 2))  # 0.0 | 0.31",
    ),
    "nll-on-logits": Example(
        "This loss only picks a number and changes its sign, so larger scores make it smaller without end.",
        "label = torch.tensor([0])\nfor size in (6.0, 60.0):\n"
        "    scores = torch.tensor([[size, -size]])\n"
        "    print(nn.NLLLoss()(scores, label).item())  # -6.0 | -60.0",
    ),
    "wrong-reduction": Example(
        "The same two errors, 4 and 2, as their sum and as their mean.",
        "said, true = torch.tensor([9.0, 6.0]), torch.tensor([13.0, 4.0])\n"
        "for how in ('sum', 'mean'):\n    loss = nn.L1Loss(reduction=how)\n"
        "    print(how, loss(said, true).tolist())  # sum 6.0 | mean 3.0",
    ),
    "wrong-optimizer": Example(
        "Two optimizers, told apart by their class.",
        "w = torch.zeros(1, requires_grad=True)\n"
        "print(type(optim.RMSprop([w])).__name__)  # RMSprop\nprint(type(optim.Adagrad([w])).__name__)  # Adagrad",
    ),
    "wrong-learning-rate": Example(
        "What was passed, and what an optimizer takes where nothing was.",
        "w = torch.zeros(1, requires_grad=True)\n"
        "print(optim.Adadelta([w], lr=0.25).param_groups[0]['lr'])  # 0.25\n"
        "print(optim.Adadelta([w]).param_groups[0]['lr'])  # 1.0",
    ),
    "optimizer-other-model": Example(
        "An optimizer keeps the objects it was given. A new layer under the old name is another object.",
        "layer = nn.Linear(4, 4)\nstepper = optim.Adagrad(layer.parameters())\n"
        "held = stepper.param_groups[0]['params'][0]\nprint(held is layer.weight)  # True\n"
        "layer = nn.Linear(4, 4)\nprint(held is layer.weight)  # False",
    ),
    "missing-zero-grad": Example(
        "The slope of 6 w is 6. Two backward passes leave 12; emptied in between, they leave 6.",
        "w = torch.tensor(4.0, requires_grad=True)\n(6 * w).backward()\n(6 * w).backward()\n"
        "print(w.grad.item())  # 12.0\nw.grad = None\n(6 * w).backward()\nprint(w.grad.item())  # 6.0",
    ),
    "no-backward": Example(
        "Computing a value fills no gradient; the backward pass does.",
        "w = torch.tensor(4.0, requires_grad=True)\narea = w * w\nprint(w.grad)  # None\n"
        "area.backward()\nprint(w.grad.item())  # 8.0",
    ),
    "no-step": Example(
        "The backward pass leaves a parameter as it was. The update changes it, once it is called with parentheses.",
        "w = torch.tensor(4.0, requires_grad=True)\nmover = optim.Adagrad([w], lr=0.25)\n(w * w).backward()\n"
        "print(w.item())  # 4.0\nmover.step  # names the method, calls nothing\nprint(w.item())  # 4.0\n"
        "mover.step()\nprint(w.item())  # 3.75",
    ),
    "step-before-backward": Example(
        "A step uses the `.grad` that is there at its turn: before the first backward pass there is none.",
        "w = torch.tensor(4.0, requires_grad=True)\nmover = optim.Adagrad([w], lr=0.25)\narea = w * w\n"
        "mover.step()\nprint(w.item(), w.grad)  # 4.0 None\narea.backward()\nprint(w.item(), w.grad.item())  # 4.0 8.0",
    ),
    "zeroed-before-step": Example(
        "What the backward pass put into `.grad` is gone when the step comes, so nothing moves.",
        "w = torch.tensor(4.0, requires_grad=True)\nmover = optim.Adagrad([w], lr=0.25)\n(w * w).backward()\n"
        "print(w.grad.item())  # 8.0\nw.grad = None\nmover.step()\nprint(w.item())  # 4.0",
    ),
    "backward-twice": Example(
        "The slope of 6 w is 6. A total that still holds the earlier value sends that one backward again.",
        "w = torch.tensor(4.0, requires_grad=True)\ntotal = 6 * w\ntotal.backward(retain_graph=True)\n"
        "print(w.grad.item())  # 6.0\nw.grad = None\ntotal = total + 6 * w\ntotal.backward()\n"
        "print(w.grad.item())  # 12.0",
    ),
    "rows-left-out": Example(
        "After an inner loop a name stands for its last value only: the sum of the others is gone.",
        "for price in (4.0, 6.0, 9.0):\n    cost = 6 * price\nprint(cost)  # 54.0\n"
        "print(sum(6 * price for price in (4.0, 6.0, 9.0)))  # 114.0",
    ),
    "optimizer-made-anew": Example(
        "Adagrad divides by what it remembers of all gradients, so the second step is shorter. A new one knows none.",
        "w = torch.tensor(4.0, requires_grad=True)\nw.grad = torch.tensor(6.0)\n"
        "mover = optim.Adagrad([w], lr=1)\nmover.step()\nmover.step()\nprint(round(w.item(), 2))  # 2.29\n"
        "optim.Adagrad([w], lr=1).step()\nprint(round(w.item(), 2))  # 1.29",
    ),
    "eval-mode-in-training": Example(
        "The mode stays until the next call changes it.",
        "layer = nn.Dropout(0.9)\nprint(layer.training)  # True\nlayer.eval()\nprint(layer.training)  # False\n"
        "layer.train()\nprint(layer.training)  # True",
    ),
    "broadcast-target": Example(
        "A column minus a flat tensor pairs every row with every number.",
        "column, flat = torch.zeros(4, 1), torch.zeros(4)\nprint(tuple((column - flat).shape))  # (4, 4)\n"
        "print(tuple((column - flat.reshape(4, 1)).shape))  # (4, 1)",
    ),
    "detached-loss": Example(
        "A value knows how it was computed while it has a `grad_fn`; a copy of its number has none.",
        "w = torch.tensor(4.0, requires_grad=True)\narea = w * w\nprint(area.grad_fn is not None)  # True\n"
        "print(torch.tensor(area.item()).grad_fn is not None)  # False",
    ),
    "learning-rate-too-high": Example(
        "Going down w², whose slope is 2 w: a rate above 1 lands higher on the other side each time.",
        "for rate in (0.25, 1.5):\n    w = 4.0\n    for _ in range(3):\n        w = w - rate * 2 * w\n"
        "    print(rate, w)  # 0.25 0.5 | 1.5 -32.0",
    ),
    "learning-rate-too-low": Example(
        "Going down w², whose slope is 2 w: with a tiny rate three steps hardly leave the start.",
        "for rate in (0.25, 0.002):\n    w = 4.0\n    for _ in range(3):\n        w = w - rate * 2 * w\n"
        "    print(rate, round(w, 3))  # 0.25 0.5 | 0.002 3.952",
    ),
    "too-few-epochs": Example(
        "`range` stops before its second number, and `break` leaves a loop at once.",
        "print(len(range(4)), len(range(1, 4)))  # 4 3\nrounds = 0\nfor number in range(9):\n    rounds = rounds + 1\n"
        "    if number == 3:\n        break\nprint(rounds)  # 4",
    ),
    "loss-too-high": Example(
        "The last changes of a history tell what to do: still falling, or flat.",
        "falling, flat = [8.0, 6.0, 4.0], [8.0, 6.0, 6.0]\nprint(falling[-1] - falling[-2])  # -2.0\n"
        "print(flat[-1] - flat[-2])  # 0.0",
    ),
    "model-not-fresh": Example(
        "A loop that is run twice goes on from where it stopped; a start of its own makes the runs alike.",
        "w = 8.0\nfor run in (1, 2):\n    for _ in range(3):\n        w = w / 2\n    print(w)  # 1.0 | 0.125\n"
        "for run in (1, 2):\n    w = 8.0\n    for _ in range(3):\n        w = w / 2\n    print(w)  # 1.0 | 1.0",
    ),
    "trained-a-copy": Example(
        "What happens to a copy does not happen to what it was copied from.",
        "import copy\nlayer = nn.Linear(4, 4)\ntwin = copy.deepcopy(layer)\n"
        "print(twin.weight is layer.weight)  # False\nnn.init.constant_(twin.bias, 6.0)\n"
        "print(bool((layer.bias == 6).any()))  # False",
    ),
    "dead-network": Example(
        "Where ReLU gives 0 its slope is 0, so the gradient behind it is 0 as well.",
        "w = torch.tensor(-4.0, requires_grad=True)\nhidden = torch.relu(6 * w)\nhidden.backward()\n"
        "print(hidden.item(), w.grad.item())  # 0.0 0.0",
    ),
    "losses-missing": Example(
        "A list that is emptied inside the loop keeps only the last value.",
        "inside, outside = [], []\nfor number in (4, 6, 8):\n    inside = []\n    inside.append(number)\n"
        "    outside.append(number)\nprint(inside, outside)  # [8] [4, 6, 8]",
    ),
    "losses-not-floats": Example(
        "A tensor of one element is still a tensor; its number alone prints without the word.",
        "w = torch.tensor(4.0, requires_grad=True)\narea = w * w\nprint(area.detach())  # tensor(16.)\n"
        "print(area.item())  # 16.0",
    ),
    "losses-not-recorded": Example(
        "A value that is noted after the loop is the last round's, as often as it is noted.",
        "w, noted = 8.0, []\nfor _ in range(3):\n    noted.append(w)\n    w = w / 2\nprint(noted)  # [8.0, 4.0, 2.0]\n"
        "print([w] * 3)  # [1.0, 1.0, 1.0]",
    ),
    "hard-coded": Example(
        "A value that is computed follows what it was computed from; one that is typed stays.",
        "sides = [4.0, 6.0]\ntyped, computed = 24.0, sides[0] * sides[1]\nsides = [4.0, 9.0]\n"
        "computed = sides[0] * sides[1]\nprint(typed, computed)  # 24.0 36.0",
    ),
    "not-converged": Example(
        "Each round leaves 0.7 of the distance: what remains depends on how many rounds there are.",
        "for rounds in (4, 8, 40):\n    print(rounds, f'{0.7 ** rounds:.2g}')  # 4 0.24 | 8 0.058 | 40 6.4e-07",
    ),
    "raised-an-error": Example(
        "The last line of an error names its kind and says what was wrong; the lines above say where.",
        "try:\n    torch.zeros(4, 6) @ torch.zeros(4, 6)\nexcept RuntimeError as error:\n"
        "    print(error)  # mat1 and mat2 shapes cannot be multiplied (4x6 and 4x6)",
    ),
    "timed-out": Example(
        "A condition that the loop never changes never ends it. This one changes, and a limit stands by.",
        "left, rounds = 8.0, 0\nwhile left > 1 and rounds < 40:\n    left, rounds = left / 2, rounds + 1\n"
        "print(rounds)  # 3",
    ),
    "leaked-validation": Example(
        "What stands in both of two lists was learned from and measured.",
        "learned, measured = [4, 6, 8], [8, 9]\nprint(set(learned) & set(measured))  # {8}\n"
        "measured = [9, 40]\nprint(set(learned) & set(measured))  # set()",
    ),
    "other-variant": Example(
        "Two tables may look alike, row for row, and be drawn from two numbers.",
        "torch.manual_seed(6)\nmine = torch.rand(8)\n"
        "torch.manual_seed(40)\nprint(torch.equal(mine, torch.rand(8)))  # False",
    ),
    "mixed-rows": Example(
        "Less the mean of all rows, the same first row gives another answer when it comes alone.",
        "rows = torch.tensor([4.0, 6.0])\nprint((rows - rows.mean())[0].item())  # -1.0\n"
        "alone = rows[:1]\nprint((alone - alone.mean())[0].item())  # 0.0",
    ),
    "train-mode-left-on": Example(
        "A dropout layer is born in train mode, where it forgets at random; in eval mode it lets everything through.",
        "layer = nn.Dropout(0.7)\nprint(layer.training)  # True\nlayer.eval()\n"
        "print(layer(torch.ones(4)).tolist())  # [1.0, 1.0, 1.0, 1.0]",
    ),
    "constant-prediction": Example(
        "A limit below all scores gives every row the same answer; one among them does not.",
        "scores = torch.tensor([4.0, 6.0, 9.0])\nprint((scores > 0).tolist())  # [True, True, True]\n"
        "print((scores > 8).tolist())  # [False, False, True]",
    ),
    "overfitted": Example(
        "What is remembered is right for what was seen, and nothing for the rest.",
        "squares = {4: 16, 6: 36}\nprint([squares.get(n) == n * n for n in (4, 6)])  # [True, True]\n"
        "print([squares.get(n) == n * n for n in (8, 9)])  # [False, False]",
    ),
    "accuracy-too-low": Example(
        "Which rows are wrong says more than how many there are.",
        "told, true = torch.tensor([1, 0, 0, 1]), torch.ones(4)\nprint((told == true).float().mean().item())  # 0.5\n"
        "print((told != true).nonzero().flatten().tolist())  # [1, 2]",
    ),
    "scale-differs": Example(
        "4 metres are 400 centimetres: a limit for the one says nothing about the other.",
        "def is_long(metres):\n    return metres > 6\nprint(is_long(4), is_long(400))  # False True",
    ),
    "not-best-state": Example(
        "The lowest of a list, its place, and the last: three things.",
        "marks = [8, 4, 6]\nprint(min(marks), marks.index(min(marks)), marks[-1])  # 4 1 6",
    ),
    "state-not-saved": Example(
        "What was saved before a change does not hold the change.",
        "import io\nlayer, file = nn.Linear(4, 4), io.BytesIO()\ntorch.save(layer.state_dict(), file)\n"
        "nn.init.constant_(layer.bias, 6.0)\nfile.seek(0)\n"
        "print(bool((torch.load(file)['bias'] == 6).any()))  # False",
    ),
}  # fmt: skip
