"""One function of the learner trains in every case."""
# %% case_1
def fit(net, x, y, epochs, lr=0.1):
    optimizer = optim.SGD(net.parameters(), lr=lr)
    def epoch():
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()
    return [epoch() for _ in range(epochs)]

def case_1(net, x, y, epochs):
    return fit(net, x, y, epochs)
# %% case_2
case_2 = fit
# %% case_3
case_3 = fit
# %% case_4
def case_4(net, x, y, epochs):
    return [loss for lr in (0.01, 0.1) for loss in fit(copy.deepcopy(net), x, y, epochs, lr)]
# %% case_5
case_5 = lambda net, x, y, epochs: fit(net, x, y, epochs)
# %% case_6
case_6 = fit
