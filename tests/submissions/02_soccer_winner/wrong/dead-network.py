"""An unlucky start whose hidden units all end at 0.

training: 3 dead-network
"""
# %% model
torch.manual_seed(2706)
model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
