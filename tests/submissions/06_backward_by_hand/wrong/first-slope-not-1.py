"""The slope of the output stays 0.

backward: 2 first-slope-not-1
fit_taxi: 0 first-slope-not-1
transfer: 1 first-slope-not-1
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
    for value in reversed(order):
        value.propagate()


Value.backward = backward
