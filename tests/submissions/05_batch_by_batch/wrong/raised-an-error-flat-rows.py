"""A network that takes flat rows only.

transfer: 0 raised-an-error
"""
# %% transfer
def train_reader(images, labels):
    reader = nn.Sequential(nn.Linear(96, 64), nn.ReLU(), nn.Linear(64, int(labels.max()) + 1))
    optimizer = optim.Adam(reader.parameters(), lr=0.003)
    for epoch in range(5):
        for rows in torch.randperm(len(images)).split(32):
            loss = nn.functional.cross_entropy(reader(images[rows].flatten(1)), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return reader
