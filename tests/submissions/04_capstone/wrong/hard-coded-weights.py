"""The weights are set by hand, no loop.

training: 0 hard-coded
stopping: 1 not-best-state
predict: 0 accuracy-too-low
"""
# %% training
with torch.no_grad():
    for p in model.parameters():
        p.copy_(torch.linspace(-1, 1, p.numel()).reshape(p.shape))
    train_losses = [0.7 - 0.002 * i for i in range(200)]
    val_losses = [0.7 - 0.001 * i for i in range(200)]
    best_state = copy.deepcopy(model.state_dict())
