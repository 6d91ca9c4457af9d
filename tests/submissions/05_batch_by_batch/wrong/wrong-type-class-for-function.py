"""A class whose constructor wants the number of classes, under the name of the function.

transfer: 0 wrong-type
"""
# %% transfer
class train_reader(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.out = nn.Linear(96, classes)

    def forward(self, images):
        return self.out(images.flatten(1))
