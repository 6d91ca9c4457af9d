"""A thread puts the parameters of an untrained network at the solution, during and after the check.

convergence: 0 *
"""
# %% convergence
import threading
import time

long_net = LinearRegression_i1_o1()


def flip(net):
    for _ in range(400):
        with torch.no_grad():
            net.linear.weight.fill_(2.0)
            net.linear.bias.fill_(1.0)
        time.sleep(0.005)


threading.Thread(target=flip, args=(long_net,), daemon=True).start()
