#!/usr/bin/python3
"""Prints what Debian's torchvision 0.14 draws, for DistributionsTest to agree with.

Run: /usr/bin/python3 core/src/test/python/random_frames.py
For 100,000 boxes of RandomResizedCrop and of RandomErasing in pictures of 60 rows and 100 columns:
means and standard deviations of the share of the area, the logarithm of width per height, and the
first row and column as shares of the places there are. RandomErasing returns the whole picture
where no box fits: the share of those comes last. Then, for pictures too thin for any box, the box
itself.
"""
import math
import statistics

import torch
from torchvision import transforms

DRAWS, HEIGHT, WIDTH = 100_000, 60, 100
torch.manual_seed(1)


def shares(boxes):
    rows = [
        (h * w / HEIGHT / WIDTH, math.log(w / h), (t + 0.5) / (HEIGHT - h + 1), (l + 0.5) / (WIDTH - w + 1))
        for t, l, h, w in boxes
    ]
    for values in zip(*rows):
        print(f"  {statistics.mean(values):.4f}, {statistics.stdev(values):.4f}")


crop = transforms.RandomResizedCrop.get_params
picture = torch.zeros(3, HEIGHT, WIDTH)
print("crop")
shares([crop(picture, [0.08, 1.0], [3 / 4, 4 / 3]) for _ in range(DRAWS)])
print("erasing")
drawn = [
    transforms.RandomErasing.get_params(picture, (0.02, 0.33), (0.3, 3.3), [0.0])
    for _ in range(DRAWS)
]
boxes = [(i, j, h, w) for i, j, h, w, _ in drawn if (h, w) != (HEIGHT, WIDTH)]
shares(boxes)
print("  none", 1 - len(boxes) / DRAWS)
for height, width in ((3, 500), (500, 3), (7, 1000), (1000, 9), (1, 50), (50, 1)):
    print(height, width, crop(torch.zeros(3, height, width), [0.9, 1.0], [3 / 4, 4 / 3]))
