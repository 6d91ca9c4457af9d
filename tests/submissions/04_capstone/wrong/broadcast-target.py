"""Predictions of shape (n,) against targets of shape (n, 1), with the squared error.

training: 2 broadcast-target
predict: 0 constant-prediction
"""
# %% model
class Flat(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
    def forward(self, x):
        return self.layers(x)[:, 0]
torch.manual_seed(5)
model = Flat()
# %% criterion
criterion = nn.MSELoss()
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = Flat()
reloaded.load_state_dict(torch.load(state_file))
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) > 0.5).float()[:, None]
