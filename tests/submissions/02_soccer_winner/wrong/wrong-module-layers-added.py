"""The layers are added one by one, as in Keras, so the cell stops at the first of them.

model: 0 wrong-module
optimizer: 0 raised-an-error
training: 0 raised-an-error
accuracy: 0 wrong-type
win_probability: 0 wrong-type
"""

# %% model
torch.manual_seed(18)
model = nn.Sequential()
model.add(nn.Linear(2, 10))
model.add(nn.ReLU())
model.add(nn.Linear(10, 1))
model.add(nn.Sigmoid())
