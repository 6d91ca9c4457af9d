"""The function trains on standardised data and turns the parameters back."""
# %% transfer
def fit_line(x, y):
    mx, sx, my, sy = x.mean(), x.std(), y.mean(), y.std()
    line = nn.Linear(1, 1)
    descent = optim.SGD(line.parameters(), lr=0.1)
    for _ in range(300):
        loss = nn.functional.mse_loss(line((x - mx) / sx), (y - my) / sy)
        descent.zero_grad()
        loss.backward()
        descent.step()
    slope = line.weight * sy / sx
    intercept = line.bias * sy + my - slope * mx
    return slope.item(), intercept.item()
