"""The network is made above the function, once for all calls.

transfer: 0 model-not-fresh
"""
# %% transfer
line = nn.Linear(1, 1)
def fit_line(x, y):
    opt = optim.SGD(line.parameters(), lr=0.1, momentum=0.8)
    for _ in range(400):
        loss = nn.MSELoss()(line(x), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return line.weight.item(), line.bias.item()
