#!/usr/bin/python3
"""Writes three steps of each optimiser, for OptimizerStepsTest to agree with.

Run from the root of the repository: /usr/bin/python3 core/src/test/python/optimizer_steps.py
It writes core/src/test/resources/reference/optimizer-steps.json: for each case and step the values
of all parameters, one after the other in the order of PARAMETERS.

Parameters start, and gradients are, what the rule of reference.py makes of their names; the gradient
of step s (0, 1, 2) of a parameter is named "s/PARAMETER", with offset 0 and scale 1. The schedule
multiplies the rates of the three steps by FACTORS.

AdamW is torch.optim.AdamW. LAMB is written from You et al. 2020, algorithm 2, as timm has it: both
moments corrected for their start, weight decay added to the direction, and the direction as long as
the weight where it decays.

SGD is torch.optim.SGD in double, with a group without weight decay where only weights decay. Muon is
written from its description (Jordan et al. 2024) and not from code: momentum with Nesterov's
look-ahead; the direction, as a matrix of a row for each filter, over its Frobenius norm; five times
a x + b x^3 + c x^5 of its singular values, by a singular value decomposition; the weight brought to
the length sqrt(filters) before the step.
"""
import json
import math

import numpy
import torch

import reference

OUT = "core/src/test/resources/reference/optimizer-steps.json"
FACTORS = [0.5, 1.0, 0.25]

# name, shape, offset, scale: two filter banks, one taller than wide, a convolution without
# normalisation, and the head.
PARAMETERS = [
    ("conv1.weight", (6, 2, 1, 1), 0, math.sqrt(6 / 2)),
    ("bn1.weight", (6,), 1, 0.2),
    ("bn1.bias", (6,), 0, 0.1),
    ("conv2.weight", (4, 6, 1, 1), 0, math.sqrt(6 / 6)),
    ("bn2.weight", (4,), 1, 0.2),
    ("bn2.bias", (4,), 0, 0.1),
    ("conv3.weight", (3, 4, 1, 1), 0, math.sqrt(6 / 4)),
    ("conv3.bias", (3,), 0, 0.1),
    ("fc.weight", (2, 3), 0, math.sqrt(6 / 3)),
    ("fc.bias", (2,), 0, 0.1),
]
BANKS = ["conv1.weight", "conv2.weight"]
HEAD = ["fc.weight", "fc.bias"]
QUINTIC = (3.4445, -4.7750, 2.0315)


def start():
    return {
        name: reference.fill(name, shape, offset, scale).double()
        for name, shape, offset, scale in PARAMETERS
    }


def gradient(step, name, shape):
    return reference.fill(f"{step}/{name}", shape, 0, 1).double()


class TorchSgd:
    """Of parameters, each with its rate; those of the names in undecayed do not decay."""

    def __init__(self, values, rates, momentum, nesterov, decay, undecayed):
        self.values, self.rates = values, rates
        groups = [
            {"params": [value], "lr": rates[name], "weight_decay": 0 if name in undecayed else decay}
            for name, value in values.items()
        ]
        self.sgd = torch.optim.SGD(groups, lr=1, momentum=momentum, nesterov=nesterov)

    def step(self, step):
        for (name, value), group in zip(self.values.items(), self.sgd.param_groups):
            value.grad = gradient(step, name, value.shape)
            group["lr"] = self.rates[name] * FACTORS[step]
        self.sgd.step()


class TorchAdamW:
    def __init__(self, values, rate, decay, undecayed):
        self.values, self.rate = values, rate
        groups = [
            {"params": [value], "weight_decay": 0 if name in undecayed else decay}
            for name, value in values.items()
        ]
        self.adam = torch.optim.AdamW(groups, lr=1, betas=(0.9, 0.99), eps=1e-6)

    def step(self, step):
        for (name, value), group in zip(self.values.items(), self.adam.param_groups):
            value.grad = gradient(step, name, value.shape)
            group["lr"] = self.rate * FACTORS[step]
        self.adam.step()


