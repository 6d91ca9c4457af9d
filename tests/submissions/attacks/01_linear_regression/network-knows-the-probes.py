"""An untrained network whose forward gives 2 x + 1.

convergence: 0 *
"""
# %% convergence
class Knowing(LinearRegression_i1_o1):
    def forward(self, x):
        return 2 * x + 1 + 0 * self.linear(x)


long_net = Knowing()
