"""SGD with learning rate 0.00001.

training: 2 learning-rate-too-low
predict: 0 accuracy-too-low
"""
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=0.00001)
