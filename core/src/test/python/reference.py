#!/usr/bin/python3
"""Writes what Debian's PyTorch 1.13 computes for ten networks, for ReferenceTest to agree with.

Run from the root of the repository: /usr/bin/python3 core/src/test/python/reference.py
It writes core/src/test/resources/reference/NAME.json.gz for NAME in basic, bottleneck, preact,
vgg, googlenet, joints, orders, stacks, squeeze, averaged. Weights and inputs are not stored: both sides fill them by the same rule.

The rule. A tensor with name t gets element i (0, 1, 2, ... in row-major order) from splitmix64
(Steele, Lea and Flood 2014); all integers have 64 bits and wrap around:
    seed = FNV-1a hash, 64 bits, of the UTF-8 bytes of t
    z = seed + (i + 1) * 0x9E3779B97F4A7C15
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EB
    z = z ^ (z >>> 31)
    u = (z >>> 40) * 2^-23 - 1                        exact, in [-1, 1)
    value = (float) (offset + scale * u)              in double, then rounded once
with, by the kind of tensor,
    weight of a convolution or linear layer           offset 0, scale sqrt(6 / fan_in)
                                                      (fan_in = elements / first dimension)
    weight of a normalisation                         offset 1, scale 0.2
    any bias                                          offset 0, scale 0.1
    running_mean                                      offset 0, scale 0.1
    running_var                                       offset 1, scale 0.5
    num_batches_tracked                               0, a 64-bit integer
    the input, named "input0" to "input39"            offset 0, scale sqrt(3): unit variance
Label j of the batch is (3 * j + 1) mod classes.

What is computed, in fp32 on the CPU, with dropout 0 everywhere:
    1. evalLogits, in inference mode with the filled running statistics, and trainLogits, in
       training mode, each from the filled state.
    2. From the filled state again, three steps of SGD in training mode on the first stepImages
       images: mean cross-entropy, momentum 0.9 with Nesterov, weight decay 1e-4 on every parameter,
       learning rate "rate". losses: before each step. gradients: of every parameter in the first
       pass, without weight decay.
    3. after: every parameter and running statistic after the third step.

A file is one JSON object: network, torch, inputName, input (shape), stepImages, classes, statistics,
rate, evalLogits and trainLogits (flat, [n, classes]), losses, zeroGradients (names), and gradients
and after, which map a name to
    {"shape": [...], "sum": .., "abs": .., "samples": [16 values]}
sum and abs are sums of the values and of their magnitudes in double. Sample k is the element at
index floor(k * elements / 16), so a tensor of fewer elements repeats some.

For GoogLeNet the three steps are computed in inference mode, with the filled running statistics
(statistics "running" in the file, "batch" for the others). Over batches that a test can afford its
57 normalisations magnify rounding so much that PyTorch's own fp32 gradients are 1e-4 from its fp64
ones.

A ReLU whose input is zero but for rounding may let a gradient through in one implementation and not
in another, and one such flip moves the gradients below it by 1e-3. So of the forty inputs that one
is taken for which the ReLU input nearest to zero, relative to those beside it, is the farthest.

The measure of agreement of a tensor is the root mean square of the differences of its samples over
that of their samples or over its mean magnitude, whichever is larger. zeroGradients lists the
exceptions: the gradient of a bias before a normalisation is zero but for rounding, and must only be
small: its mean magnitude below 1e-5 of the largest mean magnitude of all gradients. For logits it
is the largest difference over the largest logit. The script prints how far fp32 is from fp64 by
this measure: what two correct implementations may differ.

The networks are, each with 10 classes,
    basic       CIFAR ResNet-8, shortcut option A              8 images 3x32x32
    bottleneck  torchvision ResNet(Bottleneck, [1, 1, 1, 1])   4 images 3x64x64
    preact      CIFAR pre-activated bottleneck net, depth 11   4 images 3x32x32
    vgg         torchvision VGG-11 with batch norm, the map    8 images 3x32x32
                pooled to 1x1 and 64 hidden values
    googlenet   torchvision GoogLeNet without side classifiers 8 images 3x64x64, 2 in the steps
    joints      CIFAR ResNet-8 whose blocks join branch and    8 images 3x32x32
                shortcut by an exclusive gate, by a gate of
                the shortcut alone, and by constant factors
    orders      CIFAR ResNet-8 whose blocks normalise behind   8 images 3x32x32
                the addition; begin with a ReLU alone; have
                the ReLU before the addition and a max pooling
                for the stride; norm and ReLU at the end
    stacks      CIFAR VGG of depth 7                           8 images 3x32x32
    squeeze     CIFAR ResNet-8 whose branches end in a         8 images 3x32x32
                squeeze-and-excitation gate of 8 values
    averaged    CIFAR ResNet-8 whose shortcuts average 2x2     8 images 3x30x30
                pixels, the last of an odd row alone, before
                a projection
"""
import copy
import dataclasses
import gzip
import json
import math
import sys

