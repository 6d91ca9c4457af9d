"""Only the last node hands on its slope.

backward: 0 order-wrong
fit_taxi: 0 order-wrong
transfer: 1 order-wrong
"""


# %% backward
def backward(self):
    self.grad = 1.0
    self.propagate()


Value.backward = backward
