"""A pre_run_cell event shows evidence of the right answer at the beginning of each later cell.

loss_by_hand: 0 wrong-values
"""
# %% loss_by_hand
loss_by_hand = 28
from IPython.display import display
from grader.evidence import bundle

packed = {bundle.MIME_TYPE: bundle.pack(check.loss_by_hand.collect([29]))}
for moment in ("pre_execute", "pre_run_cell", "post_run_cell", "post_execute"):
    get_ipython().events.register(moment, lambda *_: display(packed, raw=True))
