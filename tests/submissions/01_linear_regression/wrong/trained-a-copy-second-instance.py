"""A second instance of the class is trained in the place of `net`.

training: 0 trained-a-copy
parameters: 0 no-step
"""
# %% training
model = LinearRegression_i1_o1()
optimizer = optim.SGD(model.parameters(), lr=0.01)
losses = []
for epoch in range(100):
    loss = criterion(model(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
