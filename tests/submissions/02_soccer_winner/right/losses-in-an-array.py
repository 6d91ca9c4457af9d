"""The losses are written into a NumPy array of 50 places."""
# %% training
import numpy as np

losses = np.zeros(50)
for epoch in range(len(losses)):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses[epoch] = loss.detach().numpy()
# %% repair
import numpy as np

def train_repaired(model, X, y, epochs):
    criterion = nn.BCELoss()
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    losses = np.empty(epochs)
    model.train()
    for epoch in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        losses[epoch] = loss.item()
    return losses.tolist()
