"""Pictures that people send: decoded within bounds, turned upright, and written anew in the sizes that pages ask for.

What is kept is our own WebP. Nothing of the original comes along but what can be seen: no place, camera, name or
preview that was written into it.
"""

import io
import threading
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageCms, ImageOps

from core.errors import ActionRefused
from core.uploads import MEGABYTE, size_of

MOST_BYTES = 12 * MEGABYTE
WIDTHS = (400, 800, 1600)  # pixels: a card, a page on a phone, a page on a wide screen
MOST_HEIGHT = 2400
LEAST_SIDE = 100
_ENOUGH = max(WIDTHS[-1], MOST_HEIGHT)  # of either side, whichever way up it is
QUALITY = 80
# Each of these needs some 250 MB at the most, measured: a JPEG is decoded at the scale that is wanted, so that the
# largest telephone will do; a PNG is decoded whole; a WebP twice over.
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 25_000_000, "WEBP": 16_000_000}
TOO_MANY_PIXELS = "This picture has more pixels than we can open. Save a smaller copy, at most 1,600 pixels wide."
_MOST_SCANS = 100  # a progressive JPEG has some ten; each costs a pass over the whole picture
_MOST_PROFILE = 4 * MEGABYTE

# Where a file begins so, it is none that we take, and this is what to do about it.
_OTHERS = [
    (lambda head: head.startswith(b"GIF8"), "This is a GIF. Save it as JPEG or PNG and choose it again."),
    (
        lambda head: head[4:8] == b"ftyp",
        "This is a picture as iPhones keep it (HEIC), or a film. Send it to yourself by e-mail or export it as JPEG.",
    ),
    (
        lambda head: b"<svg" in head.lower(),
        "This is a drawing (SVG), which can hold programs. Export it as PNG and choose that.",
    ),
    (lambda head: head.startswith(b"BM"), "This is a bitmap (BMP). Save it as JPEG or PNG and choose it again."),
    (lambda head: head[:4] in (b"II*\x00", b"MM\x00*"), "This is a TIFF or camera file. Save it as JPEG first."),
    (lambda head: head.startswith(b"%PDF"), "This is a PDF. Add it as a file to download instead."),
]

# One picture at a time in each process: what a decoder needs is bounded, and not times the number of threads.
_decoding = threading.Lock()


class PictureRefused(ActionRefused):
    """The file is not a picture that the portal can show."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A picture ready to be kept. `width` and `height` are of the largest; `sizes` is {width in px: WebP bytes}."""

    width: int
    height: int
    sizes: dict[int, bytes]

    @property
    def widths(self) -> list[int]:
        """Smallest first."""
        return sorted(self.sizes)


def prepare(file: IO[bytes] | UploadedFile) -> Prepared:
    """Read a JPEG, PNG or WebP of at most 12 MB and give it in our sizes, none larger than it was.

    Raises PictureRefused, with a sentence that says what to do, for everything else. A slow thing: call it outside
    transactions.
    """
    size = size_of(file)
    if not size:
        raise PictureRefused("This file is empty. Open the picture to see whether it was saved, then choose it again.")
    if size > MOST_BYTES:
        raise PictureRefused("This picture is larger than 12 MB. Save a smaller copy, at most 1,600 pixels wide.")
    data = file.read()
    file.seek(0)
    kind = _kind(data)
    with _decoding:
        image = _decoded(data, kind)
        return _in_sizes(image)


def kept_at(stem: str, width: int) -> str:
    """Where one size of a picture is in the storage. `stem` ends in a key of 36 characters that nobody can guess."""
    return f"{stem}-{width}.webp"


def keep(prepared: Prepared, stem: str) -> None:
    """Write every size to the storage, over what a transaction that was rolled back may have left there."""
    for width, data in prepared.sizes.items():
        default_storage.delete(kept_at(stem, width))
        default_storage.save(kept_at(stem, width), ContentFile(data))


def _kind(data: bytes) -> str:
    """The format by the first bytes; also refuses what must not even be handed to a decoder."""
    head = data[:1024]
    if head.startswith(b"\xff\xd8\xff"):
        kind = "JPEG"
        if data.count(b"\xff\xda") > _MOST_SCANS:  # inside picture data the two never stand together
            raise PictureRefused("This JPEG is built in an unusual way. Save it once more and choose it again.")
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        kind = "PNG"
    elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        kind = "WEBP"
        _check_size(kind, *_webp_size(head))  # the decoder takes memory for all of it before it tells the size
    else:
        for is_it, sentence in _OTHERS:
            if is_it(head):
                raise PictureRefused(sentence)
        raise PictureRefused("Choose a JPEG, PNG or WebP picture. This file is none of these inside.")
    return kind


def _webp_size(head: bytes) -> tuple[int, int]:
    """(width, height) as the header of a WebP says, of each of its three kinds."""
    if head[12:16] == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF


def _check_size(kind: str, width: int, height: int) -> None:
    if width * height > MOST_PIXELS[kind]:
        raise PictureRefused(TOO_MANY_PIXELS)


def _decoded(data: bytes, kind: str) -> Image.Image:
    """The pixels, upright and in the colours of a screen (sRGB), on white where they were see-through."""
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            _check_size(kind, *image.size)
            if kind != "JPEG" and getattr(image, "is_animated", False):  # of a telephone's double JPEG, the first
                raise PictureRefused("This picture moves. Save one moment of it as JPEG or PNG and choose that.")
            image.draft(None, (_ENOUGH, _ENOUGH))
            image.load()
            return _in_screen_colours(ImageOps.exif_transpose(_smaller(image)))
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(TOO_MANY_PIXELS) from error
    except Exception as error:  # a decoder that meets damage raises whatever it comes upon
        raise PictureRefused(
            "This picture is damaged or not whole. Open it, save it once more and choose it again."
        ) from error


def _smaller(image: Image.Image) -> Image.Image:
    """No larger than is needed, before anything copies it; of the few kinds of pixels that can be made smaller well."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((_ENOUGH, _ENOUGH), Image.Resampling.LANCZOS, reducing_gap=2)
    return image


def _in_screen_colours(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile") or b""
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
    if 0 < len(profile) <= _MOST_PROFILE:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return converted or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that says nothing, or of other colours than the picture's: seen as if it had none
    return image.convert("RGB")


def _in_sizes(image: Image.Image) -> Prepared:
    scale = min(1, WIDTHS[-1] / image.width, MOST_HEIGHT / image.height)
    width, height = round(image.width * scale), round(image.height * scale)
    if min(width, height) < LEAST_SIDE:
        raise PictureRefused("This picture is too small or too narrow to be seen. Choose one at least 400 pixels wide.")
    sizes = {}
    for each in [*(w for w in WIDTHS if w < width), width]:
        small = image.resize((each, max(1, round(height * each / width))), Image.Resampling.LANCZOS, reducing_gap=3)
        written = io.BytesIO()
        small.save(written, "WEBP", quality=QUALITY, method=4)  # which writes no metadata that is not handed to it
        sizes[each] = written.getvalue()
    return Prepared(width=width, height=height, sizes=sizes)
