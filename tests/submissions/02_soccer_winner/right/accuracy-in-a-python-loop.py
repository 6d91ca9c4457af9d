"""Right predictions are counted one by one, and the weights of the transfer come from LBFGS."""
# %% accuracy
right = 0
for features, target in zip(X_season, y_season):
    probability = model(features.unsqueeze(0)).item()
    predicted = 1 if probability > 0.5 else 0
    if predicted == target.item():
        right += 1
accuracy = right / len(y_season)
# %% transfer
def train_classifier(X, y):
    net = nn.Sequential(nn.Linear(X.shape[1], 1), nn.Sigmoid())
    loss_fn = nn.BCELoss()
    opt = optim.LBFGS(net.parameters(), max_iter=50, line_search_fn="strong_wolfe")
    def closure():
        opt.zero_grad()
        loss = loss_fn(net(X), y) + 1e-3 * net[0].weight.pow(2).sum()
        loss.backward()
        return loss
    opt.step(closure)
    return net
