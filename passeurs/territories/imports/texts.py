"""From bytes to text: UTF-8 first, then UTF-16 and Windows-1252, which spreadsheets still write."""

import codecs

from passeurs.territories.imports.report import Unusable

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_CUT = {"unexpected end of data", "truncated data"}
_HALF = 0.4


def decoded(name, data):
    """(text, encoding) with line feeds only; Unusable when no encoding gives a text.

    A UTF-8 file with a few damaged bytes stays UTF-8: the lines that hold `UNREADABLE` are to be
    refused one by one.
    """
    text, encoding = _decoded(name, data)
    if text.count("\x00") > len(text) // 100:
        raise Unusable(f"« {name} » n’est pas un fichier de texte.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(name, data):
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(name, data, encoding), encoding.removesuffix("-sig").upper()
    if wide := _without_mark(data):
        return _strict(name, data, wide), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as problem:
        return _damaged_or_windows(name, data, problem)


def _strict(name, data, encoding):
    """The text; a file cut in the middle of a character is told as such."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        if problem.reason in _CUT:
            raise _truncated(name) from problem
        if encoding == "utf-8-sig":
            return data.decode(encoding, errors="replace")
        raise Unusable(f"« {name} » n’est pas lisible : codage {encoding} abîmé.") from problem


def _damaged_or_windows(name, data, problem):
    if problem.reason in _CUT and not data[: problem.start].isascii():
        raise _truncated(name) from problem
    replaced = data.decode("utf-8", errors="replace")
    damaged = replaced.count(UNREADABLE)
    accents = sum(char > "\x7f" for char in replaced) - damaged
    if accents > damaged:
        return replaced, "UTF-8"
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        raise Unusable(
            f"Le codage de « {name} » n’est pas reconnu : enregistrez le fichier en UTF-8."
        ) from problem


def _without_mark(data):
    """UTF-16 without its mark: every other byte of a European text is null."""
    sample = data[:2_000]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros and zeros.count(0) > _HALF * len(zeros) and sample.count(0) <= len(sample) / 1.5:
            return encoding
    return None


def _truncated(name):
    return Unusable(f"« {name} » est tronqué : téléchargez-le à nouveau.")
