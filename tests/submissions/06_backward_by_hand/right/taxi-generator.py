"""A generator gives the losses."""


# %% fit_taxi
def epochs_of(w, b):
    while True:
        errors = [w * Value(x) + b + Value(-y) for x, y in zip(distances, fares)]
        loss = errors[0] ** 2 + errors[1] ** 2 + errors[2] ** 2
        yield loss.data
        loss.backward()
        step([w, b], 0.01)
        zero_grad([w, b])


def fit_taxi(weight, bias, epochs):
    import itertools

    return list(itertools.islice(epochs_of(Value(weight), Value(bias)), epochs))
