"""The list of an earlier call is used again, as its default value.

backward: 0 visited-twice
fit_taxi: 0 visited-twice
transfer: 1 visited-twice
"""


# %% backward
def visit(value, order, seen):
    if value not in seen:
        seen.add(value)
        for each, _ in value.inputs:
            visit(each, order, seen)
        order.append(value)


def backward(self, order=[], seen=set()):
    visit(self, order, seen)
    self.grad = 1.0
    for value in reversed(order):
        value.propagate()


Value.backward = backward
