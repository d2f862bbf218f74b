#!/usr/bin/python3
"""Writes the parameter names and shapes of torchvision's networks, one file a network.

Run with Debian's python3-torchvision 0.14 from the root of the repository:
    /usr/bin/python3 core/src/test/python/torchvision_keys.py
It writes core/src/test/resources/arch/torchvision-keys.txt.gz: a line "# name" per network, then
a line "key d0xd1x..." per entry of its state_dict (no dimensions for a scalar).
"""
import gzip

import torchvision.models as models

OUT = "core/src/test/resources/arch/torchvision-keys.txt.gz"
NETWORKS = (
    ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]
    + ["resnext50_32x4d", "resnext101_32x8d", "resnext101_64x4d"]
    + ["wide_resnet50_2", "wide_resnet101_2"]
    + ["vgg11", "vgg13", "vgg16", "vgg19"]
    + ["vgg11_bn", "vgg13_bn", "vgg16_bn", "vgg19_bn"]
)


def entries():
    for name in NETWORKS:
        yield name, getattr(models, name)(weights=None)
    for aux in (False, True):
        name = "googlenet" + ("+aux" if aux else "")
        yield name, models.googlenet(weights=None, aux_logits=aux, init_weights=False)


with open(OUT, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
    for name, network in entries():
        out.write(f"# {name}\n".encode())
        for key, value in network.state_dict().items():
            out.write(f"{key} {'x'.join(map(str, value.shape))}\n".encode())
