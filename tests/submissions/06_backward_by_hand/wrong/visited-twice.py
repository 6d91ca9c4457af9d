"""Nodes hand their slopes on at every visit.

backward: 2 visited-twice
"""


# %% backward
def backward(self):
    self.grad = 1.0

    def visit(value):
        value.propagate()
        for each, _ in value.inputs:
            visit(each)

    visit(self)


Value.backward = backward
