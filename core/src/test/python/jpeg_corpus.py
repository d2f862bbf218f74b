"""Makes the small pictures that JpegDecoderTest decodes, and the hashes that it compares with.

Needs Debian's python3-pil (Pillow 9.4.0) and libjpeg-turbo-progs (2.1.5: cjpeg, jpegtran):
    python3 jpeg_corpus.py ../resources/org/resnet4j/image/jpeg
With a second folder, whose pictures are not ours to keep, only hashes are written:
    python3 jpeg_corpus.py ../resources/org/resnet4j/image/jpeg /path/to/imagenet-samples

A line is: file width height orientation and the first 16 digits of the SHA-256 of the RGB bytes that
Pillow decodes. Files whose names begin with "refused" are of kinds that are not supported.
"""

import hashlib
import io
import math
import pathlib
import random
import re
import subprocess
import sys

from PIL import Image

ORIENTATION = 0x0112
out = pathlib.Path(sys.argv[1])


def picture(width, height, mode="RGB"):
    """Waves, hard edges and noise, so that all frequencies and the clamping are used."""
    noise = random.Random(width * 1000 + height)
    bands = len(mode)
    pixels = bytearray()
    for y in range(height):
        for x in range(width):
            for c in range(bands):
                wave = 128 + 110 * math.sin(x / (3 + 2 * c) + y / (7 - c))
                edge = 255 if (x // 6 + y // 9 + c) % 5 == 0 else wave
                pixels.append(max(0, min(255, int(edge + noise.gauss(0, 12)))))
    return Image.frombytes(mode, (width, height), bytes(pixels))


def pillow(name, image, **options):
    image.save(out / f"{name}.jpg", "JPEG", **options)


def run(*command, data):
    return subprocess.run(command, input=data, check=True, capture_output=True).stdout


def cjpeg(name, image, *options):
    ppm = io.BytesIO()
    image.save(ppm, "PPM")
    (out / f"{name}.jpg").write_bytes(run("cjpeg", *options, data=ppm.getvalue()))


def jpegtran(name, source, *options):
    data = (out / f"{source}.jpg").read_bytes()
    (out / f"{name}.jpg").write_bytes(run("jpegtran", *options, data=data))


def patch(name, source, change):
    data = bytearray((out / f"{source}.jpg").read_bytes())
    (out / f"{name}.jpg").write_bytes(change(data))


def scans(name, text):
    path = pathlib.Path("/tmp") / f"{name}.scans"
    path.write_text(text)
    return str(path)


def adobe(transform):
    """Sets what Adobe's marker says, or puts one in the place of JFIF's."""

    def change(data):
        marker = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes([transform])
        for code in (b"\xff\xee", b"\xff\xe0"):
            at = data.find(code)
            if at >= 0:
                length = data[at + 2] << 8 | data[at + 3]
                return data[:at] + marker + data[at + 2 + length :]
        return data[:2] + marker + data[2:]

    return change


def make():
    for quality in (5, 40, 75, 92, 100):
        pillow(f"quality-{quality}", picture(45, 37), quality=quality)
    for subsampling in (0, 1, 2):
        for width, height in ((1, 1), (2, 2), (3, 3), (5, 4), (8, 8), (16, 17), (33, 15)):
            name = f"size-{width}x{height}-subsampling-{subsampling}"
            pillow(name, picture(width, height), subsampling=subsampling, quality=85)
    pillow("wide", picture(700, 3), quality=60)
    pillow("tall", picture(3, 700), quality=60)
    pillow("flat", Image.new("RGB", (70, 50), (200, 30, 90)))
    pillow("black-and-white", Image.effect_noise((64, 64), 900).convert("1").convert("RGB"), quality=3)
    pillow("optimized", picture(61, 43), optimize=True)
    pillow("grey", picture(45, 37, "L"))
    pillow("grey-progressive", picture(45, 37, "L"), progressive=True)
    for subsampling in (0, 1, 2):
        name = f"progressive-{subsampling}"
        pillow(name, picture(83, 61), progressive=True, subsampling=subsampling, quality=88)
    pillow("progressive-1x1", picture(1, 1), progressive=True)
    pillow("progressive-flat", Image.new("RGB", (300, 200), (9, 99, 199)), progressive=True)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        pillow(f"orientation-{orientation}", picture(9, 6), exif=exif)
    exif = Image.Exif()
    exif[ORIENTATION] = 9
    pillow("orientation-9", picture(9, 6), exif=exif)
    pillow("segments", picture(20, 20), icc_profile=bytes(5000), comment=b"a comment")

    cmyk = picture(45, 37, "CMYK")
    pillow("cmyk", cmyk)
    pillow("cmyk-subsampled", cmyk, subsampling=2)
    pillow("cmyk-progressive", cmyk, progressive=True)
    patch("ycck", "cmyk", adobe(2))
    patch("ycck-subsampled", "cmyk-subsampled", adobe(2))
    patch("ycck-progressive", "cmyk-progressive", adobe(2))
    patch("cmyk-without-adobe", "cmyk", lambda data: data.replace(b"Adobe", b"adobe"))

    colour = picture(75, 53)
    samplings = ("1x2", "2x1", "2x2", "4x1", "1x4", "4x2", "2x4", "3x1", "1x3", "3x2")
    samplings += ("2x2,1x2,2x1", "2x2,2x1,1x2", "2x1,1x2", "1x1,2x2", "1x4,1x2,1x1", "4x1,4x1,1x1", "4x1,2x1,1x1")
    samplings += ("1x2,1x1,1x2", "3x1,1x1,3x1", "1x1,2x1,1x2", "2x4,1x1,1x1")
    for sampling in samplings:
        name = "sampling-" + sampling.replace(",", "-")
        cjpeg(name, colour, "-quality", "80", "-sample", sampling)
    cjpeg("sampling-2x2-1x2-2x1-progressive", colour, "-progressive", "-sample", "2x2,1x2,2x1")
    for width in range(1, 8):
        cjpeg(f"sampling-1x2-{width}", picture(width, 9), "-sample", "1x2")
        cjpeg(f"sampling-4x1-{width}", picture(width, 2), "-sample", "4x1,2x1,1x1")
    for height in (1, 2, 3, 9, 16):
        cjpeg(f"height-{height}", picture(20, height), "-sample", "2x2")
    cjpeg("rgb", colour, "-rgb", "-quality", "80")
    patch("rgb-adobe", "size-33x15-subsampling-0", adobe(0))
    patch("ycc-adobe", "size-33x15-subsampling-2", adobe(1))
    for restart in ("1B", "3B", "1", "2"):
        cjpeg(f"restart-{restart}", colour, "-restart", restart, "-quality", "70")
        cjpeg(f"restart-{restart}-progressive", colour, "-restart", restart, "-progressive")
    cjpeg("restart-grey", colour, "-grayscale", "-restart", "2B")
    cjpeg("tables-of-16-bits", colour, "-quality", "1")
    cjpeg("three-scans", colour, "-sample", "2x2", "-scans", scans("three", "0;\n1;\n2;\n"))
    cjpeg("two-scans", colour, "-sample", "2x1", "-scans", scans("two", "1 2;\n0;\n"))
    cjpeg("three-scans-restart", colour, "-restart", "4B", "-scans", scans("three", "0;\n1;\n2;\n"))
    steps = "0,1,2: 0-0, 0, 3;\n" + "".join(
        f"{c}: {a}-{b}, 0, 4;\n" for c in range(3) for a, b in ((1, 1), (2, 9), (10, 63))
    )
    steps += "".join(f"{c}: 1-63, {low + 1}, {low};\n" for low in (3, 2, 1, 0) for c in range(3))
    steps += "".join(f"0,1,2: 0-0, {low + 1}, {low};\n" for low in (2, 1, 0))
    cjpeg("progressive-in-many-steps", colour, "-quality", "95", "-scans", scans("steps", steps))
    jpegtran("progressive-of-black-and-white", "black-and-white", "-progressive")
    jpegtran("jpegtran-optimized", "quality-92", "-optimize", "-restart", "5B")
    patch("extended", "quality-75", lambda data: data.replace(b"\xff\xc0", b"\xff\xc1"))

    damaged()
    cjpeg("refused-arithmetic", picture(20, 20), "-arithmetic")
    patch("refused-sampling", "sampling-3x1", lambda data: sof(data, 14, 0x21))
    patch("refused-height", "quality-75", lambda data: sof(data, 6, 0))
    patch("refused-12-bits", "quality-75", lambda data: sof(data, 4, 12))
    for code, name in ((0xC3, "lossless"), (0xC5, "hierarchical")):
        patch(f"refused-{name}", "quality-75", lambda data: sof(data, 1, code))


def damaged():
    """What libjpeg only warns of, and Pillow passes over."""
    for source in ("quality-75", "progressive-2", "restart-3B", "three-scans", "cmyk-subsampled"):
        # For a picture of several scans, the last one is cut.
        patch(f"damaged-end-{source}", source, lambda data: data[: (start(data) + len(data)) // 2] + b"\xff\xd9")
        for seed in range(3):
            patch(f"damaged-bits-{seed}-{source}", source, lambda data: flipped(data, seed))
    patch("damaged-end-at-once", "size-33x15-subsampling-2", lambda data: data[: start(data) + 40] + b"\xff\xd9")
    for run in (1, 5, 14):
        # The end of the block as another symbol without a number.
        patch(f"damaged-run-{run}", "quality-75", lambda data: data.replace(AC_TABLE, symbol(run << 4)))
    patch("damaged-no-tables", "quality-75", without_huffman)
    patch("damaged-bytes-between", "quality-75", lambda data: data.replace(b"\xff\xdb", b"\1\2\3\xff\xdb", 2))
    patch("damaged-scan-parameters", "quality-75", lambda data: data.replace(b"\0\x3f\0", b"\1\5\x21"))
    patch("damaged-jfif-version", "quality-75", lambda data: data.replace(b"JFIF\0\1\1", b"JFIF\0\7\7"))
    patch("damaged-adobe-transform", "cmyk", adobe(9))
    for name, change in {
        "missing": lambda i, parts: parts[:i] + parts[i + 1 :],
        "two-missing": lambda i, parts: parts[:i] + parts[i + 2 :],
        "many-missing": lambda i, parts: parts[:i] + parts[i + 4 :],
        "twice": lambda i, parts: parts[: i + 1] + parts[i:],
        "exchanged": lambda i, parts: parts[:i] + [parts[i + 1], parts[i]] + parts[i + 2 :],
    }.items():
        for source in ("restart-3B", "restart-1B"):
            patch(f"damaged-intervals-{name}-{source}", source, lambda data: intervals(data, change))


AC_TABLE = bytes.fromhex("ffc400b5100002010303020403050504040000017d0102030004")


def symbol(code):
    return AC_TABLE[:-2] + bytes([code]) + AC_TABLE[-1:]


def start(data):
    """Where the entropy-coded data of the last scan begins."""
    at = data.rindex(b"\xff\xda")
    return at + 2 + (data[at + 2] << 8 | data[at + 3])


def flipped(data, seed):
    """Three bits of the last scan, none of which makes or breaks a marker."""
    dice = random.Random(seed)
    left = 3
    while left:
        at = dice.randrange(start(data), len(data) - 3)
        value = data[at] ^ 1 << dice.randrange(8)
        if 255 not in (data[at - 1], data[at], value):
            data[at] = value
            left -= 1
    return data


def without_huffman(data):
    while (at := data.find(b"\xff\xc4")) >= 0:
        data = data[:at] + data[at + 2 + (data[at + 2] << 8 | data[at + 3]) :]
    return data


def intervals(data, change):
    """Moves restart intervals, each with the marker before it."""
    at = start(data)
    pieces = re.split(rb"(?=\xff[\xd0-\xd7])", bytes(data[at:-2]))
    return data[:at] + b"".join(change(3, pieces)) + b"\xff\xd9"


def sof(data, offset, value):
    data[data.index(b"\xff\xc0") + offset] = value
    return data


def line(path):
    image = Image.open(path)
    rgb = image.convert("RGB")
    orientation = image.getexif().get(ORIENTATION, 1)
    orientation = orientation if 1 <= orientation <= 8 else 1
    digest = hashlib.sha256(rgb.tobytes()).hexdigest()[:16]
    return f"{path.name} {rgb.width} {rgb.height} {orientation} {digest}"


def hashes(name, files):
    (out / name).write_text("".join(line(path) + "\n" for path in sorted(files)))


if len(sys.argv) > 2:
    hashes("imagenet-samples.txt", pathlib.Path(sys.argv[2]).glob("*.JPEG"))
else:
    make()
    hashes("corpus.txt", (path for path in out.glob("*.jpg") if path.name[:7] != "refused"))
