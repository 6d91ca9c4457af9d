"""Slopes are cleared as soon as they have been handed on.

backward: 0 wrong-values
fit_taxi: 0 wrong-values
transfer: 1 wrong-values
"""


# %% backward
def backward(self):
    order = []

    def visit(n):
        if n not in order:
            for v, _ in n.inputs:
                visit(v)
            order.append(n)

    visit(self)
    self.grad = 1.0
    for n in reversed(order):
        n.propagate()
        n.grad = 0.0


Value.backward = backward
