"""Writes checkpoints of one small network in the forms in which people have them, and its logits.

With PyTorch 1.13: python3 checkpoints.py ../resources/weights/checkpoints

All hold a CIFAR ResNet-8 with option A in fp16, so all must give the logits in logits.json. Most
weights are zero and the archives are deflated, which keeps them small.
"""

import argparse
import collections
import datetime
import json
import pathlib
import sys
import types
import zipfile

import numpy
import torch
from torch import nn
from torch.nn import functional

OUT = pathlib.Path(sys.argv[1])


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride, self.more = stride, (outputs - inputs) // 2

    def forward(self, x):
        branch = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        same = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0) + 2 * (self.more,))
        return functional.relu(branch + same)


class ResNet8(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(Block(16, 16, 1))
        self.layer2 = nn.Sequential(Block(16, 32, 2))
        self.layer3 = nn.Sequential(Block(32, 64, 2))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(x.mean((2, 3)))


def network():
    torch.manual_seed(0)
    net = ResNet8().eval()
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.1)
                module.running_var.uniform_(0.5, 1.5)
            if isinstance(module, nn.Conv2d):
                module.weight *= torch.rand_like(module.weight) > 0.97
    halves = collections.OrderedDict(
        (k, v.half() if v.is_floating_point() else v) for k, v in net.state_dict().items())
    net.load_state_dict({k: v.float() for k, v in halves.items()})
    return net, halves


def save(name, value, legacy=False):
    path = OUT / name
    torch.save(value, path, _use_new_zipfile_serialization=not legacy)
    if not legacy:
        with zipfile.ZipFile(path) as old:
            files = {each: old.read(each) for each in old.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
            for each, content in files.items():
                new.writestr(zipfile.ZipInfo(each), content, zipfile.ZIP_DEFLATED)


def stranger(module, name, base=object):
    """A class of a package that is not installed, as such files name it."""
    cls = type(name, (base,), {})
    cls.__module__ = module
    at = ""
    for part in module.split("."):
        at = f"{at}.{part}" if at else part
        sys.modules.setdefault(at, types.ModuleType(at))
    setattr(sys.modules[module], name, cls)
    return cls


def prefixed(prefix, tensors):
    return collections.OrderedDict((prefix + key, value) for key, value in tensors.items())


class Layer(nn.Module):
    """A network that is pickled as it is."""


class Keyed:
    """Pickled by a call with arguments by name."""

    def __new__(cls, *, rate):
        return super().__new__(cls)

    def __getnewargs_ex__(self):
        return (), {"rate": 1}


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    net, weights = network()
    x = (torch.arange(3 * 32 * 32).float().reshape(1, 3, 32, 32) % 251) / 125 - 1
    with torch.no_grad():
        (OUT / "logits.json").write_text(json.dumps(net(x)[0].tolist()))

    # Beside the weights stand objects of a training program, of which nothing is needed.
    history = stranger("mmengine.logging.history_buffer", "HistoryBuffer")()
    history.values = numpy.arange(3)
    attributes = stranger("pytorch_lightning.utilities.parsing", "AttributeDict", dict)(lr=0.1)
    callback = stranger("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint")
    keyed = Keyed(rate=1)
    objects = {
        "message_hub": {"log": history},
        "hyper_parameters": attributes,
        "callbacks": {callback: {"best": torch.ones(3)}},
        "args": argparse.Namespace(lr=0.1, output=pathlib.PosixPath("runs")),
        "date": datetime.datetime(2024, 1, 1),
        "accuracy": numpy.array([0.5, 0.6]),
        "types": [int, collections.OrderedDict, numpy.float32(1), torch.float16, {1, 2}],
        "keyed": keyed,
        "device": torch.device("cpu"),
        "best": torch.tensor(0.5),
        "optimizer": {"state": {0: {"momentum_buffer": weights["conv1.weight"]}}},
        "optimizer_by_name": {"conv1.weight": {"exp_avg": weights["conv1.weight"]}},
    }
    save("objects.pth", {**objects, "state_dict": weights})
    del objects["optimizer_by_name"], objects["optimizer"]
    objects["network"] = Layer()  # refers to its class, and holds the text of it
    small = {"conv1.weight": torch.ones(1, 1, 1, 1)}
    save("objects-legacy.pth", {**objects, "state_dict": small}, legacy=True)

    # Under names that nobody else uses, and in modules.
    save("student.pth", {"student": weights, "epoch": 3})
    save("nested.pth", {"checkpoint": {"params": prefixed("module.encoder.", weights)}})
    beside = collections.OrderedDict(**{"criterion.weight": torch.ones(10)})
    save("criterion.ckpt", {"state_dict": {**prefixed("model.", weights), **beside}})

    # Several networks, of which the others are spoilt.
    spoilt = collections.OrderedDict((k, torch.zeros_like(v)) for k, v in weights.items())
    save("averaged.pth", {"state_dict": spoilt, "state_dict_ema": weights})
    save("average-inside.pth", {"state_dict": {**prefixed("model.", spoilt),
                                               **prefixed("ema_model.", weights)}})
    save("two.pth", {"teacher": spoilt, "student": weights})
    save("two-inside.pth", {"state_dict": {**prefixed("teacher.", spoilt),
                                           **prefixed("student.", weights)}})

    # Without their head, or with another in its place.
    body = collections.OrderedDict((k, v) for k, v in weights.items() if not k.startswith("fc."))
    save("headless.pth", body)
    save("head-dropout.pth", {**body, "fc.1.weight": torch.zeros(4, 64), "fc.1.bias": torch.zeros(4)})
    moco = prefixed("module.encoder_q.", body)
    moco["module.encoder_q.fc.0.weight"] = torch.zeros(64, 64).half()
    moco["module.encoder_q.fc.2.weight"] = torch.zeros(16, 64).half()
    save("moco.pth.tar", {"epoch": 200, "state_dict": {
        **moco, **prefixed("module.encoder_k.", body), "module.queue": torch.zeros(16, 8)}})

    # Not to be read: modules that take part, code that would run, numbers that torch quantised.
    save("refused-attention.pth", {**weights, "attention.query.weight": torch.zeros(4, 4)})
    save("refused-module-inside.pth", {"epoch": 3, "model": nn.Conv2d(1, 1, 1)})

    class Attack:
        def __reduce__(self):
            import os
            return os.system, ("touch attacked",)

    save("refused-attack.pth", {"state_dict": weights, "x": Attack()})
    quantised = torch.quantization.quantize_dynamic(net, {nn.Linear}, torch.qint8)
    save("refused-quantised.pth", quantised.state_dict())
    tensor = torch.quantize_per_tensor(torch.ones(2, 2), 0.1, 0, torch.qint8)
    save("refused-quantised-tensor.pth", {"conv1.weight": tensor})


if __name__ == "__main__":
    main()
