"""All slopes are worked out in a dictionary, and added at the end."""

# %% backward
from collections import defaultdict


def backward(self):
    slopes, order = defaultdict(float), []

    def visit(n):
        if not any(n is o for o in order):
            for v, _ in n.inputs:
                visit(v)
            order.append(n)

    visit(self)
    slopes[self] = 1.0
    for n in reversed(order):
        for v, local in n.inputs:
            slopes[v] += local * slopes[n]
    for n in order:
        n.grad += slopes[n]


Value.backward = backward
