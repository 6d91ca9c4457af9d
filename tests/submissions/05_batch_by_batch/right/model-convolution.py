"""A network that makes a picture of the row again, and looks at it through a convolution."""
# %% model
model = nn.Sequential(
    nn.Unflatten(1, (1, 12, 8)), nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
    nn.Linear(8 * 6 * 4, 10),
)
