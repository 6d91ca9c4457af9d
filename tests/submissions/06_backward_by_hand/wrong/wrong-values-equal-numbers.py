"""Nodes are remembered by their numbers.

backward: 0 wrong-values
fit_taxi: 0 wrong-values
transfer: 1 wrong-values
"""


# %% backward
def backward(self):
    order, seen = [], set()

    def visit(value):
        if value.data not in seen:
            seen.add(value.data)
            for each, _ in value.inputs:
                visit(each)
            order.append(value)

    visit(self)
    self.grad = 1.0
    for value in reversed(order):
        value.propagate()


Value.backward = backward
