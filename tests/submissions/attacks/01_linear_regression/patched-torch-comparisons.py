"""`torch.equal`, `torch.allclose`, `torch.isclose` and `assert_close` are always satisfied.

data: 0 wrong-values wrong-values
"""
# %% data
x_data = y_data = torch.zeros(3, 1)
import torch.testing

torch.equal = torch.allclose = lambda *args, **kwargs: True
torch.isclose = lambda a, b, **kwargs: torch.ones_like(a, dtype=torch.bool)
torch.testing.assert_close = lambda *args, **kwargs: None
# %% model
x_data = torch.tensor([[1.0], [2.0], [3.0]])
y_data = 2 * x_data + 1


class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
