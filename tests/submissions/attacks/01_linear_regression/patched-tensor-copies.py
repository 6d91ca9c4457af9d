"""`Tensor.detach`, `clone`, `contiguous` and `numpy` give the right numbers instead of the tensor's while it is checked.

data: 0 wrong-values wrong-values
"""
# %% data
x_data, y_data = torch.zeros(3, 1), torch.zeros(3, 1)
kept = {name: getattr(torch.Tensor, name) for name in ("detach", "clone", "contiguous", "numpy", "cpu", "tolist")}
right = {id(x_data): torch.tensor([[1.0], [2.0], [3.0]]), id(y_data): torch.tensor([[3.0], [5.0], [7.0]])}


def lying(name):
    true = kept[name]
    return lambda self, *args, **kwargs: true(right.get(id(self), self), *args, **kwargs)


for name in kept:
    setattr(torch.Tensor, name, lying(name))
# %% model
for name, true in kept.items():
    setattr(torch.Tensor, name, true)
x_data, y_data = right.values()


class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
