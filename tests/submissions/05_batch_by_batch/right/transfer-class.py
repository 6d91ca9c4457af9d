"""A class whose constructor trains it, under the name of the function."""
# %% transfer
class Reader(nn.Module):
    def __init__(self, images, labels):
        super().__init__()
        self.hidden = nn.Linear(12 * 8, 64)
        self.out = nn.Linear(64, labels.max() + 1)
        optimizer = optim.AdamW(self.parameters(), lr=5e-3)
        for _ in range(15):
            for x, y in DataLoader(list(zip(images, labels)), 32, True):
                optimizer.zero_grad()
                nn.functional.cross_entropy(self(x), y).backward()
                optimizer.step()

    def forward(self, images):
        return self.out(self.hidden(images.view(-1, 96)).clamp(min=0))


train_reader = Reader
