"""Lazy layers find out by themselves how many inputs they get."""
# %% model
torch.manual_seed(7)
model = nn.Sequential(nn.LazyLinear(10), nn.ReLU(), nn.LazyLinear(1), nn.Sigmoid())
model(X)
