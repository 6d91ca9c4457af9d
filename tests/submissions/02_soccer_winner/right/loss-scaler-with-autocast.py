"""The forward pass runs under autocast, a scaler multiplies the loss, and its gradients are clipped before the step."""
# %% training
scaler = torch.amp.GradScaler("cpu")
losses = []
for epoch in range(100):
    model.train()
    optimizer.zero_grad()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = model(X)
    loss = criterion(output.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    scaler.step(optimizer)
    scaler.update()
    losses.append(loss.item())
