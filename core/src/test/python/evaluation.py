#!/usr/bin/python3
"""Writes what PyTorch, torchvision and numpy say about evaluation, for the tests of package infer.

Run from the root of the repository: /usr/bin/python3 core/src/test/python/evaluation.py
It writes, to core/src/test/resources/org/resnet4j/evaluate,
    evaluation.json  300 made-up logits of 7 classes with labels, and their figures: top-1, top-5,
                     cross-entropy (torch), expected calibration error and its 15 bins, precision
                     and recall
    views.txt        hashes of views of made-up noise: torchvision's Resize and TenCrop, and Resize
                     to the sides of the multi-scale test. A line is: kind, seed, height, width and
                     input size, and the first 16 digits of the SHA-256 of each view
    population.json.gz  mean and biased variance of what enters the normalisations of CIFAR
                     ResNet-8 with batch statistics, over batches of 43, 43 and 44 images of noise
                     (weights by the rule of reference.py): the mean of means, and the mean of
                     (variance + mean^2) less the square of the mean, in double; batches count by
                     their images
"""
import gzip
import hashlib
import json

import numpy
import torch
from PIL import Image
from torchvision import transforms

import reference

OUT = "core/src/test/resources/org/resnet4j/evaluate/"
BINS = 15


def noise(seed, count):
    """Bytes of a linear congruential generator, as ResizeTest makes them."""
    state, out = seed, bytearray(count)
    for i in range(count):
        state = (state * 1103515245 + 12345) & 0xFFFFFFFF
        out[i] = state >> 16 & 0xFF
    return bytes(out)


def divided(a, b):
    return a / b if b else None


def evaluation():
    random = numpy.random.RandomState(2017)
    labels = random.randint(0, 6, 300)  # the last class has no image
    logits = random.normal(0, 1.5, (300, 7)).astype(numpy.float32)
    logits[numpy.arange(300), labels] += random.normal(1.5, 1.5, 300).astype(numpy.float32)
    logits = numpy.round(logits, 3)
    x, y = torch.tensor(logits), torch.tensor(labels)
    p = torch.softmax(x.double(), 1).numpy()
    confidence, predicted = p.max(1), p.argmax(1)
    right = predicted == labels
    bins, error = [], 0.0
    edges = numpy.linspace(0, 1, BINS + 1)
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        n = int(inside.sum())
        mean = float(confidence[inside].mean()) if n else None
        accuracy = float(right[inside].mean()) if n else None
        bins.append({"images": n, "confidence": mean, "accuracy": accuracy})
        error += n / len(labels) * abs(accuracy - mean) if n else 0
    confusion = numpy.zeros((7, 7), int)
    numpy.add.at(confusion, (labels, predicted), 1)
    return {
        "logits": [[float(str(v)) for v in row] for row in logits],
        "labels": labels.tolist(),
        "top1": float(right.mean()),
        "top5": float((x.topk(5, 1)[1] == y[:, None]).any(1).double().mean()),
        "loss": torch.nn.functional.cross_entropy(x.double(), y).item(),
        "ece": float(error),
        "bins": bins,
        "confusion": confusion.tolist(),
        "precision": [divided(int(confusion[c, c]), int(confusion[:, c].sum())) for c in range(7)],
        "recall": [divided(int(confusion[c, c]), int(confusion[c].sum())) for c in range(7)],
    }


def views():
    for seed, height, width, size in [
        (1, 40, 60, 28),
        (2, 61, 40, 28),
        (3, 32, 32, 32),
        (4, 30, 200, 21),
        (5, 300, 257, 35),
        (6, 17, 23, 32),
    ]:
        image = Image.frombytes("RGB", (width, height), noise(seed, 3 * height * width))
        side = round(size * 8 / 7)
        crops = transforms.TenCrop(size)(transforms.Resize(side)(image))
        scales = [transforms.Resize(round(size * k / 7))(image) for k in (7, 8, 12, 15, 20)]
        for kind, made in ("ten-crop", crops), ("multi-scale", scales):
            hashes = [hashlib.sha256(view.tobytes()).hexdigest()[:16] for view in made]
            yield " ".join(map(str, [kind, seed, height, width, size, *hashes]))


def population():
    network = next(n for name, n, _ in reference.networks() if name == "basic").train()
    with torch.no_grad():
        reference.fill_state(network)
    sums = {}

    def hook(name):
        def watch(module, inputs):
            x = inputs[0].double()
            n, mean = x.shape[0], x.mean((0, 2, 3))
            square = x.var((0, 2, 3), unbiased=False) + mean * mean
            before = sums.get(name, (0, 0, 0))
            sums[name] = (before[0] + n, before[1] + n * mean, before[2] + n * square)

        return watch

    for name, module in network.named_modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.register_forward_pre_hook(hook(name))
    pixels = numpy.frombuffer(noise(7, 130 * 3 * 32 * 32), numpy.uint8).reshape(130, 32, 32, 3)
    x = torch.tensor(((pixels / 255.0 - 0.5) / 0.25).astype(numpy.float32)).permute(0, 3, 1, 2)
    with torch.no_grad():
        for begin, end in (0, 43), (43, 86), (86, 130):
            network(x[begin:end])
    return {
        name: {
            "mean": (total / n).tolist(),
            "variance": (square / n - (total / n) ** 2).tolist(),
        }
        for name, (n, total, square) in sums.items()
    }


def main():
    torch.set_num_threads(1)
    with open(OUT + "evaluation.json", "w") as out:
        json.dump(evaluation(), out)
        out.write("\n")
    with open(OUT + "views.txt", "w") as out:
        out.write("\n".join(views()) + "\n")
    with open(OUT + "population.json.gz", "wb") as raw:
        with gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
            out.write(json.dumps(population()).encode())


if __name__ == "__main__":
    main()
