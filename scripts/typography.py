"""French typography: no line may break before : ; ! ? » or after «, nor inside an amount.

`python scripts/typography.py` puts templates, texts and Python strings right; `--check` names the
files that are not and exits 1. A space before a colon is French, hence ours to look at.
"""

import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from token import FSTRING_END, FSTRING_START

ROOT = Path(__file__).resolve().parent.parent
NO_BREAK, NARROW = "\u00a0", "\u202f"
BEFORE = r"(?<=[\w»)}%€>’…\"])"
FOLLOWED = r"(?:[\s\ue000<.,;:!?)»\"'{\\]|$)"
WIDE_BEFORE = re.compile(rf"{BEFORE} (?=[:»]{FOLLOWED})")
NARROW_BEFORE = re.compile(rf"{BEFORE} (?=[;!?]{FOLLOWED})")
AFTER_QUOTE = re.compile(r"« ")
PERCENT = re.compile(r"(?<=\d) (?=%(?:[\s<.,;)\ue000]|$))")
EURO = re.compile(r"(?<=\d) (?=€)")
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
TAGS = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>)", re.DOTALL)
LOGIC = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})", re.DOTALL)


def spaced(text: str) -> str:
    """Return the text with the no-break spaces French asks for."""
    text = AFTER_QUOTE.sub(f"«{NO_BREAK}", text)
    text = EURO.sub(NO_BREAK, WIDE_BEFORE.sub(NO_BREAK, text))
    return PERCENT.sub(NARROW, NARROW_BEFORE.sub(NARROW, text))


def of_template(text: str) -> str:
    """Apply to what is read: spaces outside of the logic, apostrophes outside of tags."""
    pieces = TAGS.split(text)
    pieces[::2] = [APOSTROPHE.sub("’", piece) for piece in pieces[::2]]
    # A tag's text follows it: the logic is hidden behind a letter while spaces are looked at.
    whole = "".join(pieces)
    logic = LOGIC.findall(whole)
    bare = spaced(LOGIC.sub("\ue000}", whole))
    for piece in logic:
        bare = bare.replace("\ue000}", piece, 1)
    return bare


def of_python(text: str) -> str:
    """Apply to the strings of one line; docstrings are English and regular expressions are code."""
    lines = text.splitlines(keepends=True)
    for row, start, end in reversed(list(strings(text))):
        line = lines[row]
        lines[row] = line[:start] + spaced(line[start:end]) + line[end:]
    return "".join(lines)


def strings(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the row and the columns of each string that stands on one line, f-strings whole."""
    opened: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == FSTRING_START:
            opened.append(token)
        elif token.type == FSTRING_END:
            first = opened.pop()
            if not opened and is_prose(first.string) and first.start[0] == token.end[0]:
                yield token.end[0] - 1, first.start[1], token.end[1]
        elif token.type == tokenize.STRING and not opened and is_prose(token.string):
            yield token.start[0] - 1, token.start[1], token.end[1]


def is_prose(literal: str) -> bool:
    return not re.match(r"(?i)[a-z]*r[a-z]*['\"]|[a-z]*('''|\"\"\")", literal)


FORMS = {".html": of_template, ".txt": of_template, ".py": of_python, ".json": spaced}


def faulty() -> list[tuple[Path, str]]:
    """Return each file of the platform that is not right, and what it should read."""
    found = []
    for path in sorted((ROOT / "passeurs").rglob("*")):
        form = FORMS.get(path.suffix)
        if form is None or path.name.endswith(".geojson"):
            continue
        text = path.read_text()
        right = form(text)
        if right != text:
            found.append((path, right))
    return found


def main() -> None:
    found = faulty()
    if "--check" in sys.argv:
        for path, _right in found:
            print(path.relative_to(ROOT))
        sys.exit(1 if found else 0)
    for path, right in found:
        path.write_text(right)
    print(f"Typographie : {len(found)} fichiers repris.")


if __name__ == "__main__":
    main()
