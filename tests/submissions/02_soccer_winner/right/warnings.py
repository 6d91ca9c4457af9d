"""The work makes warnings and prints a lot."""
# %% data
import numpy as np
import warnings

X = torch.tensor(torch.tensor([row[:2] for row in matches]))
y = torch.tensor(np.array([[row[2]] for row in matches], dtype="float32"))
warnings.warn("the league has only twelve matches")
# %% training
import sys

losses = []
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    print("epoch", epoch, "loss", loss, file=sys.stderr)
    warnings.warn(f"epoch {epoch}")
