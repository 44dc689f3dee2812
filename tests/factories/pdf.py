"""Reading a PDF's words back, through the maps its own fonts carry."""

import io
import re

import pikepdf

CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def text_of(content):
    """What the pages say, one line for each text object."""
    with opened(content) as document:
        return "\n".join(line for page in document.pages for line in _lines(page))


def _lines(page):
    maps = {name: _letters(font) for name, font in page.resources.Font.items()}
    letters, line = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = maps[str(operands[0])]
            case "Tj" | "TJ":
                line += _decode(operands[0], letters)
            case "ET":
                yield "".join(line)
                line = []


def _decode(shown, letters):
    for piece in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(piece, pikepdf.String):
            codes = bytes(piece)
            for i in range(0, len(codes), 2):
                yield letters.get(codes[i : i + 2], "")


def _letters(font):
    pairs = (
        pair for block in BLOCK.findall(font.ToUnicode.read_bytes()) for pair in CHAR.findall(block)
    )
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in pairs
    }
