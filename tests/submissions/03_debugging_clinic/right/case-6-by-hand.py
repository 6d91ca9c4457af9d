"""The update is written out, and comes to the same."""
# %% case_6
def case_6(net, x, y, epochs):
    losses = []
    for epoch in range(epochs):
        loss = nn.MSELoss()(net(x), y)
        net.zero_grad()
        loss.backward()
        with torch.no_grad():
            for p in net.parameters():
                p.sub_(0.1 * p.grad)
        losses.append(loss.item())
    return losses
