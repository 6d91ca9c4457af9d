"""The criterion is the class itself, without parentheses.

criterion: 0 wrong-type
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% criterion
criterion = nn.MSELoss
