"""A formula of one's own, summed."""
# %% model
torch.manual_seed(4)
model = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
# %% saved_state
state_file = folder / "net.pt"
torch.save(model.state_dict(), state_file)
reloaded = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
reloaded.load_state_dict(torch.load(state_file))
# %% criterion
def criterion(p, target):
    p = p.clamp(1e-6, 1 - 1e-6)
    return -(target * p.log() + (1 - target) * (1 - p).log()).sum()
# %% predict
def predict(X):
    model.eval()
    return (model(X).detach() > 0.5).long()
