"""The function trains the notebook's own `net`.

transfer: 0 model-not-fresh
"""
# %% transfer
def fit_line(x, y):
    loss_fn = nn.MSELoss()
    opt = optim.SGD(net.parameters(), lr=0.1, momentum=0.8)
    for _ in range(400):
        loss = loss_fn(net(x), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return net.linear.weight.item(), net.linear.bias.item()
