"""The limit of a win is chosen by the validation rows."""
# %% predict
grid = torch.linspace(-1, 1, 41)
with torch.no_grad():
    limit = max(grid, key=lambda g: ((model.eval()(X_val) > g).float() == y_val).float().mean())
def predict(X):
    model.eval()
    with torch.no_grad():
        return (model(X) > limit).float()
