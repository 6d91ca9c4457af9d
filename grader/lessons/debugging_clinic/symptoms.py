"""What can be seen of each patient of lesson 3, and what each code would look like.

The numbers are those that the notebook prints; tests run the patients and compare.
"""

from __future__ import annotations

from grader.judges.functions.diagnosis import Case, Predicted, Seen

# The codes that can ail a training function, in the order of the five headings: the learner's table.
CHOICES = (
    "dead-network",
    "broadcast-target", "wrong-criterion", "wrong-reduction",
    "learning-rate-too-high", "learning-rate-too-low", "optimizer-other-model",
    "missing-zero-grad", "no-backward", "no-step", "step-before-backward", "zeroed-before-step", "detached-loss",
    "too-few-epochs", "model-not-fresh", "trained-a-copy",
    "losses-missing", "losses-not-floats", "losses-not-recorded",
)  # fmt: skip

# If two codes of the table can both be defended, both are right.
RIGHT: tuple[tuple[str, ...], ...] = (
    ("broadcast-target",),
    ("detached-loss",),
    ("learning-rate-too-high",),
    ("model-not-fresh",),
    ("losses-not-floats",),
    ("trained-a-copy", "optimizer-other-model"),
)

# The parts of the loop in their right order, the same for all six patients.
HEALTHY: Case = {
    "shapes": Seen("same", "predictions and targets both have shape (8, 1), and nothing warns"),
    "criterion": Seen("mean squares", "the criterion is `nn.MSELoss()`, as in the healthy function"),
    "layers": Seen("none hidden", "the network is a single `nn.Linear`, without a hidden layer"),
    "optimizer": Seen("SGD", "the optimizer is `optim.SGD`, as in the healthy function"),
    "zeroing": Seen("each epoch", "`optimizer.zero_grad()` runs in every epoch"),
    "backward": Seen("each epoch", "`loss.backward()` runs in every epoch"),
    "step": Seen("each epoch", "`optimizer.step()` runs in every epoch"),
    "order": Seen("right", "`zero_grad()`, `backward()` and `step()` come in this order"),
    "gradients": Seen("filled", "`.grad` holds numbers after each `backward()`"),
    "epochs": Seen("all", "the list has a loss for each of the 30 epochs"),
    "start": Seen("fresh", "the first loss, 2,015, is that of the untrained network"),
    "agreement": Seen("yes", "the network's own loss afterwards is what the list ends with"),
    "items": Seen("floats", "the list holds plain floats"),
    "source": Seen("run", "each loss is appended in the epoch that computed it"),
    "question": Seen("cause", "the exercise asks what causes the symptom"),
}

CASES: tuple[Case, ...] = (
    {
        "loss": Seen("levels off", "the loss falls and then stays at 197, where the healthy run reaches 0.9"),
        **HEALTHY,
        "shapes": Seen("spread", "PyTorch warns that two sizes differ"),
        "start": Seen("fresh", "there is only one run, and it starts with the parameters that `new_net()` gives"),
    },
    {
        "loss": Seen("flat", "all 30 losses are the same number, 2,015"),
        **HEALTHY,
        "gradients": Seen("none", "`.grad` is still None after `backward()`"),
        "agreement": Seen("yes", "the list tells the truth about the network: it has learned nothing"),
    },
    {
        "loss": Seen("grows", "from the third epoch on, each loss is larger than the one before"),
        **HEALTHY,
        "agreement": Seen("yes", "the network's own loss afterwards is as huge as the list says"),
    },
    {
        "loss": Seen("falls", "the loss falls in both runs, and the second run ends at 0.9"),
        **HEALTHY,
        "epochs": Seen("all", "the list has a loss for each of the 60 epochs of two runs"),
        "start": Seen("continued", "the first run begins at 2,015, and the second one begins at 556"),
    },
    {
        "loss": Seen("falls", "the loss falls as in the healthy run"),
        **HEALTHY,
        "start": Seen("fresh", "the run starts with the parameters that `new_net()` gives"),
        "items": Seen("tensors", "the last item of the list prints as `tensor(0.8981, grad_fn=…)`"),
    },
    {
        "loss": Seen("falls", "the losses fall as in the healthy run, to 0.9"),
        **HEALTHY,
        "gradients": Seen("none", "the network's own `.grad` is None from beginning to end"),
        "agreement": Seen("no", "the network's own loss afterwards is 2,015, as before"),
    },
)

PREDICTIONS: dict[str, tuple[Predicted, ...]] = {
    "dead-network": (Predicted("layers", "hidden", "a hidden layer of the network would give 0 for every row"),),
    "broadcast-target": (Predicted("shapes", "spread", "PyTorch would warn that two sizes differ"),),
    "wrong-shape": (Predicted("shapes", "spread", "a tensor would not have the shape that is needed"),),
    "wrong-criterion": (Predicted("criterion", "other", "the loss would follow a different formula"),),
    "wrong-reduction": (
        Predicted("criterion", "sum", "the errors would be summed, so that each loss would be 8 times as large"),
    ),
    "learning-rate-too-high": (Predicted("loss", "grows", "each loss would be larger than the one before"),),
    "wrong-learning-rate": (Predicted("loss", "grows", "the loss would grow, or it would fall too slowly"),),
    "learning-rate-too-low": (
        Predicted("loss", "creeps", "the loss would fall slowly and evenly, and would still be falling at the end"),
    ),
    "optimizer-other-model": (
        Predicted("loss", "flat", "all losses would be the same, because no step would change the network that "
                  "they come from"),
        Predicted("gradients", "filled", "`backward()` would still fill the network's `.grad`"),
    ),
    "wrong-optimizer": (Predicted("optimizer", "other", "the optimizer would be different from `optim.SGD`"),),
    "missing-zero-grad": (
        Predicted("zeroing", "never", "gradients would add up from epoch to epoch, and the loss would go up and down"),
    ),
    "no-backward": (Predicted("backward", "never", "`backward()` would never run"),),
    "no-step": (Predicted("step", "never", "`step()` would never run"),),
    "step-before-backward": (Predicted("order", "step first", "`step()` would run before `backward()`"),),
    "zeroed-before-step": (
        Predicted("order", "zeroed late", "`zero_grad()` would run between `backward()` and `step()`"),
    ),
    "detached-loss": (Predicted("loss", "flat", "nothing would be learned, and all losses would be the same"),),
    "too-few-epochs": (Predicted("epochs", "fewer", "the list would be shorter than the number of epochs"),),
    "model-not-fresh": (
        Predicted("start", "continued", "a run would begin at the loss that an earlier run ended with"),
    ),
    "trained-a-copy": (
        Predicted("agreement", "no", "the list would say one thing and the network's own loss another"),
    ),
    "losses-missing": (Predicted("epochs", "fewer", "the list would lack the losses of some epochs"),),
    "losses-not-floats": (Predicted("items", "tensors", "the list would hold something other than plain floats"),),
    "wrong-type": (Predicted("items", "tensors", "a value would not have the type that is needed"),),
    "losses-not-recorded": (Predicted("source", "other", "the list would hold numbers that no epoch computed"),),
    "hard-coded": (Predicted("source", "other", "the numbers would not come from training at all"),),
    "loss-too-high": (Predicted("question", "symptom", "cause and symptom would be the same"),),
    "not-converged": (Predicted("question", "symptom", "cause and symptom would be the same"),),
}  # fmt: skip
