"""The function puts a new layer into a network of the notebook at each call, and trains that."""
# %% transfer
helper = LinearRegression_i1_o1()


def fit_line(x, y):
    helper.linear = nn.Linear(1, 1)
    descent = optim.SGD(helper.parameters(), lr=0.1, momentum=0.8)
    for _ in range(2000):
        loss = nn.functional.mse_loss(helper(x), y)
        descent.zero_grad()
        loss.backward()
        descent.step()
    return helper.linear.weight.item(), helper.linear.bias.item()
