"""Every cell as it was handed out.

data: 0 not-attempted
model: 0 not-attempted
criterion: 0 not-attempted
loss_by_hand: 0 not-attempted
optimizer: 0 not-attempted
training: 0 not-attempted
parameters: 0 not-attempted
convergence: 0 not-attempted
repair: 0 not-attempted
transfer: 0 not-attempted
"""
# %% data
# Three values of x, and the three values of y that belong to them.
x_data = ...
y_data = ...
# %% model
class LinearRegression_i1_o1(nn.Module):
    """The line y = a x + b. Input and output have shape (n, 1)."""


# One object of your class.
net = ...
# %% criterion
# The sum of the squared errors, from torch.nn.
criterion = ...
# %% loss_by_hand
# The loss of a = 1, b = 0 on the three points.
loss_by_hand = ...
# %% optimizer
# Gradient descent over the parameters of net.
optimizer = ...
# %% training
# The loss of each epoch, first to last.
losses = ...
# %% parameters
# The slope and the intercept that net has learned.
a = ...
b = ...
# %% convergence
# A fresh network, trained until its loss is below 1e-6.
long_net = ...
# %% repair
def train_repaired(net, x, y, epochs):
    criterion = nn.MSELoss(reduction="sum")
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.step()
        loss.backward()
        losses.append(loss.item())
    return losses
# %% transfer
def fit_line(x, y):
    """Return slope and intercept, as floats, of the line that fits x and y of shape (n, 1) best."""
