"""Makes the hashes that EffectTest and TrivialAugmentWideTest compare with, from made-up pictures.

Run with Debian's Pillow 9.4.0 and torchvision 0.14.1:
    python3 effects.py
writes three files. A line ends in the first 16 digits of a SHA-256 and begins with
    image/effect/effects.txt:    seed kind channels height width effect parameters
    image/effect/colours.txt:    effect parameter; hashed are its values for all 2^24 colours
    data/augment/trivial.txt:    interpolation kind bin sign magnitude
where colours of fills are red,green,blue.
"""

import hashlib
import random
from pathlib import Path

import numpy as np
from PIL import Image
from torchvision.transforms import InterpolationMode, autoaugment
from torchvision.transforms import functional as F

RESOURCES = Path(__file__).parent / "../resources/org/resnet4j"
KINDS = {
    "noise": lambda v, first: v,
    "flat": lambda v, first: first,
    "narrow": lambda v, first: 100 + v % 20,
    "extreme": lambda v, first: 255 * (v % 2),
    "dark": lambda v, first: v % 3,
    "sparse": lambda v, first: v if v % 16 == 0 else first,
}
FILTERS = {"NEAREST": Image.NEAREST, "BILINEAR": Image.BILINEAR, "BICUBIC": Image.BICUBIC}


def picture(seed, kind, channels, height, width):
    state, values = seed, bytearray(channels * height * width)
    for i in range(len(values)):
        state = (state * 1103515245 + 12345) & 0xFFFFFFFF
        values[i] = state >> 16 & 0xFF
    values = bytes(KINDS[kind](v, values[0]) for v in values)
    return Image.frombytes("L" if channels == 1 else "RGB", (width, height), values)


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def add(image, addition, threshold):
    table = [min(255, i + addition) if i < threshold else i for i in range(256)]
    return image.point(table * len(image.getbands()))


def affine(image, motion, amount, name, fill):
    if image.mode == "L":
        fill = Image.new("RGB", (1, 1), fill).convert("L").getpixel((0, 0))
    if motion == "ROTATE":
        return image.rotate(amount, FILTERS[name], fillcolor=fill)
    inverse = {
        "SHEAR_X": (1, amount, 0, 0, 1, 0),
        "SHEAR_Y": (1, 0, 0, amount, 1, 0),
        "TRANSLATE_X": (1, 0, -amount, 0, 1, 0),
        "TRANSLATE_Y": (1, 0, 0, 0, 1, -amount),
    }[motion]
    return image.transform(image.size, Image.AFFINE, inverse, FILTERS[name], fillcolor=fill)


EFFECTS = {
    "Brightness": F.adjust_brightness,
    "Contrast": F.adjust_contrast,
    "Saturation": F.adjust_saturation,
    "Sharpness": F.adjust_sharpness,
    "Hue": F.adjust_hue,
    "Posterize": F.posterize,
    "Solarize": F.solarize,
    "SolarizeAdd": add,
    "Invert": F.invert,
    "AutoContrast": F.autocontrast,
    "Equalize": F.equalize,
    "Grey": lambda image: F.to_grayscale(image, len(image.getbands())),
    "Affine": affine,
}


def parameters(effect, height, width):
    if effect in ("Brightness", "Contrast", "Saturation", "Sharpness"):
        digits = random.choice([1, 2, 17])
        return [random.choice([0.0, 1.0, round(random.uniform(0, 2), digits), round(random.uniform(0, 9), digits)])]
    if effect == "Hue":
        return [random.choice([-0.5, 0.0, 0.001, 0.5, round(random.uniform(-0.5, 0.5), 3)])]
    if effect == "Posterize":
        return [random.randint(0, 8)]
    if effect == "Solarize":
        return [random.choice([0.0, 256.0, random.randint(0, 512) / 2, round(random.uniform(0, 256), 3)])]
    if effect == "SolarizeAdd":
        return [random.randint(0, 255), random.choice([0, 128, 256, random.randint(0, 256)])]
    if effect != "Affine":
        return []
    motion = random.choice(["SHEAR_X", "SHEAR_Y", "TRANSLATE_X", "TRANSLATE_Y", "ROTATE"])
    if motion.startswith("SHEAR"):
        amount = random.choice([0.0, 0.5, -0.25, random.uniform(-1.5, 1.5)])
    elif motion.startswith("TRANSLATE"):
        amount = random.choice([0.0, 3.0, -2.5, random.uniform(-2, 2) * max(height, width)])
    else:
        amount = random.choice([-450.0, -90.0, 0.0, 45.0, 90.0, 180.0, 270.0, random.uniform(-360, 360)])
    fill = random.choice([(0, 0, 0), (124, 116, 104), (255, 1, 37)])
    return [motion, amount, random.choice(list(FILTERS)), fill]


