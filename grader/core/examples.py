"""Worked examples: for each code of the catalogue, the same idea on other data.

A learner first reads what was found (a finding's message) and where to look (its hint), and then may fold out the
example. It has numbers and names that no exercise has, and never a line of a solution. The comment behind a line is
what that line prints. Tests run every example and compare.
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
        "`...` is a value like any other, so Python does not complain about it. It stays there until you replace it.",
        "height = ...\nprint(height)  # Ellipsis\nheight = 4 + 4\nprint(height)  # 8",
    ),
    "missing-name": Example(
        "A name exists once the line that assigns it has run, and only in the spelling of that line.",
        "Width = 6\nprint('Width' in globals(), 'width' in globals())  # True False",
    ),
    "wrong-type": Example(
        "A list and a tensor are different kinds of objects, and so are a class and an instance of it.",
        "sizes = [4.0, 6.0]\nprint(type(sizes).__name__)  # list\n"
        "print(type(torch.tensor(sizes)).__name__)  # Tensor\n"
        "print(type(nn.Tanh).__name__, type(nn.Tanh()).__name__)  # type Tanh",
    ),
    "wrong-shape": Example(
        "Each inner pair of brackets is one row. A flat list has only one dimension.",
        "flat = torch.tensor([4.0, 6.0])\nprint(tuple(flat.shape))  # (2,)\n"
        "rows = torch.tensor([[4.0], [6.0]])\nprint(tuple(rows.shape))  # (2, 1)",
    ),
    "wrong-dtype": Example(
        "One decimal point is enough to make all numbers of a tensor floats.",
        "print(torch.tensor([4, 6]).dtype)  # torch.int64\nprint(torch.tensor([4.0, 6]).dtype)  # torch.float32",
    ),
    "wrong-values": Example(
        "Subtract the expected numbers from yours. If a result is not 0, the number at that place differs.",
        "have, expected = torch.tensor([4.0, 6.0]), torch.tensor([4.0, 9.0])\n"
        "print((have - expected).tolist())  # [0.0, -3.0]",
    ),
    "wrong-module": Example(
        "If you print a network, you see its layers in order, and how many numbers go into each and come out.",
        "other = nn.Sequential(nn.Linear(4, 6), nn.Tanh())\n"
        "print(other[0])  # Linear(in_features=4, out_features=6, bias=True)\nprint(other[1])  # Tanh()",
    ),
    "sigmoid-missing": Example(
        "The score of a linear layer can be any number. A sigmoid turns it into a number between 0 and 1.",
        "squeezed = torch.sigmoid(torch.tensor([-4.0, 0.0, 4.0]))\n"
        "print([round(p, 3) for p in squeezed.tolist()])  # [0.018, 0.5, 0.982]",
    ),
    "sigmoid-twice": Example(
        "A second sigmoid turns probabilities from 0 to 1 into numbers from 0.5 to 0.73, so none is near 0 or 1.",
        "once = torch.sigmoid(torch.tensor([-6.0, 6.0]))\n"
        "print([round(p, 3) for p in once.tolist()])  # [0.002, 0.998]\n"
        "print([round(p, 3) for p in torch.sigmoid(once).tolist()])  # [0.501, 0.731]",
    ),
    "wrong-criterion": Example(
        "One prediction and one target are enough to tell two losses apart. Here the error is 4.",
        "said, true = torch.tensor([9.0]), torch.tensor([13.0])\n"
        "print(nn.L1Loss()(said, true).item())  # 4.0\nprint(nn.MSELoss()(said, true).item())  # 16.0",
    ),
    "softmax-in-model": Example(
        "This loss applies a softmax itself. It gets scores first, then their softmax, and is no longer near 0.",
        "scores, label = torch.tensor([[9.0, -9.0]]), torch.tensor([0])\n"
        "for given in (scores, scores.softmax(dim=1)):\n"
        "    loss = nn.CrossEntropyLoss()(given, label)\n"
        "    print(round(loss.item(), 2))  # 0.0 | 0.31",
    ),
    "nll-on-logits": Example(
        "This loss only picks one number and changes its sign, so larger scores make it smaller without end.",
        "label = torch.tensor([0])\nfor size in (6.0, 60.0):\n"
        "    scores = torch.tensor([[size, -size]])\n"
        "    print(nn.NLLLoss()(scores, label).item())  # -6.0 | -60.0",
    ),
    "wrong-reduction": Example(
        "The same two errors, 4 and 2, first as their sum and then as their mean.",
        "said, true = torch.tensor([9.0, 6.0]), torch.tensor([13.0, 4.0])\n"
        "for how in ('sum', 'mean'):\n    loss = nn.L1Loss(reduction=how)\n"
        "    print(how, loss(said, true).tolist())  # sum 6.0 | mean 3.0",
    ),
    "wrong-optimizer": Example(
        "The class of an optimizer tells you which one it is.",
        "w = torch.zeros(1, requires_grad=True)\n"
        "print(type(optim.RMSprop([w])).__name__)  # RMSprop\nprint(type(optim.Adagrad([w])).__name__)  # Adagrad",
    ),
    "wrong-learning-rate": Example(
        "The first optimizer uses the learning rate that it was given. The second got none and uses its default.",
        "w = torch.zeros(1, requires_grad=True)\n"
        "print(optim.Adadelta([w], lr=0.25).param_groups[0]['lr'])  # 0.25\n"
        "print(optim.Adadelta([w]).param_groups[0]['lr'])  # 1.0",
    ),
    "optimizer-other-model": Example(
        "An optimizer keeps the objects that it was given. A new layer of the same name is a different object.",
        "layer = nn.Linear(4, 4)\nstepper = optim.Adagrad(layer.parameters())\n"
        "held = stepper.param_groups[0]['params'][0]\nprint(held is layer.weight)  # True\n"
        "layer = nn.Linear(4, 4)\nprint(held is layer.weight)  # False",
    ),
    "missing-zero-grad": Example(
        "The derivative of 6 w is 6. Two backward passes leave 12 in `.grad`, or 6 if it is cleared between them.",
        "w = torch.tensor(4.0, requires_grad=True)\n(6 * w).backward()\n(6 * w).backward()\n"
        "print(w.grad.item())  # 12.0\nw.grad = None\n(6 * w).backward()\nprint(w.grad.item())  # 6.0",
    ),
    "no-backward": Example(
        "Computing a value does not fill any gradient. The backward pass does.",
        "w = torch.tensor(4.0, requires_grad=True)\narea = w * w\nprint(w.grad)  # None\n"
        "area.backward()\nprint(w.grad.item())  # 8.0",
    ),
    "no-step": Example(
        "The backward pass does not change a parameter. The update does, but only if parentheses call it.",
        "w = torch.tensor(4.0, requires_grad=True)\nmover = optim.Adagrad([w], lr=0.25)\n(w * w).backward()\n"
        "print(w.item())  # 4.0\nmover.step  # names the method, but does not call it\nprint(w.item())  # 4.0\n"
        "mover.step()\nprint(w.item())  # 3.75",
    ),
    "step-before-backward": Example(
        "A step uses what is in `.grad` at that moment. Before the first backward pass, nothing is in it.",
        "w = torch.tensor(4.0, requires_grad=True)\nmover = optim.Adagrad([w], lr=0.25)\narea = w * w\n"
        "mover.step()\nprint(w.item(), w.grad)  # 4.0 None\narea.backward()\nprint(w.item(), w.grad.item())  # 4.0 8.0",
    ),
    "zeroed-before-step": Example(
        "The backward pass fills `.grad`. If it is cleared before the step, the step does not change anything.",
        "w = torch.tensor(4.0, requires_grad=True)\nmover = optim.Adagrad([w], lr=0.25)\n(w * w).backward()\n"
        "print(w.grad.item())  # 8.0\nw.grad = None\nmover.step()\nprint(w.item())  # 4.0",
    ),
    "backward-twice": Example(
        "The derivative of 6 w is 6. A total that still contains an earlier value sends that value backward again.",
        "w = torch.tensor(4.0, requires_grad=True)\ntotal = 6 * w\ntotal.backward(retain_graph=True)\n"
        "print(w.grad.item())  # 6.0\nw.grad = None\ntotal = total + 6 * w\ntotal.backward()\n"
        "print(w.grad.item())  # 12.0",
    ),
    "rows-left-out": Example(
        "After an inner loop, a name holds only its last value. The others have to be added up inside the loop.",
        "for price in (4.0, 6.0, 9.0):\n    cost = 6 * price\nprint(cost)  # 54.0\n"
        "print(sum(6 * price for price in (4.0, 6.0, 9.0)))  # 114.0",
    ),
    "optimizer-made-anew": Example(
        "Adagrad remembers all gradients and makes its second step shorter. A new optimizer remembers nothing.",
        "w = torch.tensor(4.0, requires_grad=True)\nw.grad = torch.tensor(6.0)\n"
        "mover = optim.Adagrad([w], lr=1)\nmover.step()\nmover.step()\nprint(round(w.item(), 2))  # 2.29\n"
        "optim.Adagrad([w], lr=1).step()\nprint(round(w.item(), 2))  # 1.29",
    ),
    "eval-mode-in-training": Example(
        "A layer stays in its mode until the next call changes it.",
        "layer = nn.Dropout(0.9)\nprint(layer.training)  # True\nlayer.eval()\nprint(layer.training)  # False\n"
        "layer.train()\nprint(layer.training)  # True",
    ),
    "broadcast-target": Example(
        "If you subtract a flat tensor from a column, PyTorch broadcasts: every row meets every number.",
        "column, flat = torch.zeros(4, 1), torch.zeros(4)\nprint(tuple((column - flat).shape))  # (4, 4)\n"
        "print(tuple((column - flat.reshape(4, 1)).shape))  # (4, 1)",
    ),
    "detached-loss": Example(
        "A value that remembers how it was computed has a `grad_fn`. A new tensor of the same number has none.",
        "w = torch.tensor(4.0, requires_grad=True)\narea = w * w\nprint(area.grad_fn is not None)  # True\n"
        "print(torch.tensor(area.item()).grad_fn is not None)  # False",
    ),
    "learning-rate-too-high": Example(
        "This goes down w², whose derivative is 2 w. Above a rate of 1, each step ends higher on the other side.",
        "for rate in (0.25, 1.5):\n    w = 4.0\n    for _ in range(3):\n        w = w - rate * 2 * w\n"
        "    print(rate, w)  # 0.25 0.5 | 1.5 -32.0",
    ),
    "learning-rate-too-low": Example(
        "This goes down w², whose derivative is 2 w. With a tiny rate, three steps hardly leave the start.",
        "for rate in (0.25, 0.002):\n    w = 4.0\n    for _ in range(3):\n        w = w - rate * 2 * w\n"
        "    print(rate, round(w, 3))  # 0.25 0.5 | 0.002 3.952",
    ),
    "too-few-epochs": Example(
        "`range` stops before its second number, and `break` leaves a loop at once.",
        "print(len(range(4)), len(range(1, 4)))  # 4 3\nrounds = 0\nfor number in range(9):\n    rounds = rounds + 1\n"
        "    if number == 3:\n        break\nprint(rounds)  # 4",
    ),
    "loss-too-high": Example(
        "The last change in a list of losses shows whether they are still falling or flat.",
        "falling, flat = [8.0, 6.0, 4.0], [8.0, 6.0, 6.0]\nprint(falling[-1] - falling[-2])  # -2.0\n"
        "print(flat[-1] - flat[-2])  # 0.0",
    ),
    "model-not-fresh": Example(
        "The second run of a loop continues where the first one stopped, unless each run sets its own start.",
        "w = 8.0\nfor run in (1, 2):\n    for _ in range(3):\n        w = w / 2\n    print(w)  # 1.0 | 0.125\n"
        "for run in (1, 2):\n    w = 8.0\n    for _ in range(3):\n        w = w / 2\n    print(w)  # 1.0 | 1.0",
    ),
    "trained-a-copy": Example(
        "A change to a copy does not change the original.",
        "import copy\nlayer = nn.Linear(4, 4)\ntwin = copy.deepcopy(layer)\n"
        "print(twin.weight is layer.weight)  # False\nnn.init.constant_(twin.bias, 6.0)\n"
        "print(bool((layer.bias == 6).any()))  # False",
    ),
    "dead-network": Example(
        "If a ReLU gives 0, its derivative is 0 as well, and so is the gradient that passes through it.",
        "w = torch.tensor(-4.0, requires_grad=True)\nhidden = torch.relu(6 * w)\nhidden.backward()\n"
        "print(hidden.item(), w.grad.item())  # 0.0 0.0",
    ),
    "losses-missing": Example(
        "If a list is re-created inside the loop, it keeps only the last value.",
        "inside, outside = [], []\nfor number in (4, 6, 8):\n    inside = []\n    inside.append(number)\n"
        "    outside.append(number)\nprint(inside, outside)  # [8] [4, 6, 8]",
    ),
    "losses-not-floats": Example(
        "A tensor with one element is still a tensor, and prints as one. Its plain number prints as a number.",
        "w = torch.tensor(4.0, requires_grad=True)\narea = w * w\nprint(area.detach())  # tensor(16.)\n"
        "print(area.item())  # 16.0",
    ),
    "losses-not-recorded": Example(
        "If you record a value only after the loop, you get the last one, however often you record it.",
        "w, noted = 8.0, []\nfor _ in range(3):\n    noted.append(w)\n    w = w / 2\nprint(noted)  # [8.0, 4.0, 2.0]\n"
        "print([w] * 3)  # [1.0, 1.0, 1.0]",
    ),
    "hard-coded": Example(
        "A computed value changes with the numbers that it was computed from. A typed one stays the same.",
        "sides = [4.0, 6.0]\ntyped, computed = 24.0, sides[0] * sides[1]\nsides = [4.0, 9.0]\n"
        "computed = sides[0] * sides[1]\nprint(typed, computed)  # 24.0 36.0",
    ),
    "not-converged": Example(
        "Each round leaves 0.7 of the distance, so the distance that is left depends on the number of rounds.",
        "for rounds in (4, 8, 40):\n    print(rounds, f'{0.7 ** rounds:.2g}')  # 4 0.24 | 8 0.058 | 40 6.4e-07",
    ),
    "raised-an-error": Example(
        "The last line of an error says which kind it is and what went wrong. The lines above it say where.",
        "try:\n    torch.zeros(4, 6) @ torch.zeros(4, 6)\nexcept RuntimeError as error:\n"
        "    print(error)  # mat1 and mat2 shapes cannot be multiplied (4x6 and 4x6)",
    ),
    "timed-out": Example(
        "A loop does not end if nothing changes its condition. Here it changes, and a limit stops it in any case.",
        "left, rounds = 8.0, 0\nwhile left > 1 and rounds < 40:\n    left, rounds = left / 2, rounds + 1\n"
        "print(rounds)  # 3",
    ),
    "leaked-validation": Example(
        "A number that is in both lists was used for learning and for measuring.",
        "learned, measured = [4, 6, 8], [8, 9]\nprint(set(learned) & set(measured))  # {8}\n"
        "measured = [9, 40]\nprint(set(learned) & set(measured))  # set()",
    ),
    "other-variant": Example(
        "Two tables can look alike and still come from different seeds. Then their numbers differ.",
        "torch.manual_seed(6)\nmine = torch.rand(8)\n"
        "torch.manual_seed(40)\nprint(torch.equal(mine, torch.rand(8)))  # False",
    ),
    "mixed-rows": Example(
        "Subtract the mean of all rows, and the first row gives a different result when it comes alone.",
        "rows = torch.tensor([4.0, 6.0])\nprint((rows - rows.mean())[0].item())  # -1.0\n"
        "alone = rows[:1]\nprint((alone - alone.mean())[0].item())  # 0.0",
    ),
    "train-mode-left-on": Example(
        "A new dropout layer is in train mode and drops numbers at random. In eval mode it lets all of them through.",
        "layer = nn.Dropout(0.7)\nprint(layer.training)  # True\nlayer.eval()\n"
        "print(layer(torch.ones(4)).tolist())  # [1.0, 1.0, 1.0, 1.0]",
    ),
    "constant-prediction": Example(
        "If the limit is below all scores, every row gets the same answer. If it is among them, the answers differ.",
        "scores = torch.tensor([4.0, 6.0, 9.0])\nprint((scores > 0).tolist())  # [True, True, True]\n"
        "print((scores > 8).tolist())  # [False, False, True]",
    ),
    "overfitted": Example(
        "A table of remembered answers is right for the numbers that are in it, and wrong for all others.",
        "squares = {4: 16, 6: 36}\nprint([squares.get(n) == n * n for n in (4, 6)])  # [True, True]\n"
        "print([squares.get(n) == n * n for n in (8, 9)])  # [False, False]",
    ),
    "accuracy-too-low": Example(
        "It helps more to know which rows are wrong than how many.",
        "told, true = torch.tensor([1, 0, 0, 1]), torch.ones(4)\nprint((told == true).float().mean().item())  # 0.5\n"
        "print((told != true).nonzero().flatten().tolist())  # [1, 2]",
    ),
    "scale-differs": Example(
        "4 metres are 400 centimetres. A limit for metres says nothing about centimetres.",
        "def is_long(metres):\n    return metres > 6\nprint(is_long(4), is_long(400))  # False True",
    ),
    "not-best-state": Example(
        "The lowest number of a list, its place, and the last number are three different things.",
        "marks = [8, 4, 6]\nprint(min(marks), marks.index(min(marks)), marks[-1])  # 4 1 6",
    ),
    "state-not-saved": Example(
        "If you change a layer after you have saved it, the file does not hold the change.",
        "import io\nlayer, file = nn.Linear(4, 4), io.BytesIO()\ntorch.save(layer.state_dict(), file)\n"
        "nn.init.constant_(layer.bias, 6.0)\nfile.seek(0)\n"
        "print(bool((torch.load(file)['bias'] == 6).any()))  # False",
    ),
    "label-not-index": Example(
        "The index of a class is one whole number. A list with a 1 at its place says the same in another way.",
        "colour = torch.tensor(1)\nprint(colour.dtype, tuple(colour.shape))  # torch.int64 ()\n"
        "print(tuple(nn.functional.one_hot(colour, 4).shape))  # (4,)",
    ),
    "not-shuffled": Example(
        "If rows are sorted by class, batches in their order hold one class each, and no batch is like all rows.",
        "kinds = torch.tensor([0, 0, 0, 1, 1, 1])\nprint([part.tolist() for part in kinds.split(3)])"
        "  # [[0, 0, 0], [1, 1, 1]]",
    ),
    "shuffled-once": Example(
        "A list that is mixed before the loop has the same order in each round. Only a line inside the loop runs "
        "again.",
        "import random\ncards = list(range(8))\nrandom.Random(4).shuffle(cards)\nrounds = [cards for _ in range(2)]\n"
        "print(rounds[0] == rounds[1])  # True",
    ),
    "last-batch-dropped": Example(
        "Rows that do not fill a batch are a batch of their own, unless somebody drops it.",
        "parts = torch.arange(9).split(4)\nprint([len(part) for part in parts])  # [4, 4, 1]\n"
        "print(sum(len(part) for part in parts if len(part) == 4))  # 8",
    ),
    "batch-redrawn": Example(
        "What is drawn before a loop stays the same. What is drawn inside it is new in each round.",
        "drawn = iter([4, 9, 6, 8])\nkept = next(drawn)\nprint([kept for _ in range(3)])  # [4, 4, 4]\n"
        "print([next(drawn) for _ in range(3)])  # [9, 6, 8]",
    ),
    "one-step-per-epoch": Example(
        "A line after a loop runs once, however many rounds the loop had.",
        "inside = after = 0\nfor part in range(6):\n    inside += 1\nafter += 1\nprint(inside, after)  # 6 1",
    ),
    "unweighted-batch-mean": Example(
        "The mean of two means is not the mean of all numbers, unless both stand for equally many.",
        "three, one = torch.tensor([4.0, 4.0, 4.0]), torch.tensor([0.0])\n"
        "print(((three.mean() + one.mean()) / 2).item())  # 2.0\nprint(torch.cat([three, one]).mean().item())  # 3.0",
    ),
    "last-batch-only": Example(
        "A name that each round assigns again holds, after the loop, what the last round gave it.",
        "for weight in [9.0, 6.0, 4.0]:\n    kept = weight\nprint(kept)  # 4.0",
    ),
    "argmax-over-rows": Example(
        "In a table, dimension 0 runs down a column, and dimension 1 runs along a row.",
        "table = torch.tensor([[9.0, 4.0, 6.0], [0.0, 8.0, 4.0]])\nprint(table.argmax(dim=0).tolist())  # [0, 1, 0]\n"
        "print(table.argmax(dim=1).tolist())  # [0, 1]",
    ),
    "graph-kept": Example(
        "A number that was computed from parameters remembers how, unless PyTorch was told not to keep it.",
        "layer = nn.Linear(4, 1)\nprint(layer(torch.ones(4)).requires_grad)  # True\n"
        "with torch.no_grad(): print(layer(torch.ones(4)).requires_grad)  # False",
    ),
    "eval-mode-left-on": Example(
        "A mode stays as it is until somebody changes it. A Dropout layer in eval mode does nothing.",
        "layer = nn.Dropout(0.9)\nlayer.eval()\nprint(layer.training, int(layer(torch.ones(64)).sum()))  # False 64",
    ),
    "classes-hard-coded": Example(
        "The number of different values can be counted, so that no line has to know it beforehand.",
        "kinds = torch.tensor([0, 4, 1, 4, 2, 3, 6, 0])\nprint(len(kinds.unique()))  # 6",
    ),
}  # fmt: skip
