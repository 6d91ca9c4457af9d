"""backward() calls itself along every path, with the product of the slopes on the way."""


# %% backward
def along(value, slope):
    value.grad += slope
    for each, local in value.inputs:
        along(each, slope * local)


Value.backward = lambda self: along(self, 1.0)