def case(seed):
    effect = list(EFFECTS)[seed % len(EFFECTS)]
    if seed % 5 == 0:
        effect = "Affine"
    kind = random.choice(list(KINDS))
    channels = random.choice([1, 3, 3])
    height, width = random.choice([(1, 1), (2, 5), (3, 3), (16, 16), (21, 21)]) if seed % 4 == 0 else (
        random.randint(1, 60), random.randint(1, 60))
    chosen = parameters(effect, height, width)
    return line(seed, kind, channels, height, width, effect, chosen)


def line(seed, kind, channels, height, width, effect, chosen):
    pixels = EFFECTS[effect](picture(seed, kind, channels, height, width), *chosen).tobytes()
    words = [",".join(map(str, p)) if isinstance(p, tuple) else p for p in chosen]
    return seed, kind, channels, height, width, effect, *words, digest(pixels)


def large():
    """Around the end of Pillow's fixed-point range, beyond which coordinates are sums of floats."""
    for seed, (height, width) in enumerate([(2, 33_000), (33_000, 2), (3, 32_000), (1, 32_768), (32_768, 1)]):
        for motion, amount in [("SHEAR_X", 0.3), ("SHEAR_Y", 0.0001), ("ROTATE", 0.01), ("SHEAR_X", 1_000.7)]:
            yield line(seed, "noise", 1, height, width, "Affine", [motion, amount, "NEAREST", (0, 0, 0)])
    for motion in ("TRANSLATE_X", "TRANSLATE_Y"):
        yield line(3, "noise", 3, 9, 7, "Affine", [motion, -0.4999999, "NEAREST", (0, 0, 0)])
    for effect, chosen in [("Contrast", [1.4]), ("Sharpness", [1.9]), ("Hue", [0.1]), ("Equalize", [])]:
        yield line(9, "noise", 3, 224, 224, effect, chosen)


def colours(effect, parameter):
    blues, greens = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    hashed = hashlib.sha256()
    for red in range(256):
        image = Image.fromarray(np.dstack([np.full_like(greens, red), greens, blues]))
        hashed.update(EFFECTS[effect](image, parameter).tobytes())
    return effect, parameter, hashed.hexdigest()[:16]


def trivial():
    """Of each kind and strength on one picture, through torchvision's own tables."""
    image = picture(7, "noise", 3, 47, 61)
    for name in ("NEAREST", "BILINEAR"):
        mode = InterpolationMode[name]
        for kind, (table, signed) in autoaugment.TrivialAugmentWide()._augmentation_space(31).items():
            for bin in range(31) if table.ndim else [0]:
                for sign in (1, -1) if signed else [1]:
                    magnitude = sign * (table[bin].item() if table.ndim else 0)
                    result = autoaugment._apply_op(image, kind, float(magnitude), mode, None)
                    yield name, kind, bin, sign, magnitude, digest(result.tobytes())


def write(path, lines):
    (RESOURCES / path).write_text("".join(" ".join(map(str, line)) + "\n" for line in lines))


random.seed(1409)
write("image/effect/effects.txt", [*map(case, range(1300)), *large()])
write("image/effect/colours.txt", [colours("Hue", 0.1), colours("Hue", -0.37), colours("Saturation", 1.37)])
write("data/augment/trivial.txt", trivial())
