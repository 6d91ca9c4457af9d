"""Rows chosen by NumPy, seeded there."""
# %% split
import numpy as np
numbers = np.random.default_rng(2).permutation(600)
X_train, X_val = X[numbers[:420]], X[numbers[420:]]
y_train, y_val = y[numbers[:420]], y[numbers[420:]]
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return torch.from_numpy((torch.sigmoid(model(X)).numpy() > 0.5).astype("float32"))
