"""The constructor has arguments with default values, the layer another name, and `forward` names its result."""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self, in_features: int = 1, out_features: int = 1) -> None:
        super().__init__()
        self.fc1 = nn.Linear(in_features, out_features, bias=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y_hat = self.fc1(x)
        return y_hat


net = LinearRegression_i1_o1()
print(net)
# %% parameters
state = net.state_dict()
a = state["fc1.weight"].item()
b = state["fc1.bias"].item()