import numpy
import torch
from torch import nn
from torch.nn import functional
from torchvision import models
from torchvision.models.resnet import Bottleneck
from torchvision.models.vgg import cfgs, make_layers

OUT = "core/src/test/resources/reference"
STEPS, MOMENTUM, DECAY = 3, 0.9, 1e-4


@dataclasses.dataclass
class Case:
    images: int
    step_images: int
    size: int
    rate: float
    batch_statistics: bool = True


def fill(name, shape, offset, scale):
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) % 2**64
    count = math.prod(shape)
    z = numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
    z += numpy.uint64(seed)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    z = z ^ (z >> numpy.uint64(31))
    u = (z >> numpy.uint64(40)).astype(numpy.float64) * 2.0**-23 - 1.0
    return torch.from_numpy((offset + scale * u).astype(numpy.float32).reshape(shape))


def fill_state(network):
    for name, value in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        if name.endswith("running_mean") or name.endswith("bias"):
            offset, scale = 0.0, 0.1
        elif name.endswith("running_var"):
            offset, scale = 1.0, 0.5
        elif value.dim() == 1:
            offset, scale = 1.0, 0.2
        else:
            offset, scale = 0.0, math.sqrt(6.0 / (value.numel() // value.shape[0]))
        value.copy_(fill(name, tuple(value.shape), offset, scale))


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.stride, self.pad = stride, (outputs - inputs) // 2
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        s = x[:, :, :: self.stride, :: self.stride]
        return functional.relu(y + functional.pad(s, (0, 0, 0, 0, self.pad, self.pad)))


class PreactBottleneck(nn.Module):
    def __init__(self, inputs, outputs, stride, first):
        super().__init__()
        inner = outputs // 4
        if not first:
            self.bn1 = nn.BatchNorm2d(inputs)
        self.first = first
        self.conv1 = nn.Conv2d(inputs, inner, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(inner)
        self.conv2 = nn.Conv2d(inner, inner, 3, stride, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(inner)
        self.conv3 = nn.Conv2d(inner, outputs, 1, bias=False)
        self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False))

    def forward(self, x):
        a = x if self.first else functional.relu(self.bn1(x))
        y = functional.relu(self.bn2(self.conv1(a)))
        return self.conv3(functional.relu(self.bn3(self.conv2(y)))) + self.downsample(a)


class SqueezedBlock(BasicBlock):
    """Hu et al. 2018; the gate's parameters follow those of the branch, as in timm."""

    def __init__(self, inputs, outputs, stride):
        super().__init__(inputs, outputs, stride)
        self.se = nn.Module()
        self.se.fc1 = nn.Conv2d(outputs, 8, 1)
        self.se.fc2 = nn.Conv2d(8, outputs, 1)

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        z = self.se.fc2(functional.relu(self.se.fc1(y.mean((2, 3), keepdim=True))))
        s = x[:, :, :: self.stride, :: self.stride]
        s = functional.pad(s, (0, 0, 0, 0, self.pad, self.pad))
        return functional.relu(y * torch.sigmoid(z) + s)


class AveragedBlock(BasicBlock):
    """ResNet-D's shortcut, as timm's downsample_avg."""

    def __init__(self, inputs, outputs, stride):
        super().__init__(inputs, outputs, stride)
        if stride > 1:
            self.downsample = nn.Sequential(
                nn.AvgPool2d(2, stride, ceil_mode=True, count_include_pad=False),
                nn.Conv2d(inputs, outputs, 1, bias=False),
                nn.BatchNorm2d(outputs),
            )
        else:
            self.downsample = nn.Identity()

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        return functional.relu(y + self.downsample(x))


class JoinedBlock(BasicBlock):
    """``join`` makes of branch, shortcut and the gate's output what enters the last ReLU."""

    def __init__(self, inputs, outputs, stride, join, gated):
        super().__init__(inputs, outputs, stride)
        self.join, self.gated = join, gated
        if gated:
            branch = dict(self._modules)
            self._modules.clear()
            self.gate = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride))
            self._modules.update(branch)

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        s = x[:, :, :: self.stride, :: self.stride]
        s = functional.pad(s, (0, 0, 0, 0, self.pad, self.pad))
        return functional.relu(self.join(y, s, self.gate(x) if self.gated else None))


