"""The optimizer's cell stops; what is there is an earlier one.

optimizer: 0 wrong-learning-rate
training: 3 learning-rate-too-low
parameters: 0 not-converged
"""
# %% criterion
criterion = nn.MSELoss(reduction="sum")
optimizer = optim.SGD(net.parameters(), lr=0.000001)
# %% optimizer
optimizer = optim.SGD(net.parametrs(), lr=0.01)
