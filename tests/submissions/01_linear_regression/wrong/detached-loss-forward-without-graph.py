"""`forward` computes under `no_grad`, so that no loss leads back to the parameters.

model: 0 detached-loss
training: 0 detached-loss
parameters: 0 no-step
convergence: 0 detached-loss
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        with torch.no_grad():
            return self.linear(x)


net = LinearRegression_i1_o1()
