"""The network is made anew after its optimizer.

optimizer: 0 optimizer-other-model
training: 1 optimizer-other-model
parameters: 0 no-step
"""
# %% optimizer
net = LinearRegression_i1_o1()
optimizer = optim.SGD(net.parameters(), lr=0.01)
net = LinearRegression_i1_o1()
