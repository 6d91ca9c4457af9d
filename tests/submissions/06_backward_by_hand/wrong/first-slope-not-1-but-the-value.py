"""The slope of the output is its value.

backward: 2 first-slope-not-1
fit_taxi: 0 first-slope-not-1
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
    self.grad = self.data
    for value in reversed(order):
        value.propagate()


Value.backward = backward
