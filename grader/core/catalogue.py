"""The catalogue of mistakes: for each code a title, what it means, where to look, and the section that explains it.

A judge says `found("missing-zero-grad", "The facts, with the learner's own names and numbers.")`. Title and hint come
from here, unless the finding brings a hint of its own. Hints say where to look, never the line to write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from grader.core.finding import Finding

if TYPE_CHECKING:
    from grader.core.examples import Example


class Mistake(NamedTuple):
    """What the catalogue says about a code.

    `title`: what happened, in plain words; it is shown first. `means`: the same more exactly, for tables and reports.
    Neither has a full stop. `hint`: where to look. `section`: a heading of every lesson.
    """

    title: str
    means: str
    hint: str
    section: str


def found(
    code: str, message: str, cost: float | None = None, hint: str | None = None, example: Example | None = None
) -> Finding:
    """Return the finding of `code` with this `message`. Raises KeyError if the catalogue does not have the code.

    `hint` and `example` replace those of the catalogue, if this finding can say it more precisely.
    """
    return Finding(code, message, CATALOGUE[code].hint if hint is None else hint, cost, example=example)


# Hints for code of the learner's that a check calls, by what it calls. They fit every error of such a call.
CALL_IT = {
    what: f"Call {how} in a new cell, and read the last line of the error first."
    for what, how in {
        "criterion": "the criterion on two small tensors",
        "network": "the network on the data",
        "class": "the class without arguments",
    }.items()
}


def is_general(finding: Finding) -> bool:
    """Tell whether the hint of a finding would be the same for other errors: an explanation of the error says more."""
    return finding.hint == CATALOGUE[finding.code].hint or finding.hint in CALL_IT.values()


def title_of(code: str) -> str:
    """Return the title of a code, "" if the catalogue does not have it: an older grader may have had other codes."""
    return CATALOGUE[code].title if code in CATALOGUE else ""


CATALOGUE: dict[str, Mistake] = {
    "not-attempted": Mistake(
        "This exercise is waiting for your code",
        "the exercise is as it was handed out",
        "Write your own code in the cell above in place of the `...`, run that cell, and then run this one again.",
        "Data",
    ),
    "missing-name": Mistake(
        "A name does not exist yet",
        "a name that the exercise asks for does not exist",
        "Run the cell that defines the name. If you have run it, compare the spelling letter by letter: Python tells "
        "upper case from lower case.",
        "Data",
    ),
    "wrong-type": Mistake(
        "This is not the kind of object the exercise asks for",
        "an object is of a different kind from the one that the exercise asks for",
        "Print `type(...)` of it. Which line made it, and does a later line use its name for something else?",
        "Data",
    ),
    "wrong-shape": Mistake(
        "A tensor has the wrong shape",
        "a tensor's shape is not the one that the exercise asks for",
        "Print its `.shape`. A table of data has one row for each example and one column for each feature, so three "
        "examples with one feature have the shape (3, 1).",
        "Data",
    ),
    "wrong-dtype": Mistake(
        "A tensor holds the wrong type of number",
        "a tensor's number type is not float32",
        "Print its `.dtype`. PyTorch stores whole numbers without a decimal point as int64. Numbers that come from "
        "NumPy are often float64, and Python's own `float`, as in `dtype=float`, means float64 too.",
        "Data",
    ),
    "wrong-values": Mistake(
        "Some numbers differ from the expected ones",
        "the numbers differ from those that the exercise asks for",
        "Print your numbers and those that the exercise gives, and compare them one by one.",
        "Data",
    ),
    "wrong-module": Mistake(
        "The network is built differently from the exercise",
        "the network is not built from the layers that the exercise asks for",
        "Print the network: each line of the output is one layer with its sizes. Then follow one input through the "
        "layers with pencil and paper.",
        "Model",
    ),
    "sigmoid-missing": Mistake(
        "The outputs are not probabilities",
        "the network does not end with a sigmoid, so its outputs are not probabilities",
        "Look at the last layer. Which numbers can it give, and which numbers can be probabilities?",
        "Model",
    ),
    "sigmoid-twice": Mistake(
        "A sigmoid is applied twice",
        "a sigmoid is applied to numbers that are probabilities already",
        "Only one place may turn scores into probabilities: the last layer of the network, or the loss. Which losses "
        "do it by themselves?",
        "Criterion",
    ),
    "wrong-criterion": Mistake(
        "This is a different loss from the expected one",
        "the criterion computes a different loss from the one that the exercise asks for",
        "Give the criterion one prediction and one target, and work out the loss by hand. Which formula gives the "
        "number that you see?",
        "Criterion",
    ),
    "softmax-in-model": Mistake(
        "A softmax is applied twice",
        "the network ends with a softmax, and its loss applies a softmax itself",
        "Which loss in the lesson's table takes scores (logits), and which of your layers turns scores into "
        "probabilities? Only one of the two may do it.",
        "Criterion",
    ),
    "nll-on-logits": Mistake(
        "`NLLLoss` gets scores, but needs log-probabilities",
        "`NLLLoss` gets numbers that are not logarithms of probabilities",
        "Print the loss of a few rows. Can it fall further and further below 0? Look up what `NLLLoss` expects, and "
        "which loss takes scores as they are.",
        "Criterion",
    ),
    "wrong-reduction": Mistake(
        "The errors are added up or averaged wrongly",
        "the errors are averaged although they should be summed, or the other way round",
        "Look up the argument `reduction` of the loss. Which values can it have, and which of them is the default?",
        "Criterion",
    ),
    "wrong-optimizer": Mistake(
        "This is a different optimizer from the expected one",
        "the optimizer is a different one from the one that the exercise asks for",
        "Print the optimizer. The output begins with the name of its class.",
        "Optimizer",
    ),
    "wrong-learning-rate": Mistake(
        "The learning rate is not the expected one",
        "the learning rate is not the one that the exercise asks for",
        "Print the optimizer and read its `lr`. If you give it no learning rate, it uses a default of its own.",
        "Optimizer",
    ),
    "optimizer-other-model": Mistake(
        "The optimizer works on a different network",
        "the optimizer holds different parameters from those of this network",
        "An optimizer changes only the parameters that you gave it. If you re-create the network after the "
        "optimizer, the optimizer still holds the parameters of the old network.",
        "Optimizer",
    ),
    "missing-zero-grad": Mistake(
        "Your gradients pile up",
        "the gradients are never cleared, so each step uses the sum of all earlier ones",
        "`backward()` adds to the gradients that are already in `.grad`. Which call clears them, and does your loop "
        "make that call in every round, with its parentheses?",
        "Training loop",
    ),
    "no-backward": Mistake(
        "There was no backward pass",
        "the loss is never sent backward, so there are no gradients",
        "Look at the five steps of the loop. Which of them fills `.grad`? Is it in your loop, and do parentheses "
        "call it?",
        "Training loop",
    ),
    "no-step": Mistake(
        "No step changed the parameters",
        "no step of an optimizer ever changed the network's parameters",
        "Look at the five steps of the loop. Which of them changes the parameters? Is it in your loop, and do "
        "parentheses call it?",
        "Training loop",
    ),
    "step-before-backward": Mistake(
        "The step comes before the backward pass",
        "the optimizer takes its step before the gradients of this epoch exist",
        "Write down, line by line, when `.grad` is filled and when the optimizer uses it.",
        "Training loop",
    ),
    "zeroed-before-step": Mistake(
        "The gradients are cleared before they are used",
        "the gradients are cleared between the backward pass and the step",
        "Write down, line by line, what `.grad` holds. What is in it when the optimizer takes its step?",
        "Training loop",
    ),
    "broadcast-target": Mistake(
        "Predictions and targets have different shapes",
        "predictions and targets have different shapes and were broadcast",
        "Print the shapes of the prediction and of the target. They should be the same. With the shapes (3, 1) and "
        "(3,), for example, PyTorch compares every prediction with every target.",
        "Criterion",
    ),
    "backward-twice": Mistake(
        "A loss is sent backward more than once",
        "a loss is sent backward more than once, so its gradient counts more than once",
        "`backward()` adds the gradients of every loss that went into the one that you call it on. Which losses are "
        "these, and how often is each of them sent backward?",
        "Training loop",
    ),
    "rows-left-out": Mistake(
        "Some rows are never used",
        "some rows of the data took part in no update",
        "For one epoch, list the rows that the loss of each step is computed from. Which slice, index or inner loop "
        "chooses them?",
        "Training loop",
    ),
    "optimizer-made-anew": Mistake(
        "The optimizer is re-created again and again",
        "each step or epoch has a new optimizer, which remembers nothing of the steps before",
        "Many optimizers keep running averages of the gradients, and a new optimizer starts without them. How often "
        "does your program create one?",
        "Optimizer",
    ),
    "eval-mode-in-training": Mistake(
        "The network was trained in eval mode",
        "the network was trained in eval mode, but the exercise asks for train mode",
        "Print the network's `training` inside the loop. Which call sets the mode, and which of these calls came last?",
        "Training loop",
    ),
    "detached-loss": Mistake(
        "The loss is cut off from the network",
        "the loss is cut off from the graph that leads to the parameters",
        "A loss remembers how it was computed, and `backward()` needs that memory. A number from `.item()`, the "
        "result of `.detach()` and a new tensor made from a loss have lost it.",
        "Training loop",
    ),
    "one-sided-difference": Mistake(
        "The slope is measured to one side only",
        "the slope comes from values on one side of the place, not from both sides",
        "Draw a curve and a line through two of its points. Where do the two points have to be, so that the line has "
        "the slope of the curve at `w`?",
        "Training loop",
    ),
    "step-too-small": Mistake(
        "The step is so small that rounding swallows it",
        "two values are so close to each other that rounding swallows their difference",
        "A float keeps some 16 digits. Print the two values that you subtract: how many of their digits differ?",
        "Training loop",
    ),
    "factors-not-swapped": Mistake(
        "Each factor got its own number as its slope",
        "the local slopes of a product are the factors themselves, not the other factors",
        "Hold one factor fixed and let the other one grow by 1. By how much does the product grow, and which of the "
        "two numbers is that?",
        "Model",
    ),
    "gradient-overwritten": Mistake(
        "A new slope replaces the one that was there",
        "a slope is set where it should be added to what is there",
        "A number that is used twice gets two slopes, one for each use. What has to happen to the first one when the "
        "second one comes?",
        "Training loop",
    ),
    "order-wrong": Mistake(
        "The slopes travel in the wrong order",
        "a node hands its slope on before the slope is complete",
        "Write the order in which your `backward()` visits the nodes beside the drawing of the graph. Does each node "
        "come after every node that uses it?",
        "Training loop",
    ),
    "first-slope-not-1": Mistake(
        "The backward pass does not begin with the slope 1",
        "the slope of the output itself is not 1 when the backward pass begins",
        "By how much does a number grow if it grows by 1 itself? That is the slope with which the last node begins.",
        "Training loop",
    ),
    "visited-twice": Mistake(
        "A node hands its slope on more than once",
        "a node hands its slope on more than once in one backward pass",
        "Let `propagate` print its node, and run `backward()` on a graph in which a result is used twice. Which lines "
        "come twice?",
        "Training loop",
    ),
    "autograd-used": Mistake(
        "PyTorch works out these slopes, not your own code",
        "the slopes come from PyTorch's autograd, but the exercise asks for the learner's own",
        "Which line calls `backward` or `grad` of PyTorch? The class needs nothing but plain numbers.",
        "Model",
    ),
    "update-recorded": Mistake(
        "The update is recorded as a part of the computation",
        "an update of a parameter is recorded in the graph, or refused because it would be",
        "An update is not a part of the model, so the next backward pass must not go through it. Where do your lines "
        "say that this computation is not to be recorded?",
        "Optimizer",
    ),
    "leaf-lost": Mistake(
        "A parameter is replaced by the result of a computation",
        "after an update the name of a parameter stands for a new tensor, which gets no gradients",
        "Print `is_leaf`, `requires_grad` and `grad` of the parameter after the first update. Which line puts another "
        "object under its name?",
        "Optimizer",
    ),
    "graph-freed": Mistake(
        "The same graph is sent backward a second time",
        "a graph is sent backward again after the first backward pass has freed it",
        "Which two calls of `backward()` share a part of the graph? Do both of them have to be there?",
        "Training loop",
    ),
    "learning-rate-too-high": Mistake(
        "The steps are too large",
        "the steps overshoot, and the loss grows instead of falling",
        "Print the loss of the first ten epochs. If it grows, try a learning rate that is ten times smaller.",
        "Optimizer",
    ),
    "learning-rate-too-low": Mistake(
        "The steps are too small",
        "the steps are too small to get there in this many epochs",
        "Print the loss of every tenth epoch. If it falls evenly but slowly, try a larger learning rate.",
        "Optimizer",
    ),
    "too-few-epochs": Mistake(
        "The loop made too few steps",
        "the loop stopped before the number of epochs that the exercise asks for",
        "Count the rounds of your loop. How many numbers does `range` give? Does anything leave the loop early? "
        "Which lines are indented, so that they are repeated?",
        "Training loop",
    ),
    "loss-too-high": Mistake(
        "The loss is still too high after training",
        "after training the loss is above the threshold",
        "Plot the losses. If they are still falling, train for longer. If the curve is flat, look at the data, the "
        "model and the criterion once more.",
        "Training loop",
    ),
    "model-not-fresh": Mistake(
        "This run started from a trained network",
        "the run continues an earlier one instead of starting from a new network",
        "Create the network and its optimizer right before the loop, in the same cell or function. Then every run "
        "starts over.",
        "Training loop",
    ),
    "trained-a-copy": Mistake(
        "A copy was trained, and the network itself was not",
        "a copy of the network was trained, and the network itself was not",
        "Which object do the optimizer's parameters belong to, and which object does the check look at? Look for "
        "`deepcopy`, for a second call of the class, or for a function that makes a new network.",
        "Training loop",
    ),
    "dead-network": Mistake(
        "Every hidden unit gives 0",
        "every hidden unit gives 0 for every row, so no gradient can change anything",
        "Create a new network and a new optimizer, and train again. This is bad luck in the initial weights and not a "
        "mistake in your code.",
        "Model",
    ),
    "losses-missing": Mistake(
        "The list does not have a loss for every epoch",
        "the losses were not recorded for every epoch",
        "The list is empty before the loop. Inside the loop, it has to grow by one number in each epoch.",
        "Training loop",
    ),
    "losses-not-floats": Mistake(
        "The losses are not plain numbers",
        "the list of losses holds something different from plain numbers",
        "Plain numbers are the easiest to print, compare and plot. A loss tensor also keeps the whole computation that "
        "it came from in memory. Which method of a tensor with one element gives you the plain number?",
        "Training loop",
    ),
    "losses-not-recorded": Mistake(
        "These losses do not belong to this training run",
        "the list of losses is not what this training run produced",
        "Record the loss inside the loop, in the epoch that computed it, and do not change the number.",
        "Training loop",
    ),
    "hard-coded": Mistake(
        "These values were not trained or computed",
        "the values do not come from training or from a computation",
        "Compute the values from the network or from the data that your code gets. Then they change when those change.",
        "Training loop",
    ),
    "not-converged": Mistake(
        "Training has not reached its goal yet",
        "the parameters are not yet where training would bring them",
        "Print the loss from time to time. If it is still falling, train for more epochs, or choose a learning rate "
        "that suits the data.",
        "Training loop",
    ),
    "unknown-code": Mistake(
        "This is not a code from the table",
        "the text is not a code of the catalogue",
        "Copy the code from the table of codes, letter by letter, with its hyphens.",
        "Model",
    ),
    "wrong-diagnosis": Mistake(
        "The symptoms belong to a different mistake",
        "the symptoms belong to a different mistake from the one that the code names",
        "For each code, ask yourself what you would see if it were the cause. Then check whether you see it here.",
        "Model",
    ),
    "raised-an-error": Mistake(
        "Your code stopped with an error",
        "the code stopped with an error",
        "Read what the error says first, then look at the line that stopped. Print what goes into that line. If the "
        "line is inside a function, call the function yourself in a new cell.",
        "Training loop",
    ),
    "timed-out": Mistake(
        "Your code ran for too long",
        "the code ran longer than the time allowed",
        "Does every loop end? Measure the time that ten epochs take, and work out how long all of them would take.",
        "Training loop",
    ),
    "kernel-died": Mistake(
        "Python ended before the cell was done",
        "the Python process ended before the cell was done",
        "Restart the kernel and run all cells. The usual causes are too much memory, or a call that ends the process.",
        "Training loop",
    ),
    "cell-missing": Mistake(
        "Something is missing from the notebook",
        "the graded cell, or what it should have reported, is not in the submission",
        "Start from a fresh copy of the notebook and paste your answers into it. Leave the check cells as they are.",
        "Training loop",
    ),
    "check-failed": Mistake(
        "The check itself stopped with an error",
        "the check itself stopped with an error, so the exercise is not graded",
        "Carry on with the next exercise, and tell your instructor, who sees the error of the check too. As far as "
        "anybody knows, nothing is wrong with your answer.",
        "Data",
    ),
    "evidence-malformed": Mistake(
        "The check's own report makes no sense",
        "what the check reported contradicts itself, or cannot be read",
        "Restart the kernel and run all cells. If this happens again, look for code that replaces something in "
        "PyTorch, in the checks or in the notebook. A check writes its report by itself.",
        "Training loop",
    ),
    "leaked-validation": Mistake(
        "Training and validation rows are mixed up",
        "validation rows took part although only training rows may, or the other way round",
        "Follow one validation row through your code. Which lines see it? You may measure with it, but you may not "
        "fit, scale or train anything with it.",
        "Data",
    ),
    "other-variant": Mistake(
        "These are not the data that were drawn for you",
        "the data are those of another student",
        "Every student gets different data. Compare your first rows with those that the locked cell of your own "
        "notebook prints. Take rows only from there, and train on these.",
        "Data",
    ),
    "mixed-rows": Mistake(
        "The answer for one row depends on the other rows",
        "the answer for one row depends on the rows beside it",
        "Call your function on one row alone, and then on the same row among others. Look for a mean, a standard "
        "deviation or a softmax that is computed over the rows that come in.",
        "Model",
    ),
    "train-mode-left-on": Mistake(
        "The network is still in train mode",
        "the network was used in train mode, in which some layers act at random or by batch",
        "Which layers act differently in the two modes? Look up how to change the mode, and where your code changed "
        "it last.",
        "Training loop",
    ),
    "constant-prediction": Mistake(
        "Every row gets the same answer",
        "every row gets the same answer",
        "Print the network's outputs for a few rows before you turn them into answers. On which side of your limit "
        "are they?",
        "Model",
    ),
    "overfitted": Mistake(
        "The network knows its training rows by heart",
        "the answers are right far more often for training rows than for new ones",
        "Compare the two curves. Where does the validation loss begin to rise? A smaller network, an earlier stop or "
        "weight decay makes it harder to learn rows by heart.",
        "Training loop",
    ),
    "accuracy-too-low": Mistake(
        "Too many answers for new rows are wrong",
        "too few answers for new rows are right",
        "Compare with the accuracy on your validation rows. If it is about the same, the network may be too small, its "
        "inputs not scaled, or the training too short. If it is much better there, look at how you make predictions.",
        "Model",
    ),
    "scale-differs": Mistake(
        "The network gets numbers on a different scale",
        "the network gets numbers on a different scale from those that it was trained on",
        "Print the largest number of each column, first of the data that the network was trained on, then of the data "
        "that it gets now.",
        "Data",
    ),
    "not-best-state": Mistake(
        "These are not the parameters of the best epoch",
        "the network does not hold the parameters of the epoch with the lowest validation loss",
        "A `state_dict` holds the network's own tensors, which keep changing while you train. What must you do with "
        "them so that they keep their values, and how do you put these back?",
        "Training loop",
    ),
    "state-not-saved": Mistake(
        "The file does not hold the network's state",
        "the file does not hold the network's state",
        "A `state_dict` maps names to tensors. Print the keys of what you saved. Does the file exist in the place "
        "where you look for it?",
        "Model",
    ),
    "label-not-index": Mistake(
        "A label is not the number of a class",
        "labels are not class indices, which are single whole numbers of type int64",
        "Print one label with its `.dtype` and its `.shape`. Look up what `CrossEntropyLoss` expects as the target "
        "of one "
        "row.",
        "Data",
    ),
    "not-shuffled": Mistake(
        "The training rows always come in the same order",
        "the loader of the training rows does not shuffle them",
        "Print the first labels of the first batch in two epochs. Look up which argument of a loader mixes the rows.",
        "Data",
    ),
    "shuffled-once": Mistake(
        "The rows were shuffled only once",
        "the rows were shuffled once, so that each epoch has the same batches",
        "Print the first labels of the first batch in two epochs. Which line mixes the rows, and how often does it "
        "run?",
        "Data",
    ),
    "last-batch-dropped": Mistake(
        "The last, smaller batch is left out",
        "a loader drops the last batch of each epoch, which is smaller than the others",
        "Add up the sizes of all batches of one epoch, and compare the sum with the number of rows. Which argument "
        "of a "
        "loader drops rows?",
        "Data",
    ),
    "batch-redrawn": Mistake(
        "Each step used a different batch",
        "a new batch was drawn in each step, although one batch was to be learned",
        "Print the labels that the loss gets in the first three steps. Are they the same? Where does each step get its "
        "rows from?",
        "Training loop",
    ),
    "one-step-per-epoch": Mistake(
        "Not every batch makes a step of its own",
        "the optimizer takes fewer steps than there are batches",
        "Count how often each line runs in one epoch. Which lines does the indentation put inside the loop over the "
        "batches?",
        "Training loop",
    ),
    "unweighted-batch-mean": Mistake(
        "A small batch counts as much as a large one",
        "the mean was taken over the batches, although they have different numbers of rows",
        "Work it out by hand for two batches, one of 3 rows and one of 1 row. How often does the loss of each row "
        "count?",
        "Training loop",
    ),
    "last-batch-only": Mistake(
        "Only the last batch counts",
        "a number stands for the last batch alone, and not for the whole epoch",
        "Print the number inside the loop over the batches, and after the loop. Which lines carry something over "
        "from one "
        "batch to the next?",
        "Training loop",
    ),
    "argmax-over-rows": Mistake(
        "The highest score is looked for in the wrong direction",
        "the highest score was looked for among the rows instead of among the classes",
        "Print the shape of the scores and that of the answers. There is one answer for each row. Along which "
        "dimension "
        "are the scores of one row?",
        "Training loop",
    ),
    "graph-kept": Mistake(
        "Measuring keeps notes for a backward pass",
        "a network was measured without `no_grad`, so that PyTorch kept a graph for each batch",
        "Print `requires_grad` of the scores. Look up how to tell PyTorch that no backward pass will follow.",
        "Training loop",
    ),
    "eval-mode-left-on": Mistake(
        "The network stays in eval mode",
        "a function left a network in eval mode, although it had been in train mode",
        "Print `model.training` before and after the call. Who calls your function, and in which mode does the network "
        "go on?",
        "Training loop",
    ),
    "classes-hard-coded": Mistake(
        "The number of classes is fixed",
        "a network has the same number of outputs, however many classes there are",
        "Which numbers in your function belong to the ten digits? Print the labels that it gets: how many different "
        "ones "
        "are there?",
        "Model",
    ),
}
