"""The line comes from sums, in a plain formula; the function is a lambda that calls another."""
# %% transfer
def normal_equations(x, y):
    x, y = x.flatten().tolist(), y.flatten().tolist()
    n = len(x)
    mean_x, mean_y = sum(x) / n, sum(y) / n
    a = sum((p - mean_x) * (q - mean_y) for p, q in zip(x, y)) / sum((p - mean_x) ** 2 for p in x)
    return [a, mean_y - a * mean_x]


fit_line = lambda x, y: normal_equations(x, y)
