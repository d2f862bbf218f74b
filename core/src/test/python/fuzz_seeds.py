"""Writes the small valid files that fuzzing begins with: python3 fuzz_seeds.py ../resources/fuzz

With PyTorch 1.13 and Pillow 9.4. The pictures other than JPEG lie among those of pictures.py.
"""

import argparse
import io
import json
import pathlib
import struct
import sys
import tarfile
import zipfile
from collections import OrderedDict

import numpy
import torch
from PIL import Image

ROOT = pathlib.Path(sys.argv[1])


class Layer(torch.nn.Module):
    """Old files hold this text."""


def put(target, name, content):
    folder = ROOT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def safetensors(header, data):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def entry(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def saved(value, new):
    out = io.BytesIO()
    torch.save(value, out, _use_new_zipfile_serialization=new)
    return out.getvalue()


def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


put("safetensors", "two", safetensors(
    {"__metadata__": {"format": "pt"}, "a.weight": entry("F32", [2, 1], 0, 8),
     "b": entry("BF16", [3], 8, 14)}, bytes(range(14))))
put("safetensors", "scalar", safetensors({"n": entry("I64", [], 0, 8)}, bytes(8)))
put("safetensors", "empty", safetensors({"e": entry("U8", [0], 0, 0)}, b""))
put("safetensors", "none", safetensors({}, b""))
put("safetensors", "card", safetensors(
    {"__metadata__": {"card": "{}", "sha256": "00", "zw\u00f6lf": "\u2713\n"},
     "t": entry("F64", [1], 0, 8)}, bytes(8)))

small = OrderedDict([("a.weight", torch.arange(6.0).view(2, 3)), ("b", torch.tensor(7))])
shared = torch.arange(4.0)
values = {
    "plain": small,
    "wrapped": {"epoch": 3, "state_dict": {"module." + k: v for k, v in small.items()},
                "best": 0.5, "args": ["x", True, None, 2**70]},
    "views": {"t": small["a.weight"].t(), "s": shared[1:3], "u": shared},
    "types": {str(d)[6:]: torch.ones(1, dtype=d) for d in
              (torch.float16, torch.bfloat16, torch.float64, torch.int8, torch.uint8, torch.bool)},
    "parameter": {"p": torch.nn.Parameter(torch.ones(2))},
    "objects": {"args": argparse.Namespace(path=pathlib.PosixPath("x")), "best": numpy.ones(2),
                "layer": Layer(), "state_dict": small, "state_dict_ema": small},
}
for name, value in values.items():
    archive = saved(value, True)
    put("zip", name, archive)
    put("legacy", name, saved(value, False))
    with zipfile.ZipFile(io.BytesIO(archive)) as z:
        put("pickle", name, z.read("archive/data.pkl"))

names = [line.split(" ") for line in (ROOT / "names" / "resnet20").read_text().splitlines()]
body = [f"module.encoder_{part}.{' '.join(line)}" for part in "qk" for line in names
        if not line[0].startswith("fc.")]
put("names", "modules", "\n".join(body + ["module.encoder_q.fc.0.weight 64 64", "queue 8"]).encode())

packed = io.BytesIO()
with zipfile.ZipFile(io.BytesIO(saved(small, True))) as z:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for each in z.namelist():
            out.writestr(each, z.read(each))
put("zip", "deflated", packed.getvalue())

picture = Image.new("RGB", (19, 13))
picture.putdata([(13 * x % 256, 29 * y % 256, 7 * x * y % 256) for y in range(13) for x in range(19)])
grey = picture.convert("L")
put("jpeg", "444", jpeg(picture, quality=60, subsampling=0))
put("jpeg", "420", jpeg(picture, quality=60, subsampling=2))
put("jpeg", "422-optimised", jpeg(picture, quality=90, subsampling=1, optimize=True))
put("jpeg", "grey", jpeg(grey, quality=30))
put("jpeg", "cmyk", jpeg(picture.convert("CMYK"), quality=50))
put("jpeg", "progressive", jpeg(picture, quality=70, progressive=True))
put("jpeg", "progressive-grey", jpeg(grey, quality=70, progressive=True))
exif = Image.Exif()
exif[0x0112] = 6
put("jpeg", "exif", jpeg(grey, exif=exif))

tar = io.BytesIO()
with tarfile.open(fileobj=tar, mode="w", format=tarfile.USTAR_FORMAT) as out:
    for name in ("cifar/readme.txt", "cifar/train.bin", "cifar/test.bin"):
        body = b"text" if name.endswith("txt") else b"\1" + bytes(3072)
        info = tarfile.TarInfo(name)
        info.size = len(body)
        out.addfile(info, io.BytesIO(body))
put("data", "cifar.tar", tar.getvalue())
put("data", "idx", struct.pack(">IIII", 0x803, 1, 2, 2) + b"\0\1\2\3")

card = {"model": "tiny",
        "options": {"input": {"channels": 3, "height": 8, "width": 8}, "classes": 2,
                    "shortcut": "NONE", "norm": "BATCH", "strideOn": "CONV3X3", "auxiliary": False},
        "classes": ["a", "b"],
        "preprocessing": {"frame": {"shortSide": 8, "height": 8, "width": 8, "filter": "BILINEAR"},
                          "normalisation": {"mean": [0.5, 0.5, 0.5], "std": [0.2, 0.2, 0.2]}},
        "trainedOn": "", "top1": None}
limits = {"method": "MIN_MAX", "images": 1,
          "limits": {"input": 2.5, "conv1": 3.0, "conv2": 4.0, "conv2.sum4": 4.0,
                     "conv2.average-pooling-8x8/86": 2.0, "fc": 5.0}}
compact = {"separators": (",", ":")}
put("model", "int8", (json.dumps(card, **compact) + "\n" + json.dumps(limits, **compact) + "\n").encode())
put("model", "plain", (json.dumps(card, **compact) + "\n\n").encode())

header, at = {"__metadata__": {"resnet4j": json.dumps(card, **compact)}}, 0
for name, shape in [("conv1.weight", [4, 3, 3, 3]), ("conv2.weight", [4, 4, 3, 3]),
                    ("fc.weight", [2, 4]), ("fc.bias", [2])] + [
                        (f"bn{i}.{part}", [4]) for i in (1, 2)
                        for part in ("weight", "bias", "running_mean", "running_var")]:
    size = 4 * torch.Size(shape).numel()
    header[name] = entry("F32", shape, at, at + size)
    at += size
put("model", "file", safetensors(header, b"=" * at))
