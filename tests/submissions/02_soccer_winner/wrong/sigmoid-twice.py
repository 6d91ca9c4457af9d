"""The criterion is BCEWithLogitsLoss on a model that ends in a Sigmoid.

criterion: 0 sigmoid-twice
training: 3 sigmoid-twice
"""
# %% criterion
criterion = nn.BCEWithLogitsLoss()
