"""The network is made anew in the cell of the loop, its optimizer is not.

training: 1 optimizer-other-model
parameters: 0 no-step
"""
# %% training
net = LinearRegression_i1_o1()
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
