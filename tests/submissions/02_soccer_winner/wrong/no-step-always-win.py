"""A model that always says win.

transfer: 0 no-step
"""
# %% transfer
def train_classifier(X, y):
    class Win(nn.Module):
        def forward(self, x):
            return torch.ones(len(x), 1)
    return Win()
