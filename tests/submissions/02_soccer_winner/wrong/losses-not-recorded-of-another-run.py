"""The losses are those of a trial run on another model.

training: 4 losses-not-recorded
"""
# %% training
def run(net, opt):
    history = []
    for epoch in range(50):
        loss = criterion(net(X), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
        history.append(loss.item())
    return history

trial = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
run(model, optimizer)
losses = run(trial, optim.Adam(trial.parameters(), lr=0.1))
