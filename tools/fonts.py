"""Cut the fonts of link previews down to what the site can write: python -m tools.fonts.

Needs Debian's fonts-inter and fonts-noto-cjk (the versions in SOURCES) and, through uv, fonttools from PyPI.
The same fonts, characters and fonttools give the same bytes.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from components.documents.preview import FONTS

ROOT = Path(__file__).resolve().parent.parent
FONTTOOLS = "fonttools==4.60.1"
DEBIAN = Path("/usr/share/fonts/opentype")
SOURCES = {  # fonts-inter 4.1+ds-1, fonts-noto-cjk 1:20240730+repack1-1
    "Inter-Regular.otf": ("inter/Inter-Regular.otf", "0"),
    "Inter-Bold.otf": ("inter/Inter-Bold.otf", "0"),
    "NotoSansSC-Regular.otf": ("noto/NotoSansCJK-Regular.ttc", "2"),
    "NotoSansSC-Bold.otf": ("noto/NotoSansCJK-Bold.ttc", "2"),
}
TEXTS = (
    *("components/text/*/*.toml", "components/**/*.py", "data/catalog/*", "data/*.py"),
    "data/bundled/*.csv",
)
LATIN = (
    (0x20, 0x250),
    (0x300, 0x400),
    (0x2010, 0x2060),
    (0x2070, 0x20C0),
    (0x2190, 0x2200),
    (0x25A0, 0x2600),
)
HAN = 0x2E80  # the first character that Inter has not
WIDE = "\N{EM DASH}\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{HORIZONTAL ELLIPSIS}"
"""Signs that Chinese writes in the width of a character."""


def characters() -> set[str]:
    """Return every character that the site writes, and those that new words are likely to need.

    These are the 3,755 common ones of GB 2312, Latin with all accents, Greek, and the signs of text.
    """
    used = {sign for place in TEXTS for path in ROOT.glob(place) for sign in path.read_text(encoding="utf-8")}
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    common = set("".join(code.decode("gb2312", "ignore") for code in codes))
    punctuation = {chr(code) for block in ((0x3000, 0x3020), (0xFF01, 0xFF5F)) for code in range(*block)}
    return used | common | punctuation | {chr(code) for block in LATIN for code in range(*block)}


def main() -> None:
    """Write the fonts to components/fonts."""
    every = sorted(characters())
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "characters.txt")
        for name, (source, number) in SOURCES.items():
            # Noto has no Latin here: a renderer that needs one glyph of it would take the whole text from it.
            wanted = every if name.startswith("Inter") else [c for c in every if ord(c) >= HAN or c in WIDE]
            listed.write_text("".join(wanted), encoding="utf-8")
            subprocess.run(
                [
                    *(sys.executable, "-m", "uv", "tool", "run", "--from", FONTTOOLS, "pyftsubset"),
                    *(DEBIAN / source, f"--font-number={number}", f"--text-file={listed}"),
                    *(f"--output-file={FONTS / name}", "--layout-features=kern,mark"),
                    *("--no-hinting", "--name-IDs=0,1,2,3,4,5,6,13,14,16,17"),
                ],
                check=True,
            )
            print(name, (FONTS / name).stat().st_size)


if __name__ == "__main__":
    main()
