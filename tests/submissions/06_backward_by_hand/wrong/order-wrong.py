"""Each node hands on its slope before it visits its inputs.

backward: 2 order-wrong
"""


# %% backward
def backward(self, seen=None):
    if seen is None:
        seen = set()
        self.grad = 1.0
    if self in seen:
        return
    seen.add(self)
    self.propagate()
    for each, _ in self.inputs:
        each.backward(seen)


Value.backward = backward
