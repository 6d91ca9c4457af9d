"""backward() clears the slopes of the whole graph before it begins."""


# %% backward
def backward(self):
    order = []

    def visit(value):
        if all(value is not other for other in order):
            for each, _ in value.inputs:
                visit(each)
            order.append(value)

    visit(self)
    for value in order:
        value.grad = 0.0
    self.grad = 1.0
    for value in order[::-1]:
        value.propagate()


Value.backward = backward
