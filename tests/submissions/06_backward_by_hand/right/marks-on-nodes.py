"""A mark on each node says that it was seen."""


# %% backward
def visit(node, order):
    if getattr(node, "seen_by", None) is order:
        return
    node.seen_by = order
    for value, _ in node.inputs:
        visit(value, order)
    order += [node]


def backward(self):
    order = []
    visit(self, order)
    order[-1].grad = 1
    [node.propagate() for node in order[::-1]]
    return self


Value.backward = backward
