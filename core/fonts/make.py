"""Make the fonts of our PDFs from their originals. Run once; needed again only to add a script or a newer version.

    python -m venv fonts && fonts/bin/pip install fonttools
    npm pack @expo-google-fonts/figtree …   (each package named below; unpack each into a folder of its name)
    fonts/bin/python core/fonts/make.py FOLDER

Figtree is taken whole. Of the others stay the letters named here, without hinting, which is for screens. The last one
is drawn here: a box for every character that no font before it has, so that nothing typed is dropped from a page.
"""

import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

HERE = Path(__file__).parent
WHOLE = ["figtree/400Regular/Figtree_400Regular", "figtree/600SemiBold/Figtree_600SemiBold"]
WHOLE += ["figtree/700Bold/Figtree_700Bold"]
ALL = [(0, 0x10FFFF)]
PARTS = {
    # Latin of every European language, phonetics, Greek, Cyrillic, Vietnamese; punctuation, currencies, fractions
    "noto-sans/400Regular/NotoSans_400Regular": [(0xA0, 0x52F), (0x1E00, 0x20CF), (0x2100, 0x218F), (0x2C60, 0x2C7F)],
    "vazirmatn/400Regular/Vazirmatn_400Regular": [(0x600, 0x8FF)],
    "noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular": ALL,
    "noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular": [(0x900, 0x97F), (0x200C, 0x200D)],
    "noto-sans-bengali/400Regular/NotoSansBengali_400Regular": [(0x980, 0x9FF), (0x200C, 0x200D)],
    "noto-sans-gurmukhi/400Regular/NotoSansGurmukhi_400Regular": ALL,
    "noto-sans-gujarati/400Regular/NotoSansGujarati_400Regular": [(0xA80, 0xAFF), (0x200C, 0x200D)],
    "noto-sans-tamil/400Regular/NotoSansTamil_400Regular": ALL,
    # Arrows, mathematics as people type it, ticks, boxes and shapes
    "noto-sans-math/400Regular/NotoSansMath_400Regular": [(0x2190, 0x22FF)],
    "noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular": [(0x2300, 0x27BF), (0x2B00, 0x2BFF)],
    "noto-emoji/400Regular/NotoEmoji_400Regular": ALL,
}


def part(source: Path, ranges: list[tuple[int, int]]) -> None:
    options = Options()
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    if "Emoji" in source.name or "Math" in source.name:
        options.layout_features = []  # joined emoji come out as their parts
    font = load_font(source, options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    subsetter.subset(font)
    save_font(font, HERE / source.name, options)


def last_resort() -> None:
    """One box for all of Unicode. Its glyph is listed once a plane: a cmap of format 13 maps many to one."""
    pen = TTGlyphPen(None)
    for inset, turn in ((0, 1), (70, -1)):
        corners = [(60 + inset, inset), (60 + inset, 720 - inset), (540 - inset, 720 - inset), (540 - inset, inset)]
        corners = corners[::turn]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "space", "box"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": box, "space": TTGlyphPen(None).glyph(), "box": box})
    builder.setupHorizontalMetrics({".notdef": (600, 60), "space": (300, 0), "box": (600, 60)})
    builder.setupHorizontalHeader(ascent=950, descent=-250)
    builder.setupNameTable({"familyName": "ISSP Last Resort", "styleName": "Regular", "psName": "IsspLastResort"})
    builder.setupOS2(sTypoAscender=950, sTypoDescender=-250, usWinAscent=950, usWinDescent=250)
    builder.setupPost()
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = {0x20: "space", **dict.fromkeys(range(0x21, 0x110000), "box")}
    builder.font["cmap"].tables = [table]
    builder.save(HERE / "IsspLastResort.ttf")


if __name__ == "__main__":
    originals = Path(sys.argv[1])
    for name in WHOLE:
        (HERE / f"{Path(name).name}.ttf").write_bytes((originals / f"{name}.ttf").read_bytes())
    for name, ranges in PARTS.items():
        part(originals / f"{name}.ttf", ranges)
    last_resort()
