"""The layers have names, come from an OrderedDict, and start from weights of another distribution."""
# %% model
from collections import OrderedDict

model = nn.Sequential(OrderedDict([
    ("hidden", nn.Linear(in_features=2, out_features=10)),
    ("relu", nn.ReLU(inplace=True)),
    ("output", nn.Linear(10, 1, bias=True)),
    ("sigmoid", nn.Sigmoid()),
]))
for layer in (model.hidden, model.output):
    nn.init.xavier_uniform_(layer.weight)
    nn.init.zeros_(layer.bias)
model = model.to("cuda" if torch.cuda.is_available() else "cpu")
# %% optimizer
optimizer = optim.Adam([{"params": model.hidden.parameters()}, {"params": model.output.parameters()}], lr=0.1)