class Lamb:
    def __init__(self, values, rate, decay, undecayed):
        self.values, self.rate, self.decay, self.undecayed = values, rate, decay, undecayed
        self.first = {name: torch.zeros_like(value) for name, value in values.items()}
        self.second = {name: torch.zeros_like(value) for name, value in values.items()}

    def step(self, step):
        for name, value in self.values.items():
            g = gradient(step, name, value.shape)
            first = self.first[name] = 0.9 * self.first[name] + 0.1 * g
            second = self.second[name] = 0.99 * self.second[name] + 0.01 * g * g
            mean, square = first / (1 - 0.9 ** (step + 1)), second / (1 - 0.99 ** (step + 1))
            direction = mean / (square.sqrt() + 1e-6)
            if name not in self.undecayed:
                direction = direction + self.decay * value
                direction = direction * value.norm() / direction.norm()
            value.sub_(self.rate * FACTORS[step] * direction)


class Muon:
    def __init__(self, values, rate, momentum):
        self.values, self.rate, self.momentum = values, rate, momentum
        self.velocities = {name: numpy.zeros(tuple(v.shape)) for name, v in values.items()}

    def step(self, step):
        for name, value in self.values.items():
            g = gradient(step, name, value.shape).numpy()
            velocity = self.velocities[name] = self.momentum * self.velocities[name] + g
            ahead = g + self.momentum * velocity
            u, s, vt = numpy.linalg.svd(ahead.reshape(len(ahead), -1), full_matrices=False)
            s = s / math.sqrt((s * s).sum())
            for _ in range(5):
                a, b, c = QUINTIC
                s = a * s + b * s**3 + c * s**5
            weight = value.numpy()
            weight = weight * math.sqrt(len(weight)) / math.sqrt((weight * weight).sum())
            weight = weight - self.rate * FACTORS[step] * (u * s @ vt).reshape(weight.shape)
            value.copy_(torch.from_numpy(weight))


def one_dimensional(values):
    return [name for name, value in values.items() if value.dim() == 1]


def sgd(values, rate, momentum, nesterov, decay, decay_norms):
    undecayed = [] if decay_norms else one_dimensional(values)
    rates = {name: rate for name in values}
    return [TorchSgd(values, rates, momentum, nesterov, decay, undecayed)]


def muon(values):
    banks = {name: values[name] for name in BANKS}
    rest = {name: value for name, value in values.items() if name not in BANKS}
    return [Muon(banks, 0.025, 0.9)] + sgd(rest, 0.2, 0.8, True, 0.05, False)


def slow_backbone(values):
    rates = {name: 0.3 if name in HEAD else 0.3 * 0.25 for name in values}
    return [TorchSgd(values, rates, 0.9, True, 0.05, one_dimensional(values))]


CASES = {
    "plain": lambda v: sgd(v, 0.1, 0, False, 0, True),
    "heavy-ball": lambda v: sgd(v, 0.1, 0.9, False, 0.05, True),
    "heavy-ball-weights-decay": lambda v: sgd(v, 0.1, 0.9, False, 0.05, False),
    "nesterov": lambda v: sgd(v, 0.1, 0.9, True, 0.05, True),
    "nesterov-weights-decay": lambda v: sgd(v, 0.1, 0.7, True, 0.05, False),
    "adamw": lambda v: [TorchAdamW(v, 0.01, 0.05, [])],
    "adamw-weights-decay": lambda v: [TorchAdamW(v, 0.01, 0.05, one_dimensional(v))],
    "lamb": lambda v: [Lamb(v, 0.01, 0.05, [])],
    "lamb-weights-decay": lambda v: [Lamb(v, 0.01, 0.05, one_dimensional(v))],
    "muon": muon,
    "slow-backbone": slow_backbone,
}


def main():
    answers = {}
    for case, make in CASES.items():
        values = start()
        parts = make(values)
        answers[case] = []
        for step in range(3):
            for part in parts:
                part.step(step)
            flat = torch.cat([values[name].flatten() for name, *_ in PARAMETERS])
            answers[case].append([float(f"{value:.9g}") for value in flat.tolist()])
    with open(OUT, "w") as file:
        file.write(json.dumps(answers, separators=(",", ":")).replace("],[", "],\n[") + "\n")


if __name__ == "__main__":
    main()
