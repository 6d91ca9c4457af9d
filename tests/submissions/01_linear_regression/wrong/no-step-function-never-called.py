"""The loop stands in a function that nothing calls.

training: 0 no-step
parameters: 0 no-step
"""
# %% training
losses = []


def train():
    for epoch in range(100):
        loss = criterion(net(x_data), y_data)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
