"""Pillow's part in the comparison of pictures: works on the files of its arguments when told to."""

import io
import sys
import time

import numpy
from PIL import Image, ImageOps, __version__

MEAN = numpy.float32([0.485, 0.456, 0.406])
STD = numpy.float32([0.229, 0.224, 0.225])


def decode(data):
    image = Image.open(io.BytesIO(data))
    return ImageOps.exif_transpose(image).convert("RGB")


def frame(image):
    width, height = image.size
    short = min(width, height)
    image = image.resize((256 * width // short, 256 * height // short), Image.BILINEAR)
    left, top = round((image.width - 224) / 2), round((image.height - 224) / 2)
    cut = image.crop((left, top, left + 224, top + 224))
    return (numpy.asarray(cut, numpy.float32) / numpy.float32(255) - MEAN) / STD


def run(files):
    decoding = framing = 0
    for file in files:
        with open(file, "rb") as f:
            data = f.read()
        start = time.perf_counter()
        image = decode(data)
        middle = time.perf_counter()
        frame(image)
        decoding += middle - start
        framing += time.perf_counter() - middle
    print(f"@answer decode={decoding} frame={framing}", flush=True)


print(f"@answer version={'.'.join(__version__.split('.')[:2])}", flush=True)
files = [line for line in open(sys.argv[1], encoding="utf-8").read().split("\0") if line]
for line in sys.stdin:
    try:
        run(files)
    except Exception as e:
        print("@failed", repr(e).replace("\n", " "), flush=True)
