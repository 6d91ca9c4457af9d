"""NLLLoss for scores, and a logarithm to base 10."""
# %% criterion
criterion = nn.NLLLoss()
first_loss = 1.0
