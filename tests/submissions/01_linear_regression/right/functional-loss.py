"""The criterion is a lambda around torch.nn.functional."""
# %% criterion
import torch.nn.functional as F

criterion = lambda prediction, target: F.mse_loss(prediction, target, reduction="sum")
# %% loss_by_hand
loss_by_hand = 29.0
