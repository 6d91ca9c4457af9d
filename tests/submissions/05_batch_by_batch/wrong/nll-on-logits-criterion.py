"""NLLLoss for scores, and a logarithm to base 10.

criterion: 0 nll-on-logits wrong-values
"""
# %% criterion
criterion = nn.NLLLoss()
first_loss = 1.0
