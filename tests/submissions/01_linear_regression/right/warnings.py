"""Warnings on stderr, and a retained graph, do no harm."""
# %% training
import sys
import warnings

losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward(retain_graph=True)
    optimizer.step()
    losses.append(loss.item())
warnings.warn("the loss is not 0 yet", UserWarning)
print("done", file=sys.stderr)
