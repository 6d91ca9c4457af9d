"""Each run is a function of its own, on a copy."""
# %% case_4
def case_4(net, x, y, epochs):
    def run(trial, lr):
        optimizer = optim.SGD(trial.parameters(), lr=lr)
        losses = []
        for _ in range(epochs):
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(trial(x), y)
            loss.backward()
            losses.append(loss.item())
            optimizer.step()
        return losses

    return run(copy.deepcopy(net), 0.01) + run(copy.deepcopy(net), 0.1)
