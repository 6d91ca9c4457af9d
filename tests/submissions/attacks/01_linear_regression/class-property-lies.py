"""An object whose `__class__` says that it is a tensor, a number or a network.

data: 0 *
loss_by_hand: 0 *
convergence: 0 *
"""
# %% data
class Lying:
    def __init__(self, kind, like):
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "like", like)

    @property
    def __class__(self):
        return object.__getattribute__(self, "kind")

    def __getattr__(self, name):
        return getattr(object.__getattribute__(self, "like"), name)

    def __float__(self):
        return 29.0


x_data = Lying(torch.Tensor, torch.tensor([[1.0], [2.0], [3.0]]))
y_data = Lying(torch.Tensor, torch.tensor([[3.0], [5.0], [7.0]]))
# %% model
x_data, y_data = x_data.like, y_data.like


class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
# %% loss_by_hand
loss_by_hand = Lying(str, "29")
# %% convergence
long_net = Lying(LinearRegression_i1_o1, net)
