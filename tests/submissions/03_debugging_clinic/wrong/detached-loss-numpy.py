"""The loss goes through a NumPy number.

case_2: 0 detached-loss
"""
# %% case_2
def case_2(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = torch.from_numpy(criterion(net(x), y).detach().numpy()[None]).requires_grad_().sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
