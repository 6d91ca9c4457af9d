"""The batch is learned row by row, in a new order each time."""
# %% overfit_one_batch
def overfit_one_batch(model, batch):
    loader = DataLoader(TensorDataset(*batch), batch_size=4, shuffle=True)
    optimizer = optim.AdamW(model.parameters(), lr=0.01)
    for _ in range(100):
        for x, y in loader:
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
    return model
