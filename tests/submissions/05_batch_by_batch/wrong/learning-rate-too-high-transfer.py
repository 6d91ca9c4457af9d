"""Steps that are far too large.

transfer: 0 learning-rate-too-high
"""
# %% transfer
def train_reader(images, labels):
    reader = nn.Sequential(nn.Flatten(), nn.Linear(96, 64), nn.ReLU(), nn.Linear(64, int(labels.max()) + 1))
    optimizer = optim.Adam(reader.parameters(), lr=3.0)
    for epoch in range(5):
        for rows in torch.randperm(len(images)).split(32):
            loss = nn.functional.cross_entropy(reader(images[rows]), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return reader
