"""The data are scaled in place after their check.

training: 3 scale-differs
parameters: 0 not-converged
convergence: 0 not-converged
"""
# %% optimizer
optimizer = optim.SGD(net.parameters(), lr=0.01)
x_data.mul_(0.01)
