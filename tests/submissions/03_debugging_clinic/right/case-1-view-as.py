"""The targets take the shape of the predictions."""
# %% case_1
from torch.nn import functional

def case_1(net, x, y, epochs):
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    while len(losses) < epochs:
        predictions = net(x)
        loss = functional.mse_loss(predictions, y.squeeze().view_as(predictions))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return losses
