"""Evidence that is small when sent and huge when read: a text that JSON writes short, tensors of no bytes.

convergence: <=2 *
"""
# %% convergence
class Wide(LinearRegression_i1_o1):
    def forward(self, x):
        return torch.zeros(1).expand(2**20, 2**10)


long_net = Wide()
