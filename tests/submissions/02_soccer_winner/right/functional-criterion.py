"""The criterion is a lambda around the functional loss."""
# %% criterion
criterion = lambda prediction, target: nn.functional.binary_cross_entropy(prediction, target)
# %% bce_by_hand
bce_by_hand = criterion(torch.tensor([0.8]), torch.tensor([1.0]))
