#!/usr/bin/python3
"""Writes what Debian's PyTorch 1.13 does by each recipe for ImageNet, for RecipeStepsTest to agree with.

Run from the root of the repository: /usr/bin/python3 core/src/test/python/recipe_steps.py
It writes core/src/test/resources/reference/recipe-steps.json. The numbers of a recipe are typed in
here from its source and not taken from the library.

rates: the learning rate at the steps SAMPLED of a run of TOTAL steps, by torch's schedulers, stepped
    once for each of ours. timm's cosine is written from its definition: a linear rise that replaces
    it, and half a period over the whole run. imagenet-paper follows ReduceLROnPlateau over EPOCHS
    epochs whose accuracies are "accuracies".
decay, decays: the weight decay and the names of the parameters that have it.
losses, after: the mean loss of each of three steps of 16 images, at the rates of the steps 100 to
    102 of the run, and all parameters and running statistics after the third, one after the other
    as in Net.state_dict. Both sides fill them by the rule of reference.py. A batch has two parts of
    eight images, a part two shards of four, each of which is normalised by itself; running
    statistics follow the first shard of each part. The pixels [8, 3, 6, 6] of part p of step s are
    named "s/p", with offset 0 and scale sqrt(3); label j is (3 * j + 1) mod 5. Where a recipe mixes,
    an image has the share SHARES[s][p] of its own label and the rest of that before it in its part,
    the first of the last.
clipped: imagenet-90 with gradients of a norm of at most 0.5.
average: torch's AveragedModel with torchvision's rule over 40 steps: an update after every 4, a copy
    until step 10. The weights after step s are named "w/s", of six values, offset 0 and scale 1.
"""
import json
import math

import torch
from torch import nn
from torch.nn import functional
from torch.optim import lr_scheduler
from torch.optim.swa_utils import AveragedModel

import reference

OUT = "core/src/test/resources/reference/recipe-steps.json"
TOTAL, EPOCHS, CLASSES, PART, SHARDS = 3600, 120, 5, 8, 2
EDGES = [0, 30, 60, 180, 200, 450, 1200, 2400, 3200]
SAMPLED = sorted(
    set(range(0, TOTAL, 61)) | {e + d for e in EDGES for d in (-1, 0, 1) if e + d >= 0} | {TOTAL - 1}
)
SHARES = [[0.7, 0.9], [0.35, 0.15], [0.5, 0.85]]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(4)
        self.fc = nn.Linear(4, CLASSES)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        x = functional.relu(self.bn2(self.conv2(x)) + x)
        return self.fc(x.mean((2, 3)))


def filled():
    net = Net().double()
    with torch.no_grad():
        for name, value in net.state_dict().items():
            if name.endswith("num_batches_tracked"):
                continue
            if value.dim() > 1:
                offset, scale = 0, math.sqrt(6 / (value.numel() / value.shape[0]))
            elif name.endswith("running_var"):
                offset, scale = 1, 0.5
            elif name.startswith("bn") and name.endswith("weight"):
                offset, scale = 1, 0.2
            else:
                offset, scale = 0, 0.1
            value.copy_(reference.fill(name, tuple(value.shape), offset, scale))
    return net


class Lamb(torch.optim.Optimizer):
    """You et al. 2020 as timm has it, without its own clipping."""

    def __init__(self, groups):
        super().__init__(groups, {"lr": 0, "weight_decay": 0})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                t = state["t"] = state.get("t", 0) + 1
                m = state["m"] = 0.9 * state.get("m", 0) + 0.1 * p.grad
                v = state["v"] = 0.999 * state.get("v", 0) + 0.001 * p.grad**2
                update = (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)).sqrt() + 1e-6)
                if group["weight_decay"] > 0:
                    update = update + group["weight_decay"] * p
                    update = update * (p.norm() / update.norm())
                p.sub_(group["lr"] * update)


def accuracies():
    """Grows ever more slowly, with noise."""
    noise = reference.fill("accuracies", (EPOCHS,), 0, 0.02).tolist()
    return [0.7 * (1 - math.exp(-e / 12)) + n + 0.02 for e, n in enumerate(noise)]


