"""Makes small pictures of every kind that Decoder reads, and what Pillow sees in them.

Run with Debian's Pillow 9.4.0 (its WebP is libwebp 1.2.4):
    python3 pictures.py
fills the folder org/resnet4j/image/decode/pictures of the test resources. A line of its list.txt is: file,
height, width, and the first 16 digits of the SHA-256 of the RGB bytes.
"""

import ctypes
import hashlib
import io
import random
import shutil
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageOps

FOLDER = Path(__file__).parent / "../resources/org/resnet4j/image/decode/pictures"
WIDTH, HEIGHT = 29, 17
random.seed(1512)


def photo(mode="RGB", width=WIDTH, height=HEIGHT):
    """Smooth, with some noise: each PNG filter and predictor has something to do."""
    image = Image.new("RGBA", (width, height))
    for y in range(height):
        for x in range(width):
            r, g, b = 255 * x // width, 255 * y // height, 255 * (x + y) // (width + height)
            noise = random.randint(-12, 12)
            level = [max(0, min(255, v + noise)) for v in (r, g, b)]
            image.putpixel((x, y), (*level, 255 * ((x // 3 + y // 3) % 4) // 3))
    return image.convert(mode)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return bytearray(out.getvalue())


# PNG -------------------------------------------------------------------------------------------

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def filtered(kind, row, above, size):
    left = bytes(size) + row
    corner = bytes(size) + above
    out = bytearray([kind])
    for i, value in enumerate(row):
        a, b, c = left[i], above[i], corner[i]
        p = a + b - c
        nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        out.append((value - [0, a, b, (a + b) // 2, nearest][kind]) & 255)
    return bytes(out)


def packed(values, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", v) for v in values)
    bits = "".join(format(v, f"0{depth}b") for v in values)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def png(colour, depth, interlaced=False, extra=(), after=(), width=WIDTH, height=HEIGHT, colours=None):
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    image = photo("RGBA", width, height)
    top = (1 << depth) - 1

    def values(x, y):
        pixel = image.getpixel((x, y))
        if channels < 3:
            pixel = (pixel[0] + pixel[1]) // 2, pixel[3]
        levels = [v * top // 255 for v in pixel[:channels]]
        return [v ^ (x * 37 & 255) for v in levels] if depth == 16 else levels

    data, row_number = b"", 0
    for left, first, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        columns = range(left, width, dx)
        above = None
        for y in range(first, height, dy) if columns else ():
            row = packed([v for x in columns for v in values(x, y)], depth)
            kind, row_number = row_number % 5, row_number + 1
            data += filtered(kind, row, above or bytes(len(row)), max(1, channels * depth // 8))
            above = row
    out = b"\x89PNG\r\n\x1a\n"
    out += chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
    if colour == 3:
        colours = colours or 1 << depth
        out += chunk(b"PLTE", bytes(random.randint(0, 255) for _ in range(3 * colours)))
    out += b"".join(chunk(*each) for each in extra)
    data = zlib.compress(data)
    cuts = [0, 1, 1, 40, len(data)]
    out += b"".join(chunk(b"IDAT", data[a:b]) for a, b in zip(cuts, cuts[1:]))
    return out + b"".join(chunk(*each) for each in after) + chunk(b"IEND", b"")


def exif(orientation, order="<"):
    head = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    other = struct.pack(order + "HHII", 0x0100, 4, 1, 99)
    return head + struct.pack(order + "I", 8) + struct.pack(order + "H", 2) + other + entry + bytes(4)


def pngs():
    for colour, depths in {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}.items():
        for depth in depths:
            for interlaced in (False, True):
                yield f"png-{colour}-{depth}{'-interlaced' if interlaced else ''}.png", png(colour, depth, interlaced)
    for width, height in (1, 1), (1, 9), (5, 1), (3, 2):
        yield f"png-interlaced-{width}x{height}.png", png(2, 8, True, width=width, height=height)
    yield "png-few-colours.png", png(3, 8, colours=100)
    yield "png-trns-rgb.png", png(2, 8, extra=[(b"tRNS", bytes(6))])
    yield "png-trns-grey.png", png(0, 8, extra=[(b"tRNS", bytes(2))])
    yield "png-trns-palette.png", png(3, 8, extra=[(b"tRNS", bytes(range(200)))])
    profile = b"x\0\0" + zlib.compress(bytes(3000))
    text = [(b"gAMA", struct.pack(">I", 30000)), (b"iCCP", profile), (b"zTXt", b"a\0\0" + zlib.compress(bytes(9000)))]
    yield "png-gamma-profile-text.png", png(2, 8, extra=text)
    yield "png-palette-in-rgb.png", png(2, 8, extra=[(b"PLTE", bytes(range(30)))])
    for orientation in range(1, 9):
        yield f"png-exif-{orientation}.png", png(2, 8, extra=[(b"eXIf", exif(orientation, "<>"[orientation % 2]))])
    yield "png-exif-after.png", png(2, 8, after=[(b"eXIf", exif(6))])


def jpegs():
    """Only what is done after the decoder: its own pictures are those of jpeg_corpus.py."""
    for orientation in range(1, 9):
        tiff = exif(orientation, "<>"[orientation % 2])
        yield f"jpeg-exif-{orientation}.jpg", saved(photo(), "JPEG", exif=b"Exif\0\0" + tiff)


# GIF -------------------------------------------------------------------------------------------


def screen(gif, width, height):
    return gif[:6] + struct.pack("<HH", width, height) + gif[10:]


def place(gif, left, top):
    at = gif.index(b",", 13 + 3 * (2 << (gif[10] & 7)))
    return gif[: at + 1] + struct.pack("<HH", left, top) + gif[at + 5 :]


def local(gif):
    """Moves the palette from the screen to the frame."""
    end = 13 + 3 * (2 << (gif[10] & 7))
    at = gif.index(b",", end)
    bits = gif[10] & 7
    out = gif[:10] + bytes([gif[10] & 0x7F]) + gif[11:13] + gif[end : at + 9]
    return out + bytes([gif[at + 9] | 0x80 | bits]) + gif[13:end] + gif[at + 10 :]


def gifs():
    image = photo().quantize(64)
    for interlace in (0, 1):
        yield f"gif-interlace-{interlace}.gif", saved(image, "GIF", interlace=interlace)
    yield "gif-transparent.gif", saved(image, "GIF", transparency=7)
    yield "gif-grey.gif", saved(photo("L"), "GIF")
    yield "gif-two-colours.gif", saved(photo("1"), "GIF")
    plain, clear = saved(image, "GIF", interlace=0), saved(image, "GIF", transparency=9)
    yield "gif-larger-screen.gif", place(screen(plain, 60, 50), 11, 5)
    yield "gif-larger-screen-transparent.gif", place(screen(clear, 60, 50), 11, 5)
    yield "gif-smaller-screen.gif", place(screen(plain, 3, 4), 2, 9)
    yield "gif-local-palette.gif", local(plain)
    yield "gif-local-palette-interlaced.gif", local(saved(image, "GIF", interlace=1))
    noise = Image.frombytes("L", (90, 90), random.randbytes(8100)).quantize(256)
    yield "gif-full-table.gif", saved(noise, "GIF")
    frames = [photo().quantize(32) for _ in range(3)]
    yield "gif-animated.gif", saved(frames[0], "GIF", save_all=True, append_images=frames[1:], comment=b"x" * 300, disposal=2)
    few = Image.new("P", (20, 20), 5)
    few.putpalette(bytes(random.randint(0, 255) for _ in range(24)))
    yield "gif-long-runs.gif", saved(few, "GIF", optimize=False)
    yield "gif-87a.gif", b"GIF87a" + saved(image, "GIF", interlace=1)[6:]
    yield "gif-no-palette.gif", plain[:10] + bytes([plain[10] & 0x7F]) + plain[11:13] + plain[13 + 3 * (2 << (plain[10] & 7)) :]


# BMP -------------------------------------------------------------------------------------------


def bmp(bits, pixels, compression=0, header=40, top_down=False, colours=0, masks=b"", palette=b"", width=WIDTH, height=HEIGHT):
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        rows = -height if top_down else height
        info = struct.pack("<IiiHHIIiiII", header, width, rows, 1, bits, compression, len(pixels), 0, 0, colours, 0)
        if header > 40:
            info += (masks + bytes(100))[: header - 40]
            masks = b""
    at = 14 + len(info) + len(masks) + len(palette)
    return struct.pack("<2sIHHI", b"BM", at + len(pixels), 0, 0, at) + info + masks + palette + pixels


def rows(bits, value, width=WIDTH, height=HEIGHT):
    out = b""
    for y in range(height):
        if bits <= 8:
            row = packed([value(x, y) for x in range(width)], bits)
        else:
            row = b"".join(value(x, y).to_bytes(bits // 8, "little") for x in range(width))
        out += row + bytes(-len(row) % 4)
    return out


def run_lengths(bits):
    out, y = b"", 0
    for y in range(HEIGHT):
        left = WIDTH
        while left:
            count = min(left, random.randint(1, 12))
            value = random.randint(0, 255)
            literal = count - count % 4
            if literal >= 4 and random.random() < 0.5:
                out += bytes([0, literal]) + random.randbytes(literal * bits // 8)
                left -= literal
            else:
                # Runs may say more than their row has left.
                out += bytes([count + (5 if count == left else 0), value])
                left -= count
        out += b"\0\0"
    return out + b"\0\1"


def palette(colours, size=4):
    return bytes(0 if size == 4 and i % 4 == 3 else random.randint(0, 255) for i in range(size * colours))


def bmps():
    rgb = photo()

    def colour(*shifts_and_bits):
        def value(x, y):
            levels = rgb.getpixel((x, y))
            return sum((level >> (8 - bits)) << shift for level, (shift, bits) in zip(levels, shifts_and_bits))

        return value

    def index(bits):
        return lambda x, y: (x * 3 + y * y) % (1 << bits)

    for bits in (1, 4, 8):
        yield f"bmp-{bits}.bmp", bmp(bits, rows(bits, index(bits)), palette=palette(1 << bits))
        yield f"bmp-{bits}-os2.bmp", bmp(bits, rows(bits, index(bits)), header=12, palette=palette(1 << bits, 3))
    yield "bmp-8-few-colours.bmp", bmp(8, rows(8, index(5)), colours=32, palette=palette(32))
    grey = bytes(v for i in range(256) for v in (i, i, i, 0))
    yield "bmp-8-grey.bmp", bmp(8, rows(8, index(8)), palette=grey)
    plain = {16: colour((10, 5), (5, 5), (0, 5)), 24: colour((16, 8), (8, 8), (0, 8)), 32: colour((16, 8), (8, 8), (0, 8))}
    for bits, value in plain.items():
        yield f"bmp-{bits}.bmp", bmp(bits, rows(bits, value))
        yield f"bmp-{bits}-top-down.bmp", bmp(bits, rows(bits, value), top_down=True)
        yield f"bmp-{bits}-v4.bmp", bmp(bits, rows(bits, value), header=108)
        yield f"bmp-{bits}-os2-v2.bmp", bmp(bits, rows(bits, value), header=64)
    yield "bmp-24-os2.bmp", bmp(24, rows(24, plain[24]), header=12)
    fields = {
        "565": (16, (0xF800, 0x7E0, 0x1F), colour((11, 5), (5, 6), (0, 5))),
        "555": (16, (0x7C00, 0x3E0, 0x1F), plain[16]),
        "bgr": (24, (0xFF0000, 0xFF00, 0xFF), plain[24]),
        "rgbx": (32, (0xFF0000, 0xFF00, 0xFF), plain[32]),
        "xbgr": (32, (0xFF000000, 0xFF0000, 0xFF00), colour((24, 8), (16, 8), (8, 8))),
    }
    for name, (bits, masks, value) in fields.items():
        masks = struct.pack("<III", *masks)
        yield f"bmp-fields-{name}.bmp", bmp(bits, rows(bits, value), compression=3, masks=masks)
        yield f"bmp-fields-{name}-v5.bmp", bmp(bits, rows(bits, value), compression=3, header=124, masks=masks + bytes(4))
    masks = struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000)
    value = colour((0, 8), (8, 8), (16, 8))
    yield "bmp-fields-rgba-v4.bmp", bmp(32, rows(32, value), compression=3, header=108, masks=masks)
    yield "bmp-fields-none.bmp", bmp(32, rows(32, plain[32]), compression=3, masks=bytes(12))
    for bits in (4, 8):
        for i in range(3):
            data = run_lengths(bits)
            yield f"bmp-runs-{bits}-{i}.bmp", bmp(bits, data, compression=12 // bits - (bits == 4), palette=palette(1 << bits))


# What is hidden in text, and what is tolerated -------------------------------------------------


def itxt(key, text, packed=False):
    body = zlib.compress(text) if packed else text
    return b"iTXt", key + bytes([0, packed, 0]) + b"en\0" + key + b"\0" + body


def ztxt(key, text):
    return b"zTXt", key + b"\0\0" + zlib.compress(text)


def text(key, content):
    return b"tEXt", key + b"\0" + content


def raw_profile(data):
    digits = data.hex()
    lines = "\n".join(digits[i : i + 72] for i in range(0, len(digits), 72))
    return f"\nexif\n{len(data):8}\n{lines}\n".encode()


def xmp(orientation, element=False):
    inside = f"<tiff:Orientation>{orientation}</tiff:Orientation>" if element else ""
    attribute = "" if element else f'tiff:Orientation="{orientation}" '
    return f"<x:xmpmeta><rdf:Description {attribute}rdf:about=''>{inside}</rdf:Description></x:xmpmeta>".encode()


def texts():
    key, profile = b"XML:com.adobe.xmp", b"Raw profile type exif"
    nothing = exif(6).replace(struct.pack("<H", 0x0112), struct.pack("<H", 0x0113))
    chunks = {
        "xmp-attribute": [itxt(key, xmp(3))],
        "xmp-element": [itxt(key, xmp(6, True))],
        "xmp-packed": [itxt(key, xmp(8), True)],
        "xmp-ztxt": [ztxt(key, xmp(5))],
        "xmp-text": [text(key, xmp(7))],
        "xmp-9": [itxt(key, xmp(9))],
        "xmp-none": [itxt(key, b"<x:xmpmeta/>")],
        "xmp-cut": [(b"iTXt", key + b"\0\0\0en")],
        "xmp-damaged": [(b"zTXt", key + b"\0\0" + zlib.compress(xmp(3))[:9] + b"\xff\xff\xff")],
        "xmp-beside-exif": [itxt(key, xmp(3)), (b"eXIf", exif(6))],
        "xmp-beside-exif-without": [itxt(key, xmp(3)), (b"eXIf", nothing)],
        "profile-ztxt": [ztxt(profile, raw_profile(b"Exif\0\0" + exif(6)))],
        "profile-text": [text(profile, raw_profile(exif(8)))],
        "profile-beside-exif": [text(profile, raw_profile(exif(8))), (b"eXIf", exif(3))],
        "profile-beside-xmp": [text(profile, raw_profile(exif(8))), itxt(key, xmp(3))],
    }
    for name, extra in chunks.items():
        yield f"png-{name}.png", png(2, 8, extra=extra)
    yield "png-xmp-after.png", png(2, 8, after=[itxt(key, xmp(6))])
    yield "png-without-end.png", png(2, 8)[:-12]
    yield "png-cut-in-end.png", png(2, 8)[:-5]
    jpeg = saved(photo(), "JPEG")
    packet = b"http://ns.adobe.com/xap/1.0/\0" + xmp(6)
    yield "jpeg-xmp.jpg", jpeg[:20] + b"\xff\xe1" + struct.pack(">H", len(packet) + 2) + packet + jpeg[20:]
    yield "webp-xmp.webp", saved(photo(), "WEBP", lossless=True, xmp=xmp(6))
    for bits in range(9, 13):
        yield f"gif-indices-of-{bits}-bits.gif", wide_gif(bits)


def wide_gif(bits):
    """Codes that no program needs for 256 colours; nothing is packed."""
    pixels = photo("L").tobytes()
    codes = []
    for i, pixel in enumerate(pixels):
        # Bits beyond the eighth are dropped.
        codes += [1 << bits] * (i % 200 == 0) + [pixel | (i % 3 << 8) % (1 << bits)]
    size = bits + 1
    number = sum(code << size * i for i, code in enumerate(codes + [(1 << bits) + 1]))
    data = number.to_bytes((size * (len(codes) + 1) + 7) // 8, "little")
    blocks = b"".join(bytes([len(data[i : i + 255])]) + data[i : i + 255] for i in range(0, len(data), 255))
    grey = bytes(v ^ 0x55 for i in range(256) for v in (i, 255 - i, i // 2))
    screen = b"GIF89a" + struct.pack("<HHBBB", WIDTH, HEIGHT, 0xF7, 0, 0) + grey
    return screen + b"," + struct.pack("<HHHHBB", 0, 0, WIDTH, HEIGHT, 0, bits) + blocks + b"\0;"


# WebP ------------------------------------------------------------------------------------------


def parts(webp):
    at = 12
    while at < len(webp):
        size = struct.unpack_from("<I", webp, at + 4)[0]
        yield bytes(webp[at : at + 8 + size + size % 2])
        at += 8 + size + size % 2


def animation(canvas, left, top, webp):
    """A frame in its place on a larger canvas."""
    image = Image.open(io.BytesIO(webp))
    u24 = lambda v: struct.pack("<I", v)[:3]
    pixels = [part for part in parts(webp) if part[:4] in (b"VP8 ", b"VP8L", b"ALPH")]
    frame = u24(left // 2) + u24(top // 2) + u24(image.width - 1) + u24(image.height - 1) + u24(100) + b"\0"
    frame += b"".join(pixels)
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x12\0\0\0" + u24(canvas[0] - 1) + u24(canvas[1] - 1)
    body += b"ANIM" + struct.pack("<IIH", 6, 0xFF112233, 0)
    body += 2 * (b"ANMF" + struct.pack("<I", len(frame)) + frame)
    return b"RIFF" + struct.pack("<I", len(body)) + body


class Config(ctypes.Structure):
    """WebPConfig of libwebp's encode.h, the part that is set here."""

    _fields_ = [("lossless", ctypes.c_int), ("quality", ctypes.c_float)] + [
        (name, ctypes.c_float if name == "psnr" else ctypes.c_int)
        for name in "method hint size psnr segments sns filter_strength filter_sharpness filter_type autofilter "
        "alpha_compression alpha_filtering alpha_quality passes show preprocessing partitions".split()
    ] + [("rest", ctypes.c_int * 20)]


class Picture(ctypes.Structure):
    """WebPPicture."""

    _fields_ = [
        ("argb", ctypes.c_int), ("space", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
        ("planes", ctypes.c_void_p * 3), ("strides", ctypes.c_int * 2), ("alpha", ctypes.c_void_p),
        ("alpha_stride", ctypes.c_int), ("pad", ctypes.c_uint32 * 2), ("pixels", ctypes.c_void_p),
        ("pixels_stride", ctypes.c_int), ("pad2", ctypes.c_uint32 * 3), ("writer", ctypes.c_void_p),
        ("to", ctypes.c_void_p), ("rest", ctypes.c_uint64 * 40),
    ]


def encoded(image, quality, **options):
    """By libwebp itself: Pillow does not set all of its options."""
    lib = ctypes.CDLL("libwebp.so.7")
    config, picture, out = Config(), Picture(), (ctypes.c_uint64 * 8)()
    assert lib.WebPConfigInitInternal(ctypes.byref(config), 0, ctypes.c_float(quality), 0x020F)
    assert lib.WebPPictureInitInternal(ctypes.byref(picture), 0x020F)
    for name, value in options.items():
        setattr(config, name, value)
    picture.width, picture.height = image.size
    assert lib.WebPPictureImportRGB(ctypes.byref(picture), image.tobytes(), 3 * image.width)
    picture.writer = ctypes.cast(lib.WebPMemoryWrite, ctypes.c_void_p)
    picture.to = ctypes.addressof(out)
    assert lib.WebPEncode(ctypes.byref(config), ctypes.byref(picture))
    return ctypes.string_at(out[0], out[1])


def webps():
    lossless = saved(photo(), "WEBP", lossless=True)
    yield "webp-lossless.webp", lossless
    yield "webp-lossless-alpha.webp", saved(photo("RGBA"), "WEBP", lossless=True, exact=True)
    for colours in (2, 4, 16, 60, 200):
        yield f"webp-lossless-{colours}-colours.webp", saved(photo().quantize(colours).convert("RGB"), "WEBP", lossless=True, method=6)
    yield "webp-lossless-large.webp", saved(photo(width=150, height=120), "WEBP", lossless=True, method=6)
    yield "webp-lossless-1x1.webp", saved(photo(width=1, height=1), "WEBP", lossless=True)
    for orientation in (1, 3, 6, 8):
        yield f"webp-exif-{orientation}.webp", saved(photo(), "WEBP", lossless=True, exif=exif(orientation))
    yield "webp-animated.webp", animation((60, 50), 10, 4, lossless)
    for quality in (5, 50, 95):
        for method in (0, 6):
            yield f"webp-lossy-{quality}-{method}.webp", saved(photo(width=150, height=121), "WEBP", quality=quality, method=method)
    larger = photo(width=150, height=121)
    yield "webp-lossy-simple-filter.webp", encoded(larger, 30, filter_type=0, filter_strength=60)
    yield "webp-lossy-sharp-3.webp", encoded(larger, 30, filter_type=1, filter_strength=60, filter_sharpness=3)
    yield "webp-lossy-sharp-7.webp", encoded(larger, 30, filter_type=1, filter_strength=90, filter_sharpness=7)
    yield "webp-lossy-partitions.webp", encoded(larger, 60, partitions=3)
    yield "webp-lossy-one-segment.webp", encoded(larger, 40, segments=1)
    yield "webp-lossy-no-filter.webp", encoded(larger, 40, filter_strength=0)
    lossy = saved(photo("RGBA"), "WEBP", quality=70)
    yield "webp-lossy-alpha.webp", lossy
    yield "webp-lossy-exif.webp", saved(photo(), "WEBP", quality=60, exif=exif(5))
    yield "webp-lossy-animated.webp", animation((60, 50), 20, 6, lossy)


def seen(name, data):
    image = Image.open(io.BytesIO(data))
    if image.mode == "I":
        # Pillow clips 16 bits of grey to 255; here the high byte is wanted, as it takes of colours.
        image = Image.frombytes("L", image.size, bytes(v >> 8 for v in image.getdata()))
    return ImageOps.exif_transpose(image).convert("RGB")


shutil.rmtree(FOLDER, ignore_errors=True)
FOLDER.mkdir(parents=True)
lines = []
for kind in (pngs, gifs, bmps, webps, jpegs, texts):
    for name, data in kind():
        image = seen(name, bytes(data))
        (FOLDER / name).write_bytes(data)
        digest = hashlib.sha256(image.tobytes()).hexdigest()[:16]
        lines.append(f"{name} {image.height} {image.width} {digest}\n")
(FOLDER / "list.txt").write_text("".join(lines))
