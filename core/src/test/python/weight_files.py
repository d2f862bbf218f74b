"""Writes the files of weights that WeightFileTest reads, and what is in them.

Run with PyTorch 1.13 from this folder: python3 weight_files.py

Each file of ../resources/weights has an entry in expected.json: how its tensors are wrapped, and
for each tensor its type, shape and values.
"""

import argparse
import collections
import json
import pathlib
import zipfile

import numpy
import torch

OUT = pathlib.Path(__file__).parent.parent / "resources" / "weights"
EXPECTED = {}
TYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


def save(name, thing, tensors, wrapping="", legacy=False, protocol=2):
    torch.save(
        thing,
        OUT / name,
        _use_new_zipfile_serialization=not legacy,
        pickle_protocol=protocol,
    )
    expect(name, tensors, wrapping)


def expect(name, tensors, wrapping=""):
    EXPECTED[name] = {
        "wrapping": wrapping,
        "tensors": {
            key: {
                "type": TYPES[tensor.dtype],
                "shape": list(tensor.shape),
                "values": tensor.detach().to(torch.float64).flatten().tolist(),
            }
            for key, tensor in tensors.items()
        },
    }


def numbers(dtype, *shape):
    count = int(numpy.prod(shape))
    values = torch.arange(count, dtype=torch.float64) * 5 / 4 - 3
    if dtype in (torch.uint8, torch.bool):
        values = values.abs().floor() % 2 if dtype == torch.bool else values.abs()
    return values.to(dtype).reshape(shape)


def every_type():
    tensors = collections.OrderedDict()
    for dtype, name in TYPES.items():
        tensors[name.lower() + ".weight"] = numbers(dtype, 2, 3)
    tensors["scalar"] = torch.tensor(7)
    tensors["scalar.f16"] = torch.tensor(0.1, dtype=torch.float16)
    tensors["empty"] = torch.zeros(0, 3)
    tensors["extremes"] = torch.tensor([3.4028234e38, -1e-45, 2**-126])
    return tensors


def every_view():
    base = numbers(torch.float32, 6, 4)
    return collections.OrderedDict(
        whole=base,
        transposed=base.t(),
        rows=base[2:5],
        columns=base[:, 1:3],
        every_second=base[::2, ::3],
        one=base[5, 3],
        expanded=base[1:2, :].expand(3, 4),
        channels_last=numbers(torch.float32, 2, 3, 2, 2).to(memory_format=torch.channels_last),
        nothing=base[6:],
    )


def network():
    torch.manual_seed(1)
    net = torch.nn.Sequential(
        collections.OrderedDict(
            conv1=torch.nn.Conv2d(1, 2, 3),
            bn1=torch.nn.BatchNorm2d(2),
        )
    )
    net(torch.randn(3, 1, 5, 5)).sum().backward()
    return net


def prefixed(prefix, tensors):
    return collections.OrderedDict((prefix + key, value) for key, value in tensors.items())


def checkpoint(net, **more):
    """What a training program saves: much beside the weights, and none of it of use here."""
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    optimizer.step()
    adam = torch.optim.Adam(net.parameters())
    adam.step()
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [100, 150])
    return {
        "epoch": 17,
        "arch": "resnet20",
        "best_acc": numpy.float64(91.73),
        "best_prec1": torch.tensor(91.73),
        "seeds": numpy.arange(3),
        "args": argparse.Namespace(lr=0.1, workers=4),
        "device": torch.device("cuda:0"),
        "dtype": torch.float32,
        "shape": torch.Size([1, 2]),
        "names": {"a", "b"},
        "big": 2**70,
        "negative": -(2**40),
        "text": b"bytes",
        "optimizer": optimizer.state_dict(),
        "adam": adam.state_dict(),
        "scheduler": schedule.state_dict(),
        **more,
    }


def deflate(source, target):
    with zipfile.ZipFile(OUT / source) as old, zipfile.ZipFile(
        OUT / target, "w", zipfile.ZIP_DEFLATED
    ) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    EXPECTED[target] = EXPECTED[source]


def main():
    OUT.mkdir(exist_ok=True)
    save("types.pth", every_type(), every_type())
    save("types-legacy.pth", every_type(), every_type(), legacy=True)
    save("views.pth", every_view(), every_view())
    save("views-legacy.pth", every_view(), every_view(), legacy=True)
    deflate("views.pth", "views-deflated.pth")

    net = network()
    state = net.state_dict()
    for protocol in (2, 3, 4, 5):
        save(f"protocol{protocol}.pth", state, state, protocol=protocol)
        save(f"protocol{protocol}-legacy.pth", state, state, protocol=protocol, legacy=True)
    save("parameters.pth", net.state_dict(keep_vars=True), state)
    for name, prefix in {"parallel.pth": "module.", "compiled.pth": "module._orig_mod."}.items():
        save(name, prefixed(prefix, state), prefixed(prefix, state))

    averaged = torch.optim.swa_utils.AveragedModel(net)
    averaged.update_parameters(net)
    ema = collections.OrderedDict((key, value * 2) for key, value in state.items())
    full = checkpoint(net, state_dict=prefixed("module.", state), state_dict_ema=ema)
    state = net.state_dict()
    full["state_dict"] = prefixed("module.", state)
    for protocol in (2, 4):
        save(f"checkpoint{protocol}.pth", full, ema, "state_dict_ema", protocol=protocol)
    save("checkpoint-legacy.pth", full, ema, "state_dict_ema", legacy=True)
    save("ema-only.pth", checkpoint(net, state_dict_ema=ema), ema, "state_dict_ema")
    theirs = averaged.state_dict()
    save("averaged.pth", {"model_ema": theirs}, theirs, "model_ema")
    save("nested.pth", {"model": {"state_dict": state}}, state, "model, state_dict")
    theirs = prefixed("module.", state)
    save("net.pth", {"net": theirs, "acc": 95.4}, theirs, "net")

    # Not files of weights alone; each is refused with its reason.
    torch.save(torch.nn.Conv2d(1, 1, 1), OUT / "refused-network.pth")
    torch.save(
        torch.nn.Conv2d(1, 1, 1),
        OUT / "refused-network-legacy.pth",
        _use_new_zipfile_serialization=False,
    )
    torch.jit.script(torch.nn.Conv2d(1, 1, 1)).save(str(OUT / "refused-script.pt"))
    torch.save(torch.zeros(2), OUT / "refused-tensor.pth")
    torch.save({"epoch": 3, "lr": 0.1}, OUT / "refused-nothing.pth")
    torch.save({"a": torch.zeros(2), "epoch": 3}, OUT / "refused-mixed.pth")
    torch.save({"a": torch.zeros(2, dtype=torch.complex64)}, OUT / "refused-complex.pth")
    torch.save({"a": torch.eye(2).to_sparse()}, OUT / "refused-sparse.pth")
    with open(OUT / "expected.json", "w") as out:
        json.dump(EXPECTED, out, separators=(",", ":"))


if __name__ == "__main__":
    main()
