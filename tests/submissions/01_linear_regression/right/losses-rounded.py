"""The losses are rounded to four decimals, in a tuple."""
# %% training
rounded = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    rounded.append(round(loss.item(), 4))
losses = tuple(rounded)
