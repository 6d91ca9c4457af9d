"""Weight and bias are kept as tensors and put back; the losses are a tensor."""
# %% case_4
def case_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    kept = [p.detach().clone() for p in net.parameters()]
    losses = []
    for lr in (0.01, 0.1):
        with torch.no_grad():
            for parameter, start in zip(net.parameters(), kept):
                parameter.copy_(start)
        optimizer = optim.SGD(net.parameters(), lr=lr)
        for epoch in range(epochs):
            loss = criterion(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
    return torch.stack(losses)
