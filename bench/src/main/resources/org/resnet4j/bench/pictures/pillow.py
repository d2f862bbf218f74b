"""Pillow's and torchvision's part in the comparison of pictures: works through all files when told to.

Arguments: a file of entries that end in a zero byte, by turns a path and its box (top left height width,
and 1 if it is flipped); the number of DataLoader's workers; how often they go through the files.
"""

import io
import sys
import time

import numpy
from PIL import Image, ImageOps, __version__

MEAN = [0.485, 0.456, 0.406]
STD = [0.229, 0.224, 0.225]
MISSING = float("nan")

try:
    import torch
    import torchvision
    from torch.utils.data import DataLoader
    from torchvision.transforms import InterpolationMode, functional

    torch.set_num_threads(1)
except ImportError:
    torch = None


def decode(data):
    image = Image.open(io.BytesIO(data))
    return ImageOps.exif_transpose(image).convert("RGB")


def frame(image):
    width, height = image.size
    short = min(width, height)
    image = image.resize((256 * width // short, 256 * height // short), Image.BILINEAR)
    left, top = round((image.width - 224) / 2), round((image.height - 224) / 2)
    cut = image.crop((left, top, left + 224, top + 224))
    return (numpy.asarray(cut, numpy.float32) / numpy.float32(255) - mean) / std


def augment(data, box):
    *place, flip = box
    image = functional.resized_crop(decode(data), *place, (224, 224), InterpolationMode.BILINEAR)
    if flip:
        image = functional.hflip(image)
    return functional.normalize(functional.to_tensor(image), MEAN, STD)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class Augmented:
    """A data set for DataLoader, whose workers inherit the files' bytes."""

    def __init__(self, contents, boxes, rounds):
        self.contents, self.boxes, self.rounds = contents, boxes, rounds

    def __len__(self):
        return len(self.contents) * self.rounds

    def __getitem__(self, index):
        index %= len(self.contents)
        return augment(self.contents[index], self.boxes[index])


def main(path, workers, rounds):
    entries = open(path, encoding="utf-8").read().split("\0")[:-1]
    contents = [open(file, "rb").read() for file in entries[::2]]
    boxes = [tuple(map(int, box.split())) for box in entries[1::2]]
    versions = {"version": __version__}
    if torch:
        versions["torchvision"] = torchvision.__version__
        loader = DataLoader(
            Augmented(contents, boxes, rounds),
            batch_size=32,
            num_workers=workers,
            persistent_workers=True,
        )
    print("@answer", *(f"{k}={'.'.join(v.split('.')[:2])}" for k, v in versions.items()), flush=True)
    for line in sys.stdin:
        try:
            times = {"decode": 0, "frame": 0, "augment": MISSING, "parallel": MISSING}
            for data in contents:
                times["decode"] += seconds(lambda: decode(data))
                image = decode(data)
                times["frame"] += seconds(lambda: frame(image))
            if torch:
                work = lambda: [augment(*each) for each in zip(contents, boxes)]
                times["augment"] = seconds(work)
                times["parallel"] = seconds(lambda: [None for batch in loader]) / rounds
            print("@answer", *(f"{k}={v}" for k, v in times.items()), flush=True)
        except Exception as e:
            print("@failed", repr(e).replace("\n", " "), flush=True)


mean, std = numpy.float32(MEAN), numpy.float32(STD)
if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
