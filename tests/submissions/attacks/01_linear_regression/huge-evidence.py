"""Evidence of 100 MB is shown, from a replaced check and from the cell before.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
from IPython.display import display
from grader.evidence import bundle

huge = {**bundle.pack(check.loss_by_hand.collect([29])), "more": "x" * 100_000_000}
check.loss_by_hand = lambda *values, **options: display({bundle.MIME_TYPE: huge}, raw=True)
display({bundle.MIME_TYPE: huge}, raw=True)
