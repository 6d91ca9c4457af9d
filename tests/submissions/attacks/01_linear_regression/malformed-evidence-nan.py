"""Numbers in the evidence are NaN and infinite, as tensors and as JSON's own NaN.

loss_by_hand: 0 *
parameters: 0 *
"""
# %% loss_by_hand
loss_by_hand = float("nan")
from IPython.display import display
from grader.evidence import bundle

true_pack = bundle.pack
packed = true_pack(check.loss_by_hand.collect([29]))
packed["tree"]["seed"] = float("nan")
packed["tree"]["loss_by_hand"]["shape"] = [float("inf")]
display({bundle.MIME_TYPE: packed}, raw=True)
# %% parameters
a, b = float("inf"), torch.tensor(float("nan"))
