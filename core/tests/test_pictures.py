"""Pictures: what is kept of them, and what is refused with a sentence."""

import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image

from core.pictures import MOST_BYTES, PictureRefused, prepare
from core.tests import files


def prepared(data, name="photo.jpg"):
    return prepare(SimpleUploadedFile(name, data))


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def colour(image, x, y):
    return tuple(round(c / 64) for c in image.convert("RGB").getpixel((x, y)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_format_comes_out_as_webp_in_our_widths(kind):
    result = prepared(files.picture(kind, (3000, 1500)), name="photo.gif")  # the name plays no part

    assert (result.width, result.height, result.widths) == (1600, 800, [400, 800, 1600])
    for width, data in result.sizes.items():
        image = opened(data)
        assert (image.format, image.size) == ("WEBP", (width, width // 2))


@pytest.mark.parametrize(
    ("size", "widths"), [((300, 200), [300]), ((400, 300), [400]), ((900, 600), [400, 800, 900]), ((120, 120), [120])]
)
def test_nothing_is_enlarged(size, widths):
    assert prepared(files.picture(size=size)).widths == widths


def test_a_tall_picture_is_not_taller_than_a_page():
    result = prepared(files.picture(size=(1200, 4800)))

    assert (result.width, result.height) == (600, 2400)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_is_turned_upright_and_what_a_telephone_wrote_is_gone(kind):
    data = files.halves(kind, exif=files.exif(orientation=6))  # held upright: turn it a quarter to the right
    assert b"Amara Nwosu" in data

    result = prepared(data)

    assert (result.width, result.height) == (400, 600)
    for written in result.sizes.values():
        image = opened(written)
        assert colour(image, image.width // 2, 5) == colour(Image.new("RGB", (1, 1), "red"), 0, 0)
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
        for word in (b"Amara", b"Brackenfold", b"EXIF", b"ICCP", b"XMP "):
            assert word not in written


def test_comments_and_profiles_are_gone():
    data = files.picture("JPEG", comment=b"Taken at 1 Secret Lane", icc_profile=files.srgb())

    for written in prepared(data).sizes.values():
        assert b"Secret" not in written
        assert b"ICCP" not in written


@pytest.mark.parametrize(
    ("kind", "mode", "color", "seen"),
    [
        ("JPEG", "CMYK", (0, 255, 255, 0), "red"),
        ("JPEG", "L", 128, (128, 128, 128)),
        ("PNG", "P", 0, "black"),
        ("PNG", "1", 1, "white"),
        ("PNG", "LA", (0, 0), "white"),
        ("PNG", "RGBA", (0, 0, 0, 0), "white"),
        ("WEBP", "RGBA", (255, 0, 0, 255), "red"),
        ("PNG", "I;16", 65_535, "white"),
        ("PNG", "I;16", 32_768, (128, 128, 128)),
    ],
)
def test_every_kind_of_colour_comes_out_as_a_screen_shows_it(kind, mode, color, seen):
    image = opened(prepared(files.picture(kind, (400, 300), mode, color)).sizes[400])

    assert image.mode == "RGB"
    assert colour(image, 200, 150) == colour(Image.new("RGB", (1, 1), seen), 0, 0)


def test_the_colours_of_another_profile_are_turned_into_those_of_a_screen():
    """A CMYK picture with a profile, an RGB one with a broken profile: both are shown, neither fails."""
    broken = files.picture("JPEG", (400, 300), icc_profile=b"no profile at all")
    gray_with_rgb_profile = files.picture("JPEG", (400, 300), "L", 128, icc_profile=files.srgb())

    assert opened(prepared(broken).sizes[400]).mode == "RGB"
    assert opened(prepared(gray_with_rgb_profile).sizes[400]).mode == "RGB"


def test_of_a_double_picture_of_a_telephone_the_first_is_taken():
    written = io.BytesIO()
    first, second = Image.new("RGB", (400, 300), "red"), Image.new("RGB", (400, 300), "blue")
    first.save(written, "MPO", save_all=True, append_images=[second])

    image = opened(prepared(written.getvalue()).sizes[400])

    assert colour(image, 10, 10) == colour(first, 0, 0)


def animated(kind):
    frames = [Image.new("RGB", (400, 300), c) for c in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=100)
    return written.getvalue()


def cut(data):
    return data[: len(data) // 2]


def noise(size):
    image = Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=90)
    return written.getvalue()


REFUSED = {
    "nothing": (b"", "empty"),
    "too many bytes": (b"\xff\xd8\xff" + b"\0" * MOST_BYTES, "larger than 12 MB"),
    "svg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVG"),
    "gif": (b"GIF89a" + b"\0" * 100, "GIF"),
    "heic": (b"\0\0\0\x18ftypheic" + b"\0" * 100, "HEIC"),
    "tiff": (b"II*\x00" + b"\0" * 100, "TIFF"),
    "bmp": (b"BM" + b"\0" * 100, "BMP"),
    "pdf": (files.pdf(), "PDF"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "JPEG, PNG or WebP"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "JPEG, PNG or WebP"),
    "a program": (b"MZ" + b"\0" * 500, "JPEG, PNG or WebP"),
    "a script dressed as JPEG": (b"\xff\xd8\xff\xe0<?php system($_GET[0]); ?>", "damaged"),
    "a PNG bomb": (files.png_that_claims(6_000, 6_000), "more pixels"),
    "a PNG bomb that Pillow warns of": (files.png_that_claims(10_000, 10_000), "more pixels"),
    "a PNG bomb that Pillow refuses": (files.png_that_claims(60_000, 60_000), "more pixels"),
    "a WebP bomb": (files.webp_that_claims(5_000, 4_000), "more pixels"),
    "a moving PNG": (animated("PNG"), "moves"),
    "a moving WebP": (animated("WEBP"), "moves"),
    "half a JPEG": (cut(noise((800, 600))), "not whole"),
    "half a PNG": (cut(files.picture("PNG")), "not whole"),
    "half a WebP": (cut(files.halves("WEBP")), "not whole"),
    "a PNG that promises more than it holds": (files.png_that_claims(2000, 1000), "not whole"),
    "a JPEG of endless scans": (files.picture() + b"\xff\xda" * 200, "unusual"),
    "a dot": (files.picture(size=(1, 1)), "too small"),
    "a line": (files.picture(size=(5000, 20)), "too narrow"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_for_us_is_refused_with_a_sentence(what):
    data, words = REFUSED[what]

    with pytest.raises(PictureRefused) as refused:
        prepared(data)

    assert words in str(refused.value)
    assert str(refused.value).endswith(".")


def test_random_damage_is_refused_or_shown_and_never_an_error_of_ours():
    chance = random.Random(7)
    for kind in ("JPEG", "PNG", "WEBP"):
        good = files.halves(kind, (300, 200), exif=files.exif())
        for _ in range(60):
            data = bytearray(good)
            for _ in range(chance.randint(1, 20)):
                data[chance.randrange(12, len(data))] = chance.randrange(256)
            try:
                prepared(bytes(data))
            except PictureRefused:
                continue


def test_a_large_picture_of_a_telephone_is_taken():
    """Fifty million pixels: decoded at a quarter, or a laptop would hold 150 MB for it."""
    result = prepared(files.picture("JPEG", (8192, 6144), quality=30))

    assert (result.width, result.height) == (1600, 1200)


def test_a_file_that_waits_on_the_disk_is_read_from_there():
    file = TemporaryUploadedFile("../../etc/passwd\x00.jpg", "image/jpeg", 0, None)
    file.write(files.picture())
    file.seek(0)

    assert prepare(file).widths == [400, 800, 1000]
