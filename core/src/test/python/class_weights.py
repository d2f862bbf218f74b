#!/usr/bin/python3
"""Prints what Debian's PyTorch 1.13 computes for LossTest: weighted, smoothed cross-entropies.

Run: /usr/bin/python3 core/src/test/python/class_weights.py
Three classes have 6, 3 and 1 of 10 images. A weight is the number of images over the number of
classes and over the images of the class, so that the mean over the images is 1.
"""
import torch
from torch.nn import functional

counts = torch.tensor([6.0, 3.0, 1.0], dtype=torch.float64)
weights = counts.sum() / (len(counts) * counts)
logits = torch.tensor(
    [[1.0, -0.5, 0.25], [0.0, 2.0, -1.0], [-1.5, 0.5, 0.75], [0.125, 0.25, -2.0]],
    dtype=torch.float64,
    requires_grad=True,
)
labels = torch.tensor([0, 1, 2, 2])
print("weights", weights.tolist())
for smoothing in (0.0, 0.1):
    losses = functional.cross_entropy(
        logits, labels, weight=weights, reduction="none", label_smoothing=smoothing
    )
    (gradient,) = torch.autograd.grad(losses.mean(), logits)
    print("smoothing", smoothing)
    print("losses", losses.tolist())
    print("gradient", gradient.flatten().tolist())
