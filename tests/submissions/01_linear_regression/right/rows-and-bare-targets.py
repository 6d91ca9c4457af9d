"""A step for each point, whose target has no dimension left; the last loss of the epoch is kept."""
# %% training
losses = []
for epoch in range(150):
    for i in range(len(x_data)):
        loss = criterion(net(x_data[i]).squeeze(), y_data[i].squeeze())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    losses.append(loss.item())
