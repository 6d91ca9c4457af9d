"""Only the last node hands on its slope."""

# %% backward
def backward(self):
    self.grad = 1.0
    self.propagate()


Value.backward = backward
