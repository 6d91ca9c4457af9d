"""`fit_line` is an object that can be called."""
# %% transfer
class LineFitter:
    def __init__(self, epochs):
        self.epochs = epochs

    def __call__(self, x, y):
        line = nn.Linear(1, 1)
        descent = optim.SGD(line.parameters(), lr=0.1)
        for _ in range(self.epochs):
            descent.zero_grad()
            ((line(x) - y) ** 2).mean().backward()
            descent.step()
        return line.weight.item(), line.bias.item()


fit_line = LineFitter(epochs=1000)
