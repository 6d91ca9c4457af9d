"""The network ends with a softmax, and CrossEntropyLoss applies one as well.

criterion: 0 softmax-in-model
"""
# %% model
torch.manual_seed(4)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.s = Scale(X_train)
        self.a = nn.Linear(4, 16)
        self.b = nn.Linear(16, 2)
    def forward(self, x):
        return torch.softmax(self.b(torch.relu(self.a(self.s(x)))), dim=-1)
model = Net()
# %% saved_state
state_file = folder / "model.pt"
torch.save(model.state_dict(), state_file)
reloaded = Net()
reloaded.load_state_dict(torch.load(state_file))
# %% criterion
criterion = nn.CrossEntropyLoss()
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(X_train), y_train.long().squeeze(1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val.long().squeeze(1)).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
# %% predict
def predict(X):
    model.eval()
    with torch.no_grad():
        return model(X).argmax(1, keepdim=True).float()