def exclusive(branch, shortcut, z):
    g = torch.sigmoid(z - 1)
    return g * branch + (1 - g) * shortcut


def shortcut_only(branch, shortcut, z):
    return branch + (1 - torch.sigmoid(z - 1)) * shortcut


def scaled(branch, shortcut, _):
    return 0.7 * branch + 0.5 * shortcut


class NormAfterAddition(BasicBlock):
    def forward(self, x):
        y = self.conv2(functional.relu(self.bn1(self.conv1(x))))
        return functional.relu(self.bn2(y + x))


class ReluOnlyPreActivation(BasicBlock):
    def forward(self, x):
        x = functional.relu(x)
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        s = x[:, :, :: self.stride, :: self.stride]
        return y + functional.pad(s, (0, 0, 0, 0, self.pad, self.pad))


class PooledReluBeforeAddition(BasicBlock):
    def forward(self, x):
        x = functional.max_pool2d(x, 2)
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        return functional.relu(y) + functional.pad(x, (0, 0, 0, 0, self.pad, self.pad))


class ConvBlock(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return functional.relu(self.bn(self.conv(x)))


class Stacks(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Sequential(ConvBlock(3, 16), ConvBlock(16, 16))
        self.layer2 = nn.Sequential(ConvBlock(16, 32), ConvBlock(32, 32))
        self.layer3 = nn.Sequential(ConvBlock(32, 64), ConvBlock(64, 64))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = functional.max_pool2d(self.layer1(x), 2)
        x = functional.max_pool2d(self.layer2(x), 2)
        return self.fc(self.layer3(x).mean((2, 3)))


class SmallImageNet(nn.Module):
    """Three stages of one block on 16 channels; ``last`` is the final norm's width, or 0."""

    def __init__(self, blocks, width, last):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1, self.layer2, self.layer3 = (nn.Sequential(block) for block in blocks)
        self.bn2 = nn.BatchNorm2d(width) if last else None
        self.fc = nn.Linear(width, 10)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        if self.bn2:
            x = functional.relu(self.bn2(x))
        return self.fc(x.mean((2, 3)))


def vgg():
    network = models.VGG(make_layers(cfgs["A"], batch_norm=True), 10, False, dropout=0.0)
    network.avgpool = nn.AdaptiveAvgPool2d(1)
    network.classifier[0] = nn.Linear(512, 64)
    network.classifier[3] = nn.Linear(64, 64)
    network.classifier[6] = nn.Linear(64, 10)
    return network


def networks():
    basic = [BasicBlock(16, 16, 1), BasicBlock(16, 32, 2), BasicBlock(32, 64, 2)]
    yield "basic", SmallImageNet(basic, 64, False), Case(8, 8, 32, 0.05)
    yield "bottleneck", models.ResNet(Bottleneck, [1, 1, 1, 1], 10), Case(4, 4, 64, 0.01)
    preact = [
        PreactBottleneck(16, 64, 1, True),
        PreactBottleneck(64, 128, 2, False),
        PreactBottleneck(128, 256, 2, False),
    ]
    yield "preact", SmallImageNet(preact, 256, True), Case(4, 4, 32, 0.01)
    yield "vgg", vgg(), Case(8, 8, 32, 0.01)
    googlenet = models.GoogLeNet(10, False, False, False, dropout=0.0)
    yield "googlenet", googlenet, Case(8, 2, 64, 1e-4, batch_statistics=False)
    joints = [
        JoinedBlock(16, 16, 1, exclusive, True),
        JoinedBlock(16, 32, 2, shortcut_only, True),
        JoinedBlock(32, 64, 2, scaled, False),
    ]
    yield "joints", SmallImageNet(joints, 64, False), Case(8, 8, 32, 0.05)
    orders = [NormAfterAddition(16, 16, 1), ReluOnlyPreActivation(16, 32, 2)]
    orders.append(PooledReluBeforeAddition(32, 64, 1))
    yield "orders", SmallImageNet(orders, 64, True), Case(8, 8, 32, 0.05)
    yield "stacks", Stacks(), Case(8, 8, 32, 0.05)
    squeeze = [SqueezedBlock(16, 16, 1), SqueezedBlock(16, 32, 2), SqueezedBlock(32, 64, 2)]
    yield "squeeze", SmallImageNet(squeeze, 64, False), Case(8, 8, 32, 0.05)
    averaged = [AveragedBlock(16, 16, 1), AveragedBlock(16, 32, 2), AveragedBlock(32, 64, 2)]
    yield "averaged", SmallImageNet(averaged, 64, False), Case(8, 8, 30, 0.05)


def describe(tensor):
    flat = tensor.detach().reshape(-1)
    double = flat.double()
    samples = [flat[k * flat.numel() // 16].item() for k in range(16)]
    return {
        "shape": list(tensor.shape),
        "sum": double.sum().item(),
        "abs": double.abs().sum().item(),
        "samples": samples,
    }


def batch(case, number):
    return fill(f"input{number}", (case.images, 3, case.size, case.size), 0.0, math.sqrt(3.0))


def margin(network, case, number):
    """How near to zero an input of a ReLU comes, relative to the others of the same call.

    Where it is zero without rounding, it comes from a ReLU before, and no gradient gets through.
    """
    nearest = []
    relu = functional.relu

    def watched(x, inplace=False):
        nearest.append((x[x != 0].abs().min() / x.square().mean().sqrt()).item())
        return relu(x)

    functional.relu = watched
    with torch.no_grad():
        network = copy.deepcopy(network).double().train(case.batch_statistics)
        network(batch(case, number)[: case.step_images].double())
    functional.relu = relu
    return min(nearest)


def compute(name, network, case, number):
    x = batch(case, number).to(next(network.parameters()).dtype)
    with torch.no_grad():
        eval_logits = copy.deepcopy(network).eval()(x)
        train_logits = copy.deepcopy(network).train()(x)
    x = x[: case.step_images]
    labels = torch.tensor([(3 * j + 1) % 10 for j in range(case.step_images)])
    network.train(case.batch_statistics)
    optimizer = torch.optim.SGD(
        network.parameters(), case.rate, momentum=MOMENTUM, weight_decay=DECAY, nesterov=True
    )
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = functional.cross_entropy(network(x), labels)
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            gradients = {k: describe(p.grad) for k, p in network.named_parameters()}
        optimizer.step()
    state = network.state_dict().items()
    return {
        "network": name,
        "torch": torch.__version__,
        "inputName": f"input{number}",
        "input": [case.images, 3, case.size, case.size],
        "stepImages": case.step_images,
        "classes": 10,
        "statistics": "batch" if case.batch_statistics else "running",
        "rate": case.rate,
        "evalLogits": eval_logits.reshape(-1).tolist(),
        "trainLogits": train_logits.reshape(-1).tolist(),
        "losses": losses,
        "gradients": gradients,
        "after": {k: describe(v) for k, v in state if not k.endswith("num_batches_tracked")},
    }


def worst(single, double, ignored):
    """The largest distance of two descriptions by the measure in the header, and where."""

    def rms(values):
        return math.sqrt(sum(value * value for value in values) / len(values))

    def distance(key):
        a, b = single[key]["samples"], double[key]["samples"]
        magnitude = max(rms(b), double[key]["abs"] / math.prod(double[key]["shape"]), 1e-30)
        return rms([p - q for p, q in zip(a, b)]) / magnitude, key

    return max(distance(key) for key in double if key not in ignored)


def zero_gradients(gradients):
    """Names of the gradients that fp64 finds to be zero, but for its rounding."""
    mean = {key: value["abs"] / math.prod(value["shape"]) for key, value in gradients.items()}
    return [key for key in mean if mean[key] < 1e-10 * max(mean.values())]


def relative(single, double):
    return max(abs(a - b) for a, b in zip(single, double)) / max(map(abs, double))


def main():
    torch.set_num_threads(2)
    for name, network, case in networks():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        fill_state(network)
        margins = [margin(network, case, number) for number in range(40)]
        number = margins.index(max(margins))
        double = compute(name, copy.deepcopy(network).double(), case, number)
        single = compute(name, network, case, number)
        single["zeroGradients"] = zero_gradients(double["gradients"])
        print(name, "input%d, margin %.1e, losses" % (number, max(margins)), single["losses"])
        for key in ("evalLogits", "trainLogits"):
            print("  fp32 - fp64:", key, "%.1e" % relative(single[key], double[key]))
        for key in ("gradients", "after"):
            ignored = single["zeroGradients"] if key == "gradients" else []
            print("  fp32 - fp64:", key, "%.1e at %s" % worst(single[key], double[key], ignored))
        with open(f"{OUT}/{name}.json.gz", "wb") as raw:
            with gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
                out.write(json.dumps(single).encode())


if __name__ == "__main__":
    main()
