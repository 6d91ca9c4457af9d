"""Other names for the arguments, and an object that can be called."""
# %% case_1
class Trainer:
    def __init__(self, lr):
        self.lr = lr

    def __call__(self, network, inputs, targets, rounds):
        network.train()
        descent = optim.SGD(network.parameters(), lr=self.lr)
        history = []
        for _ in range(rounds):
            descent.zero_grad()
            error = ((network(inputs) - targets) ** 2).mean()
            error.backward()
            descent.step()
            history.append(error.item())
        return history

case_1 = Trainer(0.1)
# %% case_3
case_3 = Trainer(0.12)
# %% case_5
case_5 = Trainer(0.1)
