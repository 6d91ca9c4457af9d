"""The optimizer's class.

optimizer: 0 wrong-type
training: 0 raised-an-error
stopping: 0 raised-an-error
predict: 0 accuracy-too-low
"""
# %% optimizer
optimizer = optim.Adam