def goyal(optimizer):
    return [lr_scheduler.MultiStepLR(optimizer, [TOTAL * e // 90 for e in (30, 60, 80)])]


def large_batch(optimizer):
    warmup = lr_scheduler.LinearLR(optimizer, 1 / 32, total_iters=TOTAL * 5 // 90)
    return [warmup] + goyal(optimizer)


def torchvision(optimizer):
    rise = TOTAL * 5 // 600
    warmup = lr_scheduler.LinearLR(optimizer, 0.01, total_iters=rise)
    cosine = lr_scheduler.CosineAnnealingLR(optimizer, TOTAL - rise)
    return [lr_scheduler.SequentialLR(optimizer, [warmup, cosine], [rise])]


def sixteen(optimizer):
    """Up over 2 of 16 epochs, the last step of which has the whole rate, and down to zero."""
    rise = TOTAL * 2 // 16
    warmup = lr_scheduler.LinearLR(optimizer, 1 / rise, total_iters=rise - 1)
    fall = lr_scheduler.LinearLR(optimizer, 1, 0, total_iters=TOTAL - rise)
    return [lr_scheduler.SequentialLR(optimizer, [warmup, fall], [rise])]


def timm(epochs):
    def factor(step, rate):
        rise = TOTAL * 5 // epochs
        if step < rise:
            lr = 1e-4 + step * (rate - 1e-4) / rise
        else:
            lr = 1e-6 + 0.5 * (rate - 1e-6) * (1 + math.cos(math.pi * step / TOTAL))
        return lr / rate

    def schedule(optimizer):
        rate = optimizer.param_groups[0]["lr"]
        return [lr_scheduler.LambdaLR(optimizer, lambda step: factor(step, rate))]

    return schedule


def recipe(rate, decay, norms_decay, schedule, lamb=False, smoothing=0, bce=False, mixes=False):
    return dict(
        rate=rate, decay=decay, norms_decay=norms_decay, schedule=schedule, lamb=lamb,
        smoothing=smoothing, bce=bce, mixes=mixes, clip=1.0 if lamb else None,
    )


def strikes_back(epochs, rate, decay, smoothing=0):
    return recipe(rate, decay, False, timm(epochs), True, smoothing, True, True)


RECIPES = {
    "imagenet-90": recipe(0.1, 1e-4, True, goyal),
    "imagenet-paper": recipe(0.1, 1e-4, True, None),
    "imagenet-large-batch": recipe(3.2, 1e-4, False, large_batch),
    "imagenet-16": recipe(0.5, 5e-5, False, sixteen, smoothing=0.1),
    "torchvision-v2": recipe(0.5, 2e-5, False, torchvision, smoothing=0.1, mixes=True),
    "rsb-a1": strikes_back(600, 5e-3, 0.01, 0.1),
    "rsb-a2": strikes_back(300, 5e-3, 0.02),
    "rsb-a3": strikes_back(100, 8e-3, 0.02),
    "clipped": dict(recipe(0.1, 1e-4, True, goyal), clip=0.5),
}


def optimizer(net, r):
    decayed = [p for p in net.parameters() if p.dim() > 1 or r["norms_decay"]]
    rest = [p for p in net.parameters() if not (p.dim() > 1 or r["norms_decay"])]
    groups = [{"params": g, "lr": r["rate"], "weight_decay": d}
              for g, d in ((decayed, r["decay"]), (rest, 0)) if g]
    return Lamb(groups) if r["lamb"] else torch.optim.SGD(groups, lr=r["rate"], momentum=0.9)


def curve(r):
    opt = optimizer(filled(), r)
    rates = []
    if r["schedule"] is None:
        plateau = lr_scheduler.ReduceLROnPlateau(opt, "max", 0.1, 5, 1e-4)
        for accuracy in accuracies():
            rates += [opt.param_groups[0]["lr"]] * (TOTAL // EPOCHS)
            plateau.step(accuracy)
        return rates
    schedulers = r["schedule"](opt)
    for _ in range(TOTAL):
        rates.append(opt.param_groups[0]["lr"])
        opt.step = lambda: None
        for scheduler in schedulers:
            scheduler.step()
    return rates


def loss(r, logits, labels, partners, share):
    def one_hot(which, classes):
        return functional.one_hot(which, classes).double()

    target = share * one_hot(labels, CLASSES) + (1 - share) * one_hot(partners, CLASSES)
    if not r["bce"]:
        return functional.cross_entropy(
            logits, target, reduction="sum", label_smoothing=r["smoothing"]
        )
    target = target * (1 - r["smoothing"]) + r["smoothing"] / CLASSES
    questions = target.gt(0.2).double()
    return functional.binary_cross_entropy_with_logits(logits, questions, reduction="sum") / CLASSES


def steps(r, rates):
    net = filled().train()
    opt = optimizer(net, r)
    losses = []
    for step in range(3):
        opt.zero_grad()
        total = 0
        for part in range(2):
            pixels = reference.fill(f"{step}/{part}", (PART, 3, 6, 6), 0, math.sqrt(3)).double()
            labels = torch.tensor([(3 * j + 1) % CLASSES for j in range(PART)])
            partners = labels.roll(1)
            share = SHARES[step][part] if r["mixes"] else 1
            for shard in range(SHARDS):
                for norm in (net.bn1, net.bn2):
                    norm.momentum = 0.1 if shard == 0 else 0.0
                cut = slice(shard * PART // SHARDS, (shard + 1) * PART // SHARDS)
                each = loss(r, net(pixels[cut]), labels[cut], partners[cut], share) / (2 * PART)
                each.backward()
                total += each.item()
        losses.append(total)
        if r["clip"]:
            nn.utils.clip_grad_norm_(net.parameters(), r["clip"])
        for group in opt.param_groups:
            group["lr"] = rates[100 + step]
        opt.step()
    state = [v.flatten() for k, v in net.state_dict().items() if "tracked" not in k]
    return losses, torch.cat(state).tolist()


def average():
    net = nn.Linear(6, 1, bias=False).double()
    ema = AveragedModel(net, avg_fn=lambda a, w, n: 0.9 * a + 0.1 * w)
    course = []
    for step in range(1, 41):
        with torch.no_grad():
            net.weight.copy_(reference.fill(f"w/{step}", (1, 6), 0, 1))
        if step % 4 == 0:
            if step <= 10:
                ema.n_averaged.fill_(0)
            ema.update_parameters(net)
        if step >= 4:
            course.append(ema.module.weight.flatten().tolist())
    return course


def rounded(values):
    return [float(f"{value:.9g}") for value in values]


def main():
    torch.set_num_threads(1)
    answers = {"total": TOTAL, "epochs": EPOCHS, "sampled": SAMPLED, "shares": SHARES,
               "accuracies": accuracies(), "average": [rounded(row) for row in average()]}
    for name, r in RECIPES.items():
        rates = curve(r)
        losses, after = steps(r, rates)
        decays = [k for k, p in Net().named_parameters() if p.dim() > 1 or r["norms_decay"]]
        answers[name] = {"rates": rounded(rates[s] for s in SAMPLED), "decay": r["decay"],
                         "decays": decays, "losses": rounded(losses), "after": rounded(after)}
    with open(OUT, "w") as file:
        file.write(json.dumps(answers, separators=(",", ":")).replace('"},', '"},\n').replace("],", "],\n") + "\n")


if __name__ == "__main__":
    main()
