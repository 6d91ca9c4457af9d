"""One function trains both networks."""
# %% training
def train(model, criterion, optimizer, epochs):
    history = []
    for epoch in range(epochs):
        loss = criterion(model(x_data), y_data)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history


losses = train(net, criterion, optimizer, epochs=100)
# %% convergence
long_net = LinearRegression_i1_o1()
long_losses = train(long_net, criterion, optim.SGD(long_net.parameters(), lr=0.01), epochs=1500)
