"""Adam written out in the loop."""
# %% convergence
long_net = LinearRegression_i1_o1()
ps = list(long_net.parameters())
m=[0,0]
v=[0,0]
for t in range(1, 3001):
    long_net.zero_grad()
    loss = criterion(long_net(x_data), y_data)
    loss.backward()
    with torch.no_grad():
        for i, p in enumerate(ps):
            m[i] = 0.9*m[i]+0.1*p.grad
            v[i]=0.999*v[i]+0.001*p.grad**2
            p -= 0.05*(m[i]/(1-0.9**t))/((v[i]/(1-0.999**t)).sqrt()+1e-8)
