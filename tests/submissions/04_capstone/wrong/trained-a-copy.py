"""A deep copy is trained instead of the network.

training: 0 trained-a-copy
"""
# %% training
net = copy.deepcopy(model)
net_optimizer = optim.Adam(net.parameters(), lr=0.02)
train_losses, val_losses = [], []
for epoch in range(200):
    net.train()
    net_optimizer.zero_grad()
    loss = criterion(net(X_train), y_train)
    loss.backward()
    net_optimizer.step()
    train_losses.append(loss.item())
    net.eval()
    with torch.no_grad():
        val_losses.append(criterion(net(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(net.state_dict())
