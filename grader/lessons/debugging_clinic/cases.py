"""The six patients of lesson 3: training functions as learners are given them, with one mistake each.

Their text is in the notebook twice, in a locked cell and above the repair; tests hold the three together.
"""
# ruff: noqa: ANN001, ANN201, B007 - the text that learners are given

from __future__ import annotations

import copy
import inspect

import torch
from torch import nn, optim


def sick_1(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    targets = y.squeeze()
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def sick_2(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        error = criterion(net(x), y).item()
        loss = torch.tensor(error, requires_grad=True)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(error)
    return losses


def sick_3(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.5)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def sick_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    losses = []
    for lr in (0.01, 0.1):
        optimizer = optim.SGD(net.parameters(), lr=lr)
        for epoch in range(epochs):
            loss = criterion(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


def sick_5(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(criterion(net(x), y))
    return losses


def sick_6(net, x, y, epochs):
    net = copy.deepcopy(net)
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


SICK = (sick_1, sick_2, sick_3, sick_4, sick_5, sick_6)
GIVEN = tuple(inspect.getsource(function) for function in SICK)
