"""The output is not in the list of nodes.

backward: 0 wrong-values
fit_taxi: 0 wrong-values
transfer: 1 wrong-values
"""


# %% backward
def backward(self):
    order = []

    def visit(n):
        for v, _ in n.inputs:
            if v not in order:
                visit(v)
                order.append(v)

    visit(self)
    self.grad = 1.0
    for n in reversed(order):
        n.propagate()


Value.backward = backward
