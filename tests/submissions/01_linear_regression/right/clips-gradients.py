"""The gradients' length is limited, which a cautious person does."""
# %% training
losses = []
for epoch in range(300):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), max_norm=20.0)
    optimizer.step()
    losses.append(loss.item())
