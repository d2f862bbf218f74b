#!/usr/bin/python3
"""Writes what a coloured picture becomes on its way to logits, for ColoursTest to agree with.

Run from the root of the repository: /usr/bin/python3 core/src/test/python/colours.py
It writes core/src/test/resources/org/resnet4j/infer/colours.json:
    logits   of the embedded weights, for the picture at three sizes, in double. Weights, mean, std
             and frame are read from the file; Resize, CenterCrop and Normalize are torchvision's
             with Pillow's pixels, and the network is that of reference.py at depth 20
    imagenet the input of an ImageNet network: shorter side 256 by Pillow's bilinear filter, centre
             224, mean and std as torchvision's documentation prints them. Of the values
             [3, 224, 224], every STEP-th, and the means of 7 x 7 squares, [3, 7, 7]
The picture of a height and width has, at row y and column x,
    red (7 x + 2 y) mod 256, green (255 - 5 y + x) mod 256, blue (x y / 2 rounded down) mod 256.
"""
import json
import struct

import numpy
import torch
from PIL import Image
from torch import nn
from torch.nn import functional
from torchvision import transforms

import reference

WEIGHTS = "demo/src/main/resources/META-INF/resnet4j/resnet20-cifar10.safetensors"
OUT = "core/src/test/resources/org/resnet4j/infer/colours.json"
SIZES = [(32, 32), (50, 41), (90, 130)]
IMAGENET_SIZE = (300, 421)
STEP = 997


def picture(height, width):
    y, x = numpy.mgrid[0:height, 0:width]
    colours = [7 * x + 2 * y, 255 - 5 * y + x, x * y // 2]
    return Image.fromarray((numpy.stack(colours, 2) % 256).astype(numpy.uint8))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        channels = 16
        for stage, width in enumerate([16, 32, 64], 1):
            blocks = []
            for i in range(3):
                blocks.append(reference.BasicBlock(channels, width, 2 if i == 0 and stage > 1 else 1))
                channels = width
            setattr(self, f"layer{stage}", nn.Sequential(*blocks))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        return self.fc(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))


def embedded():
    with open(WEIGHTS, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    card = json.loads(header.pop("__metadata__")["resnet4j"])
    kinds = {"F32": numpy.float32, "I64": numpy.int64}
    network = Network()
    network.load_state_dict(
        {
            name: torch.from_numpy(
                numpy.frombuffer(data[slice(*entry["data_offsets"])], kinds[entry["dtype"]])
                .reshape(entry["shape"])
                .copy()
            )
            for name, entry in header.items()
        }
    )
    return network.double().eval(), card


def transform(short, crop, mean, std):
    return transforms.Compose(
        [
            transforms.Resize(short),
            transforms.CenterCrop(crop),
            transforms.ToTensor(),
            transforms.Normalize(mean, std),
        ]
    )


def logits():
    network, card = embedded()
    normalisation = card.get("normalisation") or card["preprocessing"]["normalisation"]
    prepare = transform(32, 32, normalisation["mean"], normalisation["std"])
    with torch.no_grad():
        return [network(prepare(picture(*size)).double()[None])[0].tolist() for size in SIZES]


def imagenet():
    prepare = transform(256, 224, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    values = prepare(picture(*IMAGENET_SIZE))
    squares = values.double().reshape(3, 7, 32, 7, 32).mean((2, 4))
    return {"samples": values.flatten()[::STEP].tolist(), "squares": squares.flatten().tolist()}


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(inside) for key, inside in value.items()}
    return [rounded(v) for v in value] if isinstance(value, list) else float(f"{value:.8g}")


def main():
    answers = rounded({"logits": logits(), "imagenet": imagenet()})
    with open(OUT, "w") as file:
        file.write(json.dumps(answers, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
