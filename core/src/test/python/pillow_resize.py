"""Makes the hashes that ResizeTest compares with: Pillow's bilinear resize of made-up noise.

Run with Debian's python3-pil (Pillow 9.4.0):
    python3 pillow_resize.py > ../resources/org/resnet4j/image/pillow-resize.txt
A line is: seed channels height width new-height new-width and the first 16 digits of the SHA-256.
"""

import hashlib
import random

from PIL import Image


def noise(seed, count):
    state, out = seed, bytearray(count)
    for i in range(count):
        state = (state * 1103515245 + 12345) & 0xFFFFFFFF
        out[i] = state >> 16 & 0xFF
    return bytes(out)


random.seed(2015)
for seed in range(400):
    channels = random.choice([1, 3])
    height, width = random.randint(1, 90), random.randint(1, 90)
    new_height, new_width = random.randint(1, 120), random.randint(1, 120)
    if seed % 10 == 0:
        new_width = width
    if seed % 10 == 1:
        new_height = height
    pixels = noise(seed, channels * height * width)
    image = Image.frombytes("L" if channels == 1 else "RGB", (width, height), pixels)
    resized = image.resize((new_width, new_height), Image.BILINEAR)
    digest = hashlib.sha256(resized.tobytes()).hexdigest()[:16]
    print(seed, channels, height, width, new_height, new_width, digest)
