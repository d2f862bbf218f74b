#!/usr/bin/python3
"""Logits of an ImageNet ResNet-18 on sample photographs, by Debian's torchvision 0.14 and Pillow.

    /usr/bin/python3 core/src/test/python/imagenet_logits.py WEIGHTS.safetensors FOLDER [ALL.f32]
        > core/src/test/resources/org/resnet4j/infer/imagenet-logits.txt
A line a picture: its name, the index of the highest logit, and every 25th logit. ALL.f32 receives
all logits as little-endian floats. Neither weights nor pictures are part of the project.
"""
import json
import os
import struct
import sys

import numpy
import torch
from PIL import Image
from torchvision import transforms
from torchvision.models import resnet18


def safetensors(path):
    with open(path, "rb") as f:
        size = struct.unpack("<Q", f.read(8))[0]
        header = json.loads(f.read(size))
        data = f.read()
    kinds = {"F32": numpy.float32, "I64": numpy.int64}
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = numpy.frombuffer(data[begin:end], kinds[entry["dtype"]])
            tensors[name] = torch.tensor(values.reshape(entry["shape"]))
    return tensors


network = resnet18()
network.load_state_dict(safetensors(sys.argv[1]), strict=False)
network.eval()
prepare = transforms.Compose(
    [
        transforms.Resize(256),
        transforms.CenterCrop(224),
        transforms.ToTensor(),
        transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ]
)
every = []
for name in sorted(os.listdir(sys.argv[2])):
    if name.endswith(".JPEG"):
        picture = Image.open(os.path.join(sys.argv[2], name)).convert("RGB")
        with torch.no_grad():
            logits = network(prepare(picture)[None])[0]
        every.append(logits.numpy())
        shown = " ".join(f"{value:.5f}" for value in logits[::25].tolist())
        print(name, int(logits.argmax()), shown)
if len(sys.argv) > 3:
    numpy.stack(every).astype("<f4").tofile(sys.argv[3])
