"""`long_net` is the class, and the loop stops with an error.

convergence: 0 wrong-type
"""
# %% convergence
long_net = LinearRegression_i1_o1
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
