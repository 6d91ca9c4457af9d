"""backward() sets slopes itself, with =.

backward: 0 gradient-overwritten
fit_taxi: 0 gradient-overwritten
transfer: 1 gradient-overwritten
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
    for value in reversed(order):
        for each, slope in value.inputs:
            each.grad = slope * value.grad


Value.backward = backward
