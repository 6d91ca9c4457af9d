"""The repaired function calls another one for each epoch."""
# %% repair
def train_repaired(model, loader, epochs):
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    return [train_epoch(model, loader, criterion, optimizer) for epoch in range(epochs)]
