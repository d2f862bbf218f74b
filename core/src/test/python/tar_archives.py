"""Writes small tar archives in each format with Python's tarfile.

    python3 core/src/test/python/tar_archives.py
"""
import io
import pathlib
import tarfile

HOME = pathlib.Path(__file__).parents[1] / "resources/org/resnet4j/io/tar"
FORMATS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}


def add(tar, name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


for title, form in FORMATS.items():
    with tarfile.open(HOME / (title + ".tar"), "w", format=form) as tar:
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
        add(tar, "a.txt", b"first")
        name = "folder/" + ("x" * 90 + ".txt" if title == "ustar" else "x" * 150 + "/é.jpg")
        add(tar, name, b"long" * 1000)
        link = tarfile.TarInfo("link.txt")
        link.type = tarfile.SYMTYPE
        link.linkname = "a.txt"
        tar.addfile(link)
        add(tar, "b.txt", b"last")
