"""The list has `self` in the place of each node.

backward: 0 wrong-values
fit_taxi: 0 wrong-values
transfer: 1 wrong-values
"""


# %% backward
def backward(self):
    topo, visited = [], set()

    def build(node):
        if node not in visited:
            visited.add(node)
            for child, slope in node.inputs:
                build(child)
            topo.append(self)

    build(self)
    self.grad = 1.0
    for node in reversed(topo):
        node.propagate()


Value.backward = backward
