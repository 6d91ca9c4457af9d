"""The optimizer is made for another instance of the class.

optimizer: 0 optimizer-other-model
training: 1 optimizer-other-model
parameters: 0 no-step
"""
# %% optimizer
optimizer = optim.SGD(LinearRegression_i1_o1().parameters(), lr=0.01)
