"""The topological order is not reversed.

backward: 0 order-wrong
fit_taxi: 0 order-wrong
transfer: 1 order-wrong
"""


# %% backward
def backward(self):
    order, seen = [], set()

    def visit(value):
        if value not in seen:
            seen.add(value)
            for each, _ in value.inputs:
                visit(each)
            order.append(value)

    visit(self)
    self.grad = 1.0
    for value in order:
        value.propagate()


Value.backward = backward
