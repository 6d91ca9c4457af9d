"""backward() counts how often each node is used, and lets it wait for all of them."""

# %% backward
from collections import Counter, deque


def backward(self):
    uses, found = Counter(), {id(self): self}
    waiting = [self]
    while waiting:
        for each, _ in waiting.pop().inputs:
            uses[id(each)] += 1
            if id(each) not in found:
                found[id(each)] = each
                waiting.append(each)
    ready = deque([self])
    self.grad += 1
    while ready:
        value = ready.popleft()
        value.propagate()
        for each, _ in value.inputs:
            uses[id(each)] -= 1
            if uses[id(each)] == 0:
                ready.append(each)


Value.backward = backward
