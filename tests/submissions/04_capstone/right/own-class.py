"""A class of one's own that scales inside."""
# %% model
class Forecast(nn.Module):
    def __init__(self, hidden=16):
        super().__init__()
        self.register_buffer("mean", torch.zeros(4))
        self.register_buffer("spread", torch.ones(4))
        self.first = nn.Linear(4, hidden)
        self.last = nn.Linear(hidden, 1)

    def forward(self, x):
        x = (x - self.mean) / self.spread
        return self.last(torch.relu(self.first(x)))

torch.manual_seed(11)
model = Forecast()
model.mean, model.spread = X_train.mean(dim=0), X_train.std(dim=0)
# %% saved_state
from safetensors.torch import load_file, save_file
state_file = str(folder / "forecast.safetensors")
save_file(model.state_dict(), state_file)
reloaded = Forecast()
reloaded.load_state_dict(load_file(state_file))
