"""Level by level, each node at its first sight.

backward: 2 order-wrong
"""


# %% backward
def backward(self):
    self.grad = 1.0
    queue, seen = [self], {self}
    while queue:
        value = queue.pop(0)
        value.propagate()
        for each, _ in value.inputs:
            if each not in seen:
                seen.add(each)
                queue.append(each)


Value.backward = backward
