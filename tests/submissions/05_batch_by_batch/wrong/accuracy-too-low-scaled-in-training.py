"""The images are scaled for the training, and the network that is returned gets new ones as they are.

transfer: 0 accuracy-too-low
"""
# %% transfer
def train_reader(images, labels):
    images = (images - images.mean()) / images.std() * 10
    reader = nn.Sequential(nn.Flatten(), nn.Linear(96, 64), nn.ReLU(), nn.Linear(64, int(labels.max()) + 1))
    loader = DataLoader(TensorDataset(images, labels), batch_size=64, shuffle=True)
    optimizer = optim.Adam(reader.parameters(), lr=0.005)
    for epoch in range(20):
        train_epoch(reader, loader, nn.CrossEntropyLoss(), optimizer)
    return reader
