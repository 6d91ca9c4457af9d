"""Dropout of 0.9 is left on, so the returned network answers at random.

transfer: 2 train-mode-left-on
"""
# %% transfer
def train_reader(images, labels):
    classes = int(labels.max()) + 1
    reader = nn.Sequential(nn.Flatten(), nn.Linear(96, 128), nn.ReLU(), nn.Dropout(0.9), nn.Linear(128, classes))
    loader = DataLoader(TensorDataset(images, labels), batch_size=64, shuffle=True)
    optimizer = optim.Adam(reader.parameters(), lr=0.005)
    for epoch in range(8):
        train_epoch(reader, loader, nn.CrossEntropyLoss(), optimizer)
    reader.train()
    return reader
