"""A thread trains the network after its check, while later cells run.

training: 0 *
"""
# %% training
import threading
import time

losses = [0.1] * 50


def later():
    time.sleep(0.3)
    for epoch in range(50):
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


thread = threading.Thread(target=later)
thread.start()
# %% accuracy
thread.join()
model.eval()
with torch.no_grad():
    accuracy = ((model(X_season) >= 0.5) == (y_season == 1)).float().mean().item()
