"""The constructor has arguments with default values, and `forward` names its result."""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self, in_features: int = 1, out_features: int = 1) -> None:
        super().__init__()
        self.linear = nn.Linear(in_features, out_features, bias=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y_hat = self.linear(x)
        return y_hat


net = LinearRegression_i1_o1()
print(net)
# %% parameters
state = net.state_dict()
a = state["linear.weight"].item()
b = state["linear.bias"].item()
