"""The topological order has nodes more than once.

backward: 2 visited-twice
"""


# %% backward
def backward(self):
    order, seen = [], set()

    def visit(value):
        for each, _ in value.inputs:
            visit(each)
        order.append(value)

    visit(self)
    self.grad = 1.0
    for value in reversed(order):
        value.propagate()


Value.backward = backward
