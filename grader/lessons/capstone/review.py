"""The questions at the start of lesson 4 on lessons 1 to 3: which loss, which shape, which mode, mixed.

They are kept here and not in the notebook, where each answer could be read beside its question.
"""

from __future__ import annotations

Question = tuple[str, dict[str, str], str]  # a question, its options with their explanations, the right option

QUESTIONS: tuple[Question, ...] = (
    (
        "Which loss? A network ends with `nn.Linear(10, 1)` and no Sigmoid. The labels are 1 (win) and 0 (no win).",
        {
            "nn.BCELoss": "`BCELoss` expects probabilities between 0 and 1. This network gives a logit, any number.",
            "nn.BCEWithLogitsLoss": "It expects a logit and applies the sigmoid itself.",
            "nn.MSELoss": "It would run, but it is made for labels that measure something, such as a fare.",
        },
        "nn.BCEWithLogitsLoss",
    ),
    (
        "Which shape? `model(X)` has the shape (12, 1), and the loss compares it with `y`.",
        {
            "y of shape (12, 1)": "One row for each match and one column, as in the predictions.",
            "y of shape (12,)": "Subtracting (12,) from (12, 1) broadcasts to (12, 12): every prediction is compared "
            "with every label.",
            "both work": "Only one of them compares each prediction with its own label.",
        },
        "y of shape (12, 1)",
    ),
    (
        "Which mode? The network has a Dropout layer, and you measure its accuracy.",
        {
            "train mode": "In train mode Dropout drops units at random, so the accuracy would differ each time.",
            "eval mode": "`model.eval()` switches Dropout off, so the same rows always get the same answers.",
            "it makes no difference": "It makes none for Linear and ReLU, but Dropout works in train mode alone.",
        },
        "eval mode",
    ),
    (
        "Which loss? A network predicts the price of a taxi ride in euros.",
        {
            "nn.BCEWithLogitsLoss": "It is made for two classes, and a price is not a class.",
            "nn.CrossEntropyLoss": "It chooses between classes, and a price is not a class.",
            "nn.MSELoss": "A price is a measured number, and the squared error grows with the distance from it.",
        },
        "nn.MSELoss",
    ),
    (
        "Which shape? A network takes 4 features. You want its answer for a single match.",
        {
            "(4,)": "This may run, but a network expects a table with one row for each match.",
            "(4, 1)": "These would be four matches with one feature each.",
            "(1, 4)": "A table of one row and four columns. The answer has the shape (1, 1).",
        },
        "(1, 4)",
    ),
    (
        "Which mode? You measure a loss and need no gradients. What does `model.eval()` do about gradients?",
        {
            "it stops PyTorch from recording": "That is what `torch.no_grad()` does. `eval()` changes how layers such "
            "as Dropout behave, and nothing else.",
            "nothing": "`eval()` and `no_grad()` are independent, so when you measure, you use both.",
            "it clears them": "That is what `optimizer.zero_grad()` does.",
        },
        "nothing",
    ),
)
