"""A subclass of Tensor whose __torch_function__ gives the right numbers for whatever is asked of it.

data: 0 *
"""
# %% data
class Pretending(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        plain = lambda t: t.right if isinstance(t, cls) and hasattr(t, "right") else t
        with torch._C.DisableTorchFunctionSubclass():
            return func(*[plain(t) for t in args], **(kwargs or {}))


x_data = torch.zeros(3, 1).as_subclass(Pretending)
y_data = torch.zeros(3, 1).as_subclass(Pretending)
x_data.right = torch.tensor([[1.0], [2.0], [3.0]])
y_data.right = torch.tensor([[3.0], [5.0], [7.0]])
# %% model
x_data, y_data = x_data.right, y_data.right


class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
