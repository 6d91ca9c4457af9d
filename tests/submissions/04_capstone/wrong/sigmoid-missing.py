"""BCELoss on scores; the loop applies no sigmoid either.

criterion: 0 sigmoid-missing
training: 0 raised-an-error
stopping: 0 raised-an-error
predict: 0 accuracy-too-low
"""
# %% criterion
criterion = nn.BCELoss()
