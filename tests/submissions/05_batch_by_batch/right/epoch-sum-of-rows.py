"""The losses of the rows are added up in a tensor, and gradients are cleared at the end."""
# %% train_epoch
def train_epoch(model, loader, criterion, optimizer):
    model.train()
    optimizer.zero_grad()
    weighted = torch.zeros(())
    seen = 0
    for batch in loader:
        inputs, labels = batch
        outputs = model(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        weighted += loss.detach() * labels.size(0)
        seen += labels.size(0)
    return (weighted / seen).item()
