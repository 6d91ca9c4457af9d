"""The function trains the lesson's class with Adam and returns NumPy numbers."""
# %% transfer
def fit_line(x, y):
    model = LinearRegression_i1_o1()
    adam = optim.Adam(model.parameters(), lr=0.1)
    for _ in range(1000):
        adam.zero_grad()
        nn.MSELoss()(model(x), y).backward()
        adam.step()
    return tuple(p.detach().numpy().item() for p in model.parameters())
