"""The catalogue of mistakes: for each code what it means, where to look, and the section that explains it.

A judge says `found("missing-zero-grad", "the facts, with numbers")`; the hint comes from here. Hints say where to look,
never the line to write.
"""

from __future__ import annotations

from typing import NamedTuple

from grader.core.verdict import Finding


class Mistake(NamedTuple):
    """`means`: one line for tables and reports. `hint`: where to look. `section`: a heading of every lesson."""

    means: str
    hint: str
    section: str


def found(code: str, message: str, cost: float | None = None) -> Finding:
    """Return the finding of `code` with this `message`. Raises KeyError for a code that the catalogue lacks."""
    return Finding(code, message, CATALOGUE[code].hint, cost)


CATALOGUE: dict[str, Mistake] = {
    "not-attempted": Mistake(
        "the exercise is as it was handed out",
        "Replace the `...` in the cell above, run that cell, then run this one again.",
        "Data",
    ),
    "missing-name": Mistake(
        "a name that the exercise asks for does not exist",
        "Run the cell that defines it. If it ran, compare the name letter by letter: Python tells upper from lower "
        "case. "
        "A cell that stops with an error defines nothing after the line that failed.",
        "Data",
    ),
    "wrong-type": Mistake(
        "the name stands for another kind of thing than was asked for",
        "Print `type(...)` of it. Was the name used again for something else further down?",
        "Data",
    ),
    "wrong-shape": Mistake(
        "a tensor's shape is not the one that was asked for",
        "Print its `.shape`. One row per example, one column per feature: three examples of one feature are (3, 1).",
        "Data",
    ),
    "wrong-dtype": Mistake(
        "a tensor's number type is not float32",
        "Print its `.dtype`. Whole numbers without a decimal point become int64, and numbers from NumPy float64.",
        "Data",
    ),
    "wrong-values": Mistake(
        "the numbers differ from what was asked for",
        "Print both, what you have and what the exercise says, and compare them one by one.",
        "Data",
    ),
    "wrong-module": Mistake(
        "the network is not built from the layers that were asked for",
        "Print the network: each line is a layer with its sizes. Then follow one input through them with pencil and "
        "paper.",
        "Model",
    ),
    "sigmoid-missing": Mistake(
        "the outputs are not probabilities, since no sigmoid ends the network",
        "Look at the last layer. What range can its outputs have, and what range does a probability have?",
        "Model",
    ),
    "sigmoid-twice": Mistake(
        "a sigmoid is applied to what is a probability already",
        "One place only may turn numbers into probabilities: the network's last layer or the loss. Which losses do "
        "it themselves?",
        "Criterion",
    ),
    "wrong-criterion": Mistake(
        "the criterion is another loss",
        "Give it one prediction and one target and work the loss out by hand: which formula gives the number you see?",
        "Criterion",
    ),
    "softmax-in-model": Mistake(
        "a softmax is applied before a loss that applies a softmax itself",
        "Which loss of the table takes scores, and which of your layers turns scores into probabilities? Only one of "
        "the two may do it.",
        "Criterion",
    ),
    "nll-on-logits": Mistake(
        "`NLLLoss` gets numbers that are not logarithms of probabilities",
        "Print the loss of a few rows: can it fall without end? Look up what `NLLLoss` expects, and which loss takes "
        "scores as they are.",
        "Criterion",
    ),
    "wrong-reduction": Mistake(
        "the errors are averaged where they should be summed, or the other way round",
        "Look up the `reduction` argument of the loss, and which of its values is the default.",
        "Criterion",
    ),
    "wrong-optimizer": Mistake(
        "another optimizer than the one asked for",
        "Print the optimizer: its first line says which one it is.",
        "Optimizer",
    ),
    "wrong-learning-rate": Mistake(
        "the learning rate is not the one asked for",
        "Print the optimizer and read its `lr`. Each optimizer has a default of its own.",
        "Optimizer",
    ),
    "optimizer-other-model": Mistake(
        "the optimizer holds other parameters than this network's",
        "An optimizer changes exactly the parameters it was given. If the network was made anew after the optimizer, "
        "the optimizer still holds the old one's.",
        "Optimizer",
    ),
    "missing-zero-grad": Mistake(
        "gradients are never zeroed, so each step uses the sum of all earlier ones",
        "`backward()` adds to the gradients that are there. Which call of the loop empties them, and is it in yours?",
        "Training loop",
    ),
    "no-backward": Mistake(
        "the loss is never sent backward, so there are no gradients",
        "Look at the five stages of the loop. Which of them fills `.grad`?",
        "Training loop",
    ),
    "no-step": Mistake(
        "no optimizer ever moved the network's parameters",
        "Look at the five stages of the loop. Which of them changes the parameters, and do its parentheses call it?",
        "Training loop",
    ),
    "step-before-backward": Mistake(
        "the step is taken before the gradients of this epoch exist",
        "Write down, line by line, when `.grad` is filled and when it is used.",
        "Training loop",
    ),
    "zeroed-before-step": Mistake(
        "the gradients are emptied between the backward pass and the step",
        "Write down, line by line, what `.grad` holds. What is in it at the moment of the step?",
        "Training loop",
    ),
    "broadcast-target": Mistake(
        "predictions and targets have different shapes and were spread against each other",
        "Print the shapes of the prediction and of the target. Shapes (3, 1) and (3,) pair every prediction with "
        "every target.",
        "Criterion",
    ),
    "backward-twice": Mistake(
        "a loss is sent backward more than once, so that its gradient counts more than once",
        "`backward()` adds the gradients of whatever the loss was computed from. Which losses are in the one that you "
        "send, and how often is each sent?",
        "Training loop",
    ),
    "rows-left-out": Mistake(
        "some rows of the data took part in no update",
        "List, for one epoch, the rows that each step's loss is about. Which slice, index or inner loop decides it?",
        "Training loop",
    ),
    "optimizer-made-anew": Mistake(
        "each step or epoch has a new optimizer, which remembers nothing of the steps before",
        "Many optimizers keep running averages of the gradients. How often does your program make one?",
        "Optimizer",
    ),
    "eval-mode-in-training": Mistake(
        "the network was trained in eval mode, where train mode was asked for",
        "Print the network's `training` inside the loop. Which call sets the mode, and which came last before it?",
        "Training loop",
    ),
    "detached-loss": Mistake(
        "the loss was cut from the graph that leads to the parameters",
        "A number, `.item()`, `.detach()` or a new tensor made from a loss has forgotten how it was computed.",
        "Training loop",
    ),
    "learning-rate-too-high": Mistake(
        "the steps overshoot, and the loss grows instead of falling",
        "Print the loss of the first ten epochs. If it grows, try a learning rate ten times smaller.",
        "Optimizer",
    ),
    "learning-rate-too-low": Mistake(
        "the steps are too small to get there in this many epochs",
        "Print the loss every tenth epoch. If it falls evenly but slowly, try a larger learning rate.",
        "Optimizer",
    ),
    "too-few-epochs": Mistake(
        "the loop stopped before the number of epochs that was asked for",
        "Count the loop's rounds and its lines: what does `range` give, does anything leave the loop early, and which "
        "lines does the indentation put inside?",
        "Training loop",
    ),
    "loss-too-high": Mistake(
        "after training the loss is above the threshold",
        "Plot the losses. Still falling: train longer. Flat: look at the data, the model and the criterion once more.",
        "Training loop",
    ),
    "model-not-fresh": Mistake(
        "the run continues an earlier one instead of starting from a new network",
        "Make the network and its optimizer in the same cell as the loop, so that running the cell starts anew.",
        "Training loop",
    ),
    "trained-a-copy": Mistake(
        "a copy of the network was trained, the network itself was not",
        "Which object do the optimizer's parameters belong to, and which one did you check? Look for `deepcopy` or "
        "a second call of the class.",
        "Training loop",
    ),
    "dead-network": Mistake(
        "every hidden unit gives 0 for every row, so no gradient can change anything",
        "This is bad luck in the starting weights, not an error in your code: make a new network and optimizer, and "
        "train again.",
        "Model",
    ),
    "losses-missing": Mistake(
        "the losses were not recorded for every epoch",
        "The list starts empty before the loop and grows by one number in each epoch.",
        "Training loop",
    ),
    "losses-not-floats": Mistake(
        "the list of losses holds something else than plain numbers",
        "Losses are easiest to print, compare and plot as plain numbers. A loss tensor also carries the graph that it "
        "was computed with. Which method of a one-element tensor gives the bare number?",
        "Training loop",
    ),
    "losses-not-recorded": Mistake(
        "the list of losses is not what this training run produced",
        "Record the loss inside the loop, in the epoch that computed it.",
        "Training loop",
    ),
    "hard-coded": Mistake(
        "values that no training or computation produced",
        "Compute the values from the network or the data, so that they change when those change.",
        "Training loop",
    ),
    "not-converged": Mistake(
        "the parameters are not yet where training would bring them",
        "Print the loss now and then. Still falling: more epochs, or a learning rate that suits the data.",
        "Training loop",
    ),
    "unknown-code": Mistake(
        "the text is no code of the catalogue",
        "Copy the code from the table of codes, letter by letter, with its hyphens.",
        "Model",
    ),
    "wrong-diagnosis": Mistake(
        "the code names another mistake than the one whose symptoms show",
        "Ask of each code what you would see if it were the cause, and look whether you see it.",
        "Model",
    ),
    "raised-an-error": Mistake(
        "the code stopped with an error",
        "Call your function yourself in a new cell and read the last line of the error first.",
        "Training loop",
    ),
    "timed-out": Mistake(
        "the code ran longer than the time allowed",
        "Does a loop end? Try it with ten epochs and time it, then work out how long all of them take.",
        "Training loop",
    ),
    "kernel-died": Mistake(
        "the Python process ended before the cell was done",
        "Restart the kernel and run all cells. Too much memory, or a call that ends the process, are the usual causes.",
        "Training loop",
    ),
    "cell-missing": Mistake(
        "the graded cell, or what it should have reported, is not in the submission",
        "Start from a fresh copy of the notebook and paste your answers into it; leave the check cells as they are.",
        "Training loop",
    ),
    "check-failed": Mistake(
        "the check itself stopped with an error, so the exercise is not graded",
        "Nothing is wrong with your answer as far as anybody knows. Carry on with the next exercise, and tell your "
        "instructor, who sees the error of the check too.",
        "Data",
    ),
    "evidence-malformed": Mistake(
        "what the check reported contradicts itself, or cannot be read",
        "A check reports what it finds by itself. Restart the kernel, run all cells, and look for code that replaces "
        "a part of torch, of the checks or of the notebook.",
        "Training loop",
    ),
    "leaked-validation": Mistake(
        "validation rows took part where only training rows may, or the other way round",
        "Follow one validation row through your code: which lines see it? It may be measured, but nothing may be "
        "fitted, scaled or trained with it.",
        "Data",
    ),
    "other-variant": Mistake(
        "the data are another student's, and not those that were drawn for this one",
        "Compare the first rows with those that the locked cell of your own notebook prints: everybody's differ. Take "
        "rows from there only, and train on these.",
        "Data",
    ),
    "mixed-rows": Mistake(
        "the answer for one row depends on the rows beside it",
        "Call it on one row alone and on the same row among others. Look for a mean, a spread or a softmax that is "
        "taken over the rows of whatever comes in.",
        "Model",
    ),
    "train-mode-left-on": Mistake(
        "the network was used in train mode, in which some layers act at random or by batch",
        "Which layers act differently in the two modes? Look up how the mode is changed, and when yours was changed "
        "last.",
        "Training loop",
    ),
    "constant-prediction": Mistake(
        "every row gets the same answer",
        "Print the network's outputs for a few rows before they are turned into answers. On which side of your limit "
        "do they lie?",
        "Model",
    ),
    "overfitted": Mistake(
        "right far more often on rows that were trained on than on new ones",
        "Compare the two curves: where does the validation loss turn upward? A smaller network, an earlier stop or "
        "weight decay remember less.",
        "Training loop",
    ),
    "accuracy-too-low": Mistake(
        "too few answers for new rows are right",
        "Compare with the accuracy on your validation rows. Much the same: the network is too small, unscaled or not "
        "trained for long enough. Much better there: look at how predictions are made.",
        "Model",
    ),
    "scale-differs": Mistake(
        "the network is handed numbers on another scale than those it was trained on",
        "Print the largest number of each column: of what the network was trained on, and of what it is handed now.",
        "Data",
    ),
    "not-best-state": Mistake(
        "the network does not hold the parameters of the epoch with the lowest validation loss",
        "A `state_dict` holds the network's own tensors, which go on changing: what has to happen to them so that it "
        "keeps what they were, and how do they come back?",
        "Training loop",
    ),
    "state-not-saved": Mistake(
        "the file does not hold the network's state",
        "A `state_dict` maps names to tensors. Print the keys of what you saved; does the file exist where you look "
        "for it?",
        "Model",
    ),
}
