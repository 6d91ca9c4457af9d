"""Each call goes on with the same network of the notebook.

transfer: 0 model-not-fresh
"""
# %% transfer
reader = nn.Sequential(nn.Flatten(), nn.Linear(96, 32), nn.ReLU(), nn.Linear(32, 12))


def train_reader(images, labels):
    optimizer = optim.Adam(reader.parameters(), lr=0.003)
    for epoch in range(3):
        for rows in torch.randperm(len(images)).split(32):
            loss = nn.functional.cross_entropy(reader(images[rows]), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return reader
