"""Makes the hashes that ResizeTest, ResizedBoxTest and NormalisationTest compare with, from noise.

Run with Debian's Pillow 9.4.0 and torchvision 0.14.1:
    python3 pillow_resize.py
writes four files. A line ends in the first 16 digits of a SHA-256 and begins with
    resize.txt:      seed channels height width new-height new-width filter
    frame.txt:       seed channels height width short-side crop-height crop-width filter
    crop.txt:        seed channels height width top left box-height box-width new-height new-width
                     filter
    normalise.txt:   three means and three deviations; hashed are the float32 bits (little-endian)
                     of 3 x 256 levels, by ToTensor and Normalize
"""

import hashlib
import random
from pathlib import Path

from PIL import Image
from torchvision import transforms
from torchvision.transforms import InterpolationMode, functional

RESOURCES = Path(__file__).parent / "../resources/org/resnet4j"
FILTERS = {
    "BILINEAR": (Image.BILINEAR, InterpolationMode.BILINEAR),
    "BICUBIC": (Image.BICUBIC, InterpolationMode.BICUBIC),
}


def noise(seed, channels, height, width):
    state, out = seed, bytearray(channels * height * width)
    for i in range(len(out)):
        state = (state * 1103515245 + 12345) & 0xFFFFFFFF
        out[i] = state >> 16 & 0xFF
    mode = "L" if channels == 1 else "RGB"
    return Image.frombytes(mode, (width, height), bytes(out))


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def side(kind):
    """Mostly small sides; some extreme, so that a filter covers a whole side or one pixel."""
    return random.choice([1, 2, 3, 700, 1500]) if kind == 0 else random.randint(1, 90)


def resize(seed):
    channels = random.choice([1, 3])
    height, width = side(seed % 12), side((seed + 5) % 12)
    if height * width > 200_000:
        width = 7
    new_height, new_width = random.randint(1, 120), random.randint(1, 120)
    if seed % 10 == 0:
        new_width = width
    if seed % 10 == 1:
        new_height = height
    name = random.choice(list(FILTERS))
    image = noise(seed, channels, height, width)
    pixels = image.resize((new_width, new_height), FILTERS[name][0]).tobytes()
    return seed, channels, height, width, new_height, new_width, name, digest(pixels)


def frame(seed):
    channels = random.choice([1, 3])
    height, width = random.randint(1, 160), random.randint(1, 160)
    short = random.randint(2, 90)
    if seed % 10 == 0:
        short = min(height, width) + 1
    crop = random.randint(1, short), random.randint(1, short)
    if seed % 10 == 1:
        crop = short, short
    name = random.choice(list(FILTERS))
    steps = [transforms.Resize(short, FILTERS[name][1]), transforms.CenterCrop(crop)]
    image = transforms.Compose(steps)(noise(seed, channels, height, width))
    return seed, channels, height, width, short, *crop, name, digest(image.tobytes())


def crop(seed):
    """Boxes of any size, as often one pixel as the whole side."""
    channels = random.choice([1, 3])
    height, width = random.randint(1, 160), random.randint(1, 160)
    box_height = random.choice([1, height, random.randint(1, height)])
    box_width = random.choice([1, width, random.randint(1, width), random.randint(1, width)])
    top, left = random.randint(0, height - box_height), random.randint(0, width - box_width)
    size = random.randint(1, 90), random.randint(1, 90)
    if seed % 10 == 0:
        size = box_height, box_width
    name = random.choice(list(FILTERS))
    box = top, left, box_height, box_width
    image = functional.resized_crop(noise(seed, channels, height, width), *box, size, FILTERS[name][1])
    return seed, channels, height, width, *box, *size, name, digest(image.tobytes())


def normalise(seed):
    mean = [round(random.uniform(0.2, 0.8), random.randint(1, 6)) for _ in range(3)]
    std = [round(random.uniform(0.1, 0.5), random.randint(1, 6)) for _ in range(3)]
    if seed == 0:
        mean, std = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    levels = Image.frombytes("RGB", (256, 1), bytes(i // 3 for i in range(768)))
    steps = [transforms.ToTensor(), transforms.Normalize(mean, std)]
    return *mean, *std, digest(transforms.Compose(steps)(levels).numpy().tobytes())


def write(path, lines):
    (RESOURCES / path).write_text("".join(" ".join(map(str, line)) + "\n" for line in lines))


random.seed(2015)
write("image/resize.txt", map(resize, range(1400)))
write("image/frame.txt", map(frame, range(400)))
write("data/normalise.txt", map(normalise, range(60)))
write("image/crop.txt", map(crop, range(400)))
