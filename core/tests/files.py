"""Files that people send, good and hostile, made on the spot."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageCms

OFFICE = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "pptx": (
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def picture(kind="JPEG", size=(1000, 600), mode="RGB", color=(200, 80, 40), **how):
    """The bytes of a picture; `how` goes to Pillow's save."""
    written = io.BytesIO()
    Image.new(mode, size, color).save(written, kind, **how)
    return written.getvalue()


def halves(kind="JPEG", size=(600, 400), left="red", right="blue", **how):
    """A picture whose left half has one colour and whose right half another: it shows how it was turned."""
    image = Image.new("RGB", size, right)
    image.paste(left, (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    image.save(written, kind, **how)
    return written.getvalue()


def exif(orientation=1):
    """What a telephone writes into a picture: how it was held, whose it is and where it stood."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "Brackenfold telephone"
    tags[0x013B] = "Amara Nwosu"
    place = tags.get_ifd(0x8825)
    place[1], place[2] = "N", (53.0, 44.0, 10.0)
    place[3], place[4] = "W", (1.0, 52.0, 30.0)
    return tags.tobytes()


def srgb():
    """A colour profile, as cameras add one."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def png_that_claims(width, height):
    """A PNG of a few bytes whose header promises a huge picture: a decompression bomb."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def webp_that_claims(width, height):
    """The same in WebP, of the kind whose canvas is named before anything is decoded."""
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0"
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + b"\0" * 100
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pdf(inside=b""):
    return b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n" + inside + b"\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


def office(kind="docx", *, more=None, contents=None, encoding="utf-8"):
    """The bytes of a Word, PowerPoint or Excel file with the least in it; `more` is {part: bytes} beside it."""
    main, inside = OFFICE[kind]
    contents = f'<?xml version="1.0"?><Types><Override PartName="/{main}" ContentType="{contents or inside}"/></Types>'
    return packed({"[Content_Types].xml": contents.encode(encoding), main: b"<x/>", **(more or {})})


def packed(parts, *, mark_locked=False):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    raw = bytearray(written.getvalue())
    if mark_locked:  # the flag of each entry in the list at the end: "encrypted"
        at = raw.find(b"PK\x01\x02")
        while at >= 0:
            raw[at + 8] |= 1
            at = raw.find(b"PK\x01\x02", at + 4)
    return bytes(raw)
