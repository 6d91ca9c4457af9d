"""The order comes from a sorter of Python's library."""

# %% backward
def backward(self):
    from graphlib import TopologicalSorter
    graph, waiting = {}, [self]
    while waiting:
        n = waiting.pop()
        if n not in graph:
            graph[n] = {v for v, _ in n.inputs}
            waiting += graph[n]
    self.grad = 1.0
    for n in reversed(list(TopologicalSorter(graph).static_order())):
        n.propagate()
setattr(Value, 'backward', backward)
