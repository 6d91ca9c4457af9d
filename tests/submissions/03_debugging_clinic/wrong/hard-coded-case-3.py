"""The best line is written into the network.

case_3: 0 hard-coded
"""
# %% case_3
def case_3(net, x, y, epochs):
    a, b = torch.linalg.lstsq(torch.cat([x, torch.ones_like(x)], dim=1), y).solution
    with torch.no_grad():
        net.weight.copy_(a.reshape(1, 1))
        net.bias.copy_(b)
    return [nn.MSELoss()(net(x), y).item()] * epochs
