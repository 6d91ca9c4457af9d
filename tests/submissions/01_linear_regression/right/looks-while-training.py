"""Each epoch looks at a prediction between the backward pass and the step, and the gradients' length."""
# %% training
losses = []
for epoch in range(100):
    net.train()
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    net.eval()
    with torch.no_grad():
        at_four = net(torch.tensor([[4.0]])).item()
    length = sum(p.grad.norm() ** 2 for p in net.parameters()) ** 0.5
    if epoch % 20 == 0:
        print(f"{epoch:4d}  {at_four:.3f}  {length:.3f}")
    optimizer.step()
    losses.append(loss.item())
