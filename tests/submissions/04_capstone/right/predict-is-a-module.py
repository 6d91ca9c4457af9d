"""A module around the network, under the name of the function."""
# %% predict
class Predictor(nn.Module):
    def __init__(self, scores):
        super().__init__()
        self.scores = scores

    @torch.no_grad()
    def forward(self, X):
        self.eval()
        return (self.scores(X) > 0).float()


predict = Predictor(model)
