"""The class keeps float32 tensors, and the cut is trained with nn and optim."""


# %% add_and_multiply
class Value:
    def __init__(self, data, inputs=()):
        self.data = torch.as_tensor(data, dtype=torch.float32)
        self.grad = torch.zeros(())
        self.inputs = inputs

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad = value.grad + slope * self.grad


# %% power_and_relu
Value.__pow__ = lambda self, n: Value(self.data**n, [(self, n * self.data ** (n - 1))])
Value.relu = lambda self: Value(self.data.clamp(min=0), [(self, (self.data > 0).float())])


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    w, b = Value(weight), Value(bias)
    losses = []
    for epoch in range(epochs):
        loss = Value(0.0)
        for x, y in zip(distances, fares):
            loss = loss + (w * Value(x) + b + Value(-y)) ** 2
        zero_grad([w, b])
        loss.backward()
        step([w, b], lr=0.01)
        losses.append(loss.data.item())
    return losses


# %% transfer
Value.sigmoid = lambda self: Value(
    torch.sigmoid(self.data), [(self, torch.sigmoid(self.data) * torch.sigmoid(-self.data))]
)
Value.log = lambda self: Value(torch.log(self.data), [(self, 1 / self.data)])


def fit_cut(rows, labels):
    X, y = torch.tensor(rows), torch.tensor(labels)
    net = torch.nn.Linear(2, 1)
    opt = torch.optim.Adam(net.parameters(), lr=0.1)
    for _ in range(300):
        opt.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(net(X)[:, 0], y).backward()
        opt.step()
    return (*net.weight[0].tolist(), net.bias.item())
