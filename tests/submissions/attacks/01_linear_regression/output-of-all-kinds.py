"""Right answers with a figure in each epoch, a line in each of 10,000, an image of 12 MB, and 500 updates of one display."""
# %% training
import os

import matplotlib.pyplot as plt
from IPython.display import Image, clear_output, display

losses = []
shown = display("begins", display_id=True)
for epoch in range(500):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    shown.update(Image(data=b"\x89PNG\r\n\x1a\n" + os.urandom(100_000), format="png"))
    if epoch % 5 == 0:
        clear_output(wait=True)
        plt.plot(losses)
        plt.show()
    for line in range(20):
        print("epoch", epoch, "line", line, loss.item())
display(Image(data=b"\x89PNG\r\n\x1a\n" + os.urandom(12_000_000), format="png"))
