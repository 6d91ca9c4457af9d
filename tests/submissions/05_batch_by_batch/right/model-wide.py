"""A network with more numbers than are recorded, and a criterion as a function."""
# %% model
model = nn.Sequential(nn.Flatten(), nn.Linear(96, 512), nn.GELU(), nn.Linear(512, 512), nn.SiLU(), nn.Linear(512, 10))
# %% criterion
import math

criterion = nn.functional.cross_entropy
first_loss = -math.log(0.1)
