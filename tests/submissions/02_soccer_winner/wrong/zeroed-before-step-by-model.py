"""The model's gradients are set to zero between backward pass and step.

training: 1 zeroed-before-step
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    loss.backward()
    model.zero_grad(set_to_none=False)
    optimizer.step()
    losses.append(loss.item())
