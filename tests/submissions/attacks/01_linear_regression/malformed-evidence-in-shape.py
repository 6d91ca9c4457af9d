"""Evidence that fits the schema and makes no sense is packed: shapes of no tensor, tensors of no size, negative steps.

loss_by_hand: 0 *
convergence: 0 *
"""
# %% loss_by_hand
loss_by_hand = 28
from grader.evidence import bundle

true_pack = bundle.pack


def spoil(part):
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "shape":
                part[key] = [-1, 2**70]
            elif key in ("steps", "forwards", "backwards"):
                part[key] = -(2**62)
            elif isinstance(value, (dict, list)):
                spoil(value)
    elif isinstance(part, list):
        for value in part:
            spoil(value)


def pack(evidence):
    packed = true_pack(evidence)
    if packed["tree"]["exercise"] in ("loss_by_hand", "convergence"):
        spoil(packed["tree"])
    return packed


bundle.pack = pack
# %% convergence
long_net = LinearRegression_i1_o1()
