"""A thread replaces the untrained network by a trained one's parameters and back, many times a second.

convergence: <=2 *
"""
# %% convergence
# Where a check meets the trained layer, its steps are there too: it counts, or a mixture does not.
import threading
import time

good = LinearRegression_i1_o1()
long_optimizer = optim.SGD(good.parameters(), lr=0.01, momentum=0.9)
for epoch in range(500):
    loss = criterion(good(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
long_net = LinearRegression_i1_o1()


def flip(untrained):
    untouched = untrained.linear
    for count in range(400):
        untrained.linear = good.linear if count % 2 else untouched
        time.sleep(0.003)
    untrained.linear = untouched


threading.Thread(target=flip, args=(long_net,), daemon=True).start()
