"""The nodes are sorted by the longest way to a leaf."""


# %% backward
def depth(node, known):
    if id(node) not in known:
        known[id(node)] = (1 + max((depth(v, known)[0] for v, _ in node.inputs), default=-1), node)
    return known[id(node)]


def backward(self):
    known = {}
    depth(self, known)
    self.grad = 1.0
    for _, node in sorted(known.values(), key=lambda pair: -pair[0]):
        node.propagate()


Value.backward = backward
