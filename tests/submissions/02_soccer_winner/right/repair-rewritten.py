"""The repair has other names, another order and returns a tuple."""
# %% repair
def train_repaired(net, features, targets, n):
    adam = torch.optim.Adam(net.parameters(), 0.1)
    history = ()
    for _ in range(n):
        error = nn.functional.binary_cross_entropy(net(features), targets)
        error.backward()
        adam.step()
        adam.zero_grad()
        history += (error.item(),)
    return history
