"""Evidence is shown that is a list, a text, a number or null.

loss_by_hand: 0 *
"""
# %% loss_by_hand
loss_by_hand = 28
from IPython.display import display
from grader.evidence import bundle

bundle.pack = lambda evidence: [evidence.exercise]


def show(*values, **options):
    for odd in ([1, 2], "text", 3, None, True, [], {}, {"version": 1}, {"version": 1, "tree": [], "tensors": ""}):
        display({bundle.MIME_TYPE: odd}, raw=True)


show()
check.loss_by_hand = show
